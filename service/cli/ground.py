"""The ground that commands stand on: the configured ledger, and a console that suits its reader."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.config import from_environment
from service.ledger import Ledger, open_ledger

# Into a pipe or a file a table goes with whole ids and reasons, however narrow the terminal.
console = Console(highlight=False, width=None if sys.stdout.isatty() else 240)
aside = Console(stderr=True, highlight=False)  # what a pipe should not carry


@contextmanager
def opened_ledger() -> Iterator[Ledger]:
    """The ledger that the environment names, migrated and safe; closed afterwards."""
    ledger = open_ledger(from_environment().database_url)
    try:
        yield ledger
    finally:
        ledger.close()


def progress_bar() -> Progress:
    """A bar on the terminal; nothing where nobody looks."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=aside,
        transient=False,
        disable=not aside.is_terminal,
    )
