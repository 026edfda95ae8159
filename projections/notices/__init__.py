"""Notices: what happened that somebody may want to be told of."""
