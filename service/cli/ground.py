"""The ground that commands stand on: the configured ledger, and a console that suits its reader."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from projections.view import View
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


@contextmanager
def view_of(
    repository: str, as_of: int | datetime | None, as_at: datetime | None
) -> Iterator[View]:
    """The repository's facts, as the options want them."""
    with opened_ledger() as ledger, ledger.stand() as stand:
        stream = ledger.resolve(stand, repository)
        position = ledger.position_at(as_of) if isinstance(as_of, datetime) else as_of
        yield ledger.view(stand, stream, as_of=position, as_at=as_at)


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
