"""Notifications: what a team is told of outside of GitHub. One file for each kind of channel."""
