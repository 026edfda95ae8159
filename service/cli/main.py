"""The `shipledger` command: what an operator does, and what a team asks without a browser."""

import atexit
import gc
import sys
from importlib import import_module
from keyword import iskeyword

import click

from domain.errors import ShipledgerError

# Each is a file here, and is called in it as on the command line.
COMMANDS = (
    "demo",
    "serve",
    "work",
    "migrate",
    "import",
    "changelog",
    "notes",
    "where",
    "deliveries",
    "release",
    "freeze",
    "train",
    "incident",
    "policy",
    "publish",
    "notify",
    "github",
    "token",
    "people",
    "login",
    "logout",
    "whoami",
    "rebuild",
    "doctor",
)
# `service.cli.notes` are the notes themselves.
ELSEWHERE = {"notes": "edit_notes"}


class Commands(click.Group):
    """A command is read when it is asked for: a change log of a clone needs no web and no ledger,
    and is there before they would be.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's form
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        module = import_module(f"service.cli.{ELSEWHERE.get(name, name)}")
        command: click.Command = getattr(module, name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shipledger")
def shipledger() -> None:
    """Shipledger: a release tracker that answers from one ledger of facts.

    Settings come from the environment; SHIPLEDGER_DATABASE_URL says where the ledger lies.
    """


def main() -> None:
    """Run the command; what Shipledger refuses is a sentence and exit code 1, not a traceback."""
    # What is left where the process ends need not be searched for circles.
    atexit.register(gc.freeze)
    try:
        shipledger()
    except ShipledgerError as refusal:
        click.echo(f"shipledger: {refusal}", err=True)
        sys.exit(1)
