"""One file for each GitHub event: the shape that we read of it, and the facts that it tells."""
