"""`shipledger import`: what others know of the past becomes facts."""

from datetime import UTC, datetime
from pathlib import Path

import click
from msgspec.structs import replace

from service.cli.ground import aside, opened_ledger, progress_bar
from service.importing import Import


@click.group("import")
def import_() -> None:
    """Bring in a history from elsewhere."""


@import_.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--repository",
    help="A repository that is known already, by owner/name or GitHub's number; by default the"
    " one that the clone's origin names.",
)
@click.option(
    "--paths",
    is_flag=True,
    help="Also which files each commit touched, by which the components of a monorepo are told"
    " apart.",
)
def git(path: Path, repository: str | None, paths: bool) -> None:
    """Import the whole history of the clone at PATH: commits, parents, tags and branches.

    Safe to repeat: what is known already is not recorded again, and a tag that moved meanwhile is
    recorded as moved.
    """
    with opened_ledger() as ledger, progress_bar() as bar:
        importing = Import(ledger, path, as_repository=repository)
        task = bar.add_task(f"importing {importing.name}", total=None)
        done = importing.run(
            datetime.now(UTC),
            begin=lambda total: bar.update(task, total=total),
            advance=lambda facts: bar.advance(task, facts),
        )
        if paths:
            touched = bar.add_task("reading what each commit touched", total=None)
            more = importing.run_paths(
                datetime.now(UTC), advance=lambda facts: bar.advance(touched, facts)
            )
            done = replace(done, told=done.told + more.told, new=done.new + more.new)
        graph = bar.add_task("connecting the commits", total=None)
        ledger.catch_up(lambda facts: bar.advance(graph, facts))
    for note in done.notes:
        aside.print(f"Note: {note}.", soft_wrap=True)
    aside.print(f"{done.name}: {done.new:,} new facts of {done.told:,} told.", soft_wrap=True)
