"""The floor that meets the world: HTTP, the database, the clock, the command line."""
