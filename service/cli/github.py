"""`shipledger github`: what a person does about the connection with GitHub."""

import click

from service.cli.backfill import backfill


@click.group()
def github() -> None:
    """Catch up with GitHub through its API."""


github.add_command(backfill)
