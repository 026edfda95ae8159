"""The `shipledger` command: what an operator does, and what a team asks without a browser."""

import sys

import click

from domain.errors import ShipledgerError
from service.cli import (
    changelog,
    deliveries,
    demo,
    doctor,
    import_,
    migrate,
    rebuild,
    serve,
    token,
    where,
)

COMMANDS = (
    demo.demo,
    serve.serve,
    migrate.migrate,
    import_.import_,
    changelog.changelog,
    where.where,
    deliveries.deliveries,
    token.token,
    rebuild.rebuild,
    doctor.doctor,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shipledger")
def shipledger() -> None:
    """Shipledger: a release tracker that answers from one ledger of facts.

    Settings come from the environment; SHIPLEDGER_DATABASE_URL says where the ledger lies.
    """


for command in COMMANDS:
    shipledger.add_command(command)


def main() -> None:
    """Run the command; what Shipledger refuses is a sentence and exit code 1, not a traceback."""
    try:
        shipledger()
    except ShipledgerError as refusal:
        click.echo(f"shipledger: {refusal}", err=True)
        sys.exit(1)
