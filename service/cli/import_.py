"""`shipledger import`: what others know of the past becomes facts."""

import click


@click.group("import")
def import_() -> None:
    """Bring in a history from elsewhere."""
