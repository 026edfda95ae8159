"""The approvals of a release: whose word it needs, who gave it on what, and what became of it."""
