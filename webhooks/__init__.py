"""From bytes to facts, and nothing else: no clock, no store, no network."""
