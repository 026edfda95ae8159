"""`shipledger train list|skip`: when releases leave by a timetable, on the command line."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from domain.deed import Signing
from domain.train import Timetable
from projections.trains import MOST_DAYS, Departure, departures
from service.cli.asking import in_json, question
from service.cli.edit_notes import reasoned
from service.cli.ground import console, opened_ledger, view_of
from service.cli.shell import say, signing
from service.deeds import Deeds
from service.moment import moment_of
from service.planning import known_train


@click.group()
def train() -> None:
    """See when releases leave, and skip a departure."""


@train.command("list")
@click.argument("repository")
@click.option("--number", default=10, type=click.IntRange(1, 500), help="How many of them.")
@question
def list_(repository: str, number: int, as_of: Any, as_at: Any, *, as_json: bool) -> None:
    """The next departures of REPOSITORY, with what takes each."""
    with view_of(repository, as_of, as_at) as view:
        today = moment_of(view, as_of, as_at, datetime.now(UTC)).date()
        found = departures(view, today, today + timedelta(days=MOST_DAYS))[:number]
    if as_json:
        click.echo(in_json(found))
    elif not found:
        console.print("No train leaves: the policy has none under `trains:`.", markup=False)
    else:
        _describe(found)


@train.command()
@click.argument("repository")
@click.argument("name")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--restore", is_flag=True, help="Let it leave after all.")
@reasoned
def skip(repository: str, name: str, day: datetime, reason: str, *, restore: bool) -> None:
    """Let train NAME of REPOSITORY not leave on DAY of its timetable."""
    when: date = day.date()
    with opened_ledger() as ledger:
        with ledger.stand() as stand:
            view = ledger.view(stand, ledger.resolve(stand, repository))
            known = known_train(view, name)
            stream, sign = view.stream, signing(view.position, reason)

        def step(one: Timetable, by: Signing) -> None:
            (one.restore if restore else one.skip)(known, when, by)

        settled = Deeds(ledger, Timetable).settle((str(stream),), sign, step)
    say(settled, "`shipledger train list` shows what that changes.")


def _describe(found: tuple[Departure, ...]) -> None:
    table = Table("day", "train", "no more changes", "candidate", "state", "release", "why")
    for one in found:
        dates = (str(one.freeze or ""), str(one.candidate or ""))
        told = (str(one.day), one.train, *dates, one.state, one.release, one.reason)
        table.add_row(*map(escape, told))
    console.print(table)
