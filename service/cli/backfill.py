"""`shipledger github backfill`: what was before us is read now, and one can watch."""

import time
from datetime import UTC, datetime, timedelta

import click

from domain.errors import NotFound
from service.cli.ground import aside, progress_bar
from service.config import from_environment
from service.github.backfill.backfill import Backfill
from service.github.backfill.kinds import KINDS
from service.github.backfill.reading import Kind, Step
from service.github.connection import Connection
from service.ledger import open_ledger

HOUR = timedelta(hours=1, minutes=5)  # GitHub's limits last no longer than one


@click.command()
@click.argument("repository")
@click.option("--again", is_flag=True, help="Read all of it anew, also what was read before.")
def backfill(repository: str, *, again: bool) -> None:
    """Read the whole history of REPOSITORY, owner/name or GitHub's number, through GitHub's API.

    Safe to stop and to begin again: it goes on where it was. Limits of GitHub's are waited for.
    """
    config = from_environment()
    ledger = open_ledger(config.database_url)
    clock = lambda: datetime.now(UTC)  # noqa: E731
    try:
        connection = Connection(config, clock=clock, sleep=time.sleep, patience=HOUR)
        reader = Backfill(connection, ledger, clock=clock)
        seen = reader.find(repository)
        if seen is None:
            raise NotFound(
                f"we may not see {repository} at GitHub: install the App for it, or take a token"
                " of somebody who may"
            )
        if again:
            reader.again(seen.id, None)
        with progress_bar() as bar:
            tasks = {kind.name: bar.add_task(kind.name, total=None) for kind in KINDS}

            def advance(kind: Kind, step: Step) -> None:
                bar.advance(tasks[kind.name], step.read)

            done = reader.read(seen, lambda: False, advance)
    finally:
        ledger.close()
    for part in done.parts if done else ():
        said = f"{part.name}: {part.read:,} read, {part.news:,} new facts"
        aside.print(f"{said}. {part.refused}" if part.refused else f"{said}.", soft_wrap=True)
