"""The gates of a release: how each of them stands, and who could open it."""
