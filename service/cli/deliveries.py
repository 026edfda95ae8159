"""`shipledger deliveries`: what came in, to be listed, shown, tried again and replayed."""

import gzip
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import click
import msgspec
from rich.table import Table

from service.cli.ground import aside, console, opened_ledger, progress_bar
from service.delivery import Delivery, DeliveryRow
from service.ingest import Intake
from service.ledger import Ledger
from service.seen import line
from service.way import Way, way

STATES = ("recorded", "noted", "parked")


@click.group()
def deliveries() -> None:
    """List, show, retry and replay deliveries."""


@deliveries.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only these.")
@click.option("--before", type=int, help="Only deliveries with a lower number.")
@click.option("--limit", default=25, show_default=True, type=click.IntRange(1, 1000))
def list_(state: str | None, before: int | None, limit: int) -> None:
    """List deliveries, newest first."""
    with opened_ledger() as ledger:
        rows = ledger.deliveries(state=state, after=before, limit=limit)
    table = Table("number", "received (UTC)", "event", "id", "bytes", "state", "why")
    for row in rows:
        received = f"{row.received:%Y-%m-%d %H:%M:%S}"
        table.add_row(
            str(row.seq), received, row.event, row.id, str(row.size), row.state, row.reason
        )
    console.print(table if rows else "No delivery has come yet.")
    if len(rows) == limit:
        aside.print(f"More: --before {rows[-1].seq}")


@deliveries.command()
@click.argument("which")
@click.option("--body", is_flag=True, help="Print the body as it came, and nothing else.")
def show(which: str, *, body: bool) -> None:
    """Show delivery WHICH, by its number or by GitHub's id, and its whole way.

    That is: by which hook or poll it came, the facts that it told, the answers that they touch, and
    what was said on GitHub of them.
    """
    with opened_ledger() as ledger:
        row = ledger.delivery(int(which) if which.isdecimal() else which)
        its = None if body else way(ledger, row)
    if its is None:
        sys.stdout.buffer.write(row.body)
        return
    for name, value in msgspec.to_builtins(row).items():
        if name not in {"body", "headers"}:
            console.print(f"{name:>14}  {value}", markup=False, soft_wrap=True)
    for name, value in row.headers:
        console.print(f"{'header':>14}  {name}: {value}", markup=False, soft_wrap=True)
    for name, text in _lines(its):
        console.print(f"{name:>14}  {text}", markup=False, soft_wrap=True)


def _lines(its: Way) -> Iterator[tuple[str, str]]:
    yield "how", f"{its.how}, {its.by}"
    for fact in its.facts:
        yield "fact", f"{fact.position} {fact.topic}: {line(fact.sentence)}"
    if its.more:
        yield "fact", f"and {its.more:,} more"
    for one in its.touched:
        for kind in ("subjects", "releases", "environments"):
            for touched in getattr(one, kind):
                yield "touched", line(f"{one.repository} {kind.removesuffix('s')} {touched}")
    for said in its.published:
        state = f"{said.state}: {said.reason}" if said.reason else said.state
        yield "published", f"{said.seq} {said.kind}, {said.place}: {state} {said.url}".rstrip()


@deliveries.command("retry")
@click.argument("numbers", nargs=-1, type=int)
def retry_(numbers: tuple[int, ...]) -> None:
    """Translate parked deliveries again: those named by NUMBERS, or all."""
    with opened_ledger() as ledger:
        waiting = numbers or [row.seq for row in all_parked(ledger)]
        for seq in waiting:
            receipt = Intake(ledger, ()).retry(ledger.delivery(seq))
            console.print(f"{seq}: {receipt.outcome} {receipt.reason}", markup=False)
    if not waiting:
        aside.print("No delivery is parked.")


def all_parked(ledger: Ledger) -> Iterator[DeliveryRow]:
    """Every delivery that waits, newest first."""
    after = None
    while rows := ledger.deliveries(state="parked", after=after, limit=100):
        yield from rows
        after = rows[-1].seq


@deliveries.command("replay")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def replay_(file: Path) -> None:
    """Record the deliveries of FILE, as if GitHub had sent them now.

    FILE holds one JSON object a line, {"event": …, "payload": {…}, "delivery": "uuid"}, and may be
    gzipped. Without a `delivery` the id is made from the payload, so that a second replay of the
    file changes nothing.
    """
    counts: dict[str, int] = {}
    with opened_ledger() as ledger, progress_bar() as bar:
        task = bar.add_task("replaying", total=None)
        for event, id_, body in lines(file):
            delivery = Delivery("github", id_, event, body, datetime.now(UTC))
            receipt = Intake(ledger, ()).write(delivery, "application/json")
            counts[receipt.outcome] = counts.get(receipt.outcome, 0) + 1
            bar.advance(task)
        ledger.catch_up()
    console.print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))


class Line(msgspec.Struct):
    """One line of a file to be replayed."""

    event: str
    payload: msgspec.Raw
    delivery: str = ""


def lines(file: Path) -> Iterator[tuple[str, str, bytes]]:
    """The events, ids and bodies of a file."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rb") as text:
        for number, line in enumerate(text, 1):
            try:
                one = msgspec.json.decode(line, type=Line)
            except msgspec.DecodeError as error:
                raise click.ClickException(f"{file}, line {number}: {error}") from error
            body = bytes(one.payload)
            yield one.event, one.delivery or str(uuid5(NAMESPACE_URL, body.hex())), body
