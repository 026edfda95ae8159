"""`shipledger publish`: what we say on GitHub and to channels: listed, shown and sent again."""

import getpass
from datetime import UTC, datetime

import click
import msgspec
from rich.table import Table

from service.attempts import Attempts
from service.cli.ground import aside, console, opened_ledger
from service.outbox import STATES, Outbox


def _now() -> datetime:
    return datetime.now(UTC)


@click.group()
def publish() -> None:
    """List, show and retry what is said on GitHub, and to the channels of notifications."""


@publish.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only these.")
@click.option("--before", type=int, help="Only those with a lower number.")
@click.option("--limit", default=25, show_default=True, type=click.IntRange(1, 1000))
def list_(state: str | None, before: int | None, limit: int) -> None:
    """List what was said, and what waits, newest first."""
    with opened_ledger() as ledger:
        found = Outbox(ledger, _now).page(state=state, after=before, limit=limit)
    table = Table(
        "number", "wanted (UTC)", "kind", "place", "state", "attempts", "where, how or why"
    )
    for one in found:
        wanted = f"{one.wanted_at:%Y-%m-%d %H:%M:%S}"
        words = (
            one.kind,
            one.place,
            one.state,
            str(one.attempts),
            one.reason or one.url or one.how,
        )
        table.add_row(str(one.seq), wanted, *words)
    console.print(table if found else "Nothing was to be said yet.")
    if len(found) == limit:
        aside.print(f"More: --before {found[-1].seq}")


@publish.command()
@click.argument("number", type=int)
def show(number: int) -> None:
    """Show publication NUMBER: what it rests on, and what became of it."""
    with opened_ledger() as ledger:
        one = Outbox(ledger, _now).one(number)
        tried = Attempts(ledger.database).of(number)
    for name, value in msgspec.to_builtins(one).items():
        console.print(f"{name:>12}  {value}", markup=False, soft_wrap=True)
    for each in tried:
        became = each.failure or f"it answered {each.status}"
        words = f"{each.at:%Y-%m-%d %H:%M:%S} UTC, {each.took} ms: {became}"
        console.print(f"{'attempt':>12}  {words}", markup=False, soft_wrap=True)


@publish.command("retry")
@click.argument("numbers", nargs=-1, required=True, type=int)
def retry_(numbers: tuple[int, ...]) -> None:
    """Try again what was given up, or send a notification again: in the worker's next round.

    A notification goes with its former id, so that whoever has it already knows.
    """
    with opened_ledger() as ledger:
        outbox = Outbox(ledger, _now)
        for number in numbers:
            outbox.retry(number, by=getpass.getuser())
            console.print(f"{number}: wanted again")
