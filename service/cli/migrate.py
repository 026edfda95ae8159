"""`shipledger migrate`: make the tables once, before any process serves."""

import click

from service.cli.ground import aside
from service.config import from_environment
from service.ledger import Ledger


@click.command()
def migrate() -> None:
    """Make or mend the database's tables. Safe to repeat."""
    url = from_environment().database_url
    ledger = Ledger(url, create=True)
    try:
        ledger.migrate()
        ledger.check()
    finally:
        ledger.close()
    aside.print("The tables are in place.")
