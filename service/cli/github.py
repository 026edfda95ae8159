"""`shipledger github`: what a person does about the connection with GitHub."""

import click

from service.cli.backfill import backfill
from service.cli.connect import connect


@click.group()
def github() -> None:
    """Connect with GitHub, and catch up with it through its API."""


github.add_command(backfill)
github.add_command(connect)
