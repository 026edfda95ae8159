"""`shipledger rebuild`: make the tables anew from the facts, and say whether they were right."""

import sys
from functools import partial

import click

from service.cli.ground import aside, console, opened_ledger, progress_bar
from service.following import TABLES


@click.command()
@click.option(
    "--verify", is_flag=True, help="Exit with 1 where a table was not what the facts say."
)
@click.option(
    "--table", "names", multiple=True, type=click.Choice(sorted(TABLES)), help="Only this."
)
def rebuild(*, verify: bool, names: tuple[str, ...]) -> None:
    """Make the tables of the projections anew beside the old ones, compare, and switch.

    The server may go on meanwhile. A difference means that a table did not say what the ledger
    says; the new one does.
    """
    unequal = []
    with opened_ledger() as ledger, progress_bar() as bar:
        ledger.catch_up()
        for name in names or sorted(TABLES):
            task = bar.add_task(f"rebuilding {name}", total=None)
            found = ledger.rebuild(name, partial(bar.advance, task))
            console.print(
                f"{name}: {'equal' if found.equal else '[bold red]different[/]'}"
                f" at position {found.position}, sha256 {found.rebuilt[:16]}"
            )
            if not found.equal:
                unequal.append(name)
    if verify and unequal:
        aside.print(
            f"{', '.join(unequal)} differed and now stands rebuilt: answers given before may have"
            " been wrong. Please report it, with what happened to this database before."
        )
        sys.exit(1)
