"""`shipledger release`: what people decide about a release, from its plan to its rollback."""

import click


@click.group()
def release() -> None:
    """Plan, judge, approve, promote, roll out and roll back a release."""
