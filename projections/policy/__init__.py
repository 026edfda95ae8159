"""The policy: how a team wants to release, read from its file, part by part."""
