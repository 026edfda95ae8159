"""`shipledger freeze`: when a repository is closed, until when, and for whom not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from domain.deed import Signing
from domain.duration import SAY, duration
from domain.freeze import ALLOW, DENY, Window
from domain.freezing import Freezing
from domain.selector import Selector
from projections.freezes import Freezes, freezes
from service.cli.asking import Moment, in_json, question
from service.cli.edit_notes import reasoned
from service.cli.ground import console, opened_ledger, view_of
from service.cli.shell import say, signing
from service.deeds import Deeds
from service.moment import moment_of

SEE = "`shipledger freeze list` shows what is closed."


class Duration(click.ParamType[timedelta]):
    """As in a policy: 90s, 30m, 24h, 7d."""

    name = "duration"

    def convert(self, value: Any, param: Any, ctx: Any) -> timedelta:
        found = duration(str(value))
        if found is None:
            self.fail(f"{value!r} is none: {SAY}", param, ctx)
        return found


@click.group()
def freeze() -> None:
    """Close a repository for a while, open it again, and see until when it is closed."""


@freeze.command("list")
@click.argument("repository")
@click.option("--component", default="", help="Of which component; else the whole.")
@click.option("--environment", "-e", default="", help="Where a release would go.")
@question
def list_(  # noqa: PLR0913 - the options of a question
    repository: str, component: str, environment: str, as_of: Any, as_at: Any, *, as_json: bool
) -> None:
    """Whether REPOSITORY is open, until when, and every window."""
    with view_of(repository, as_of, as_at) as view:
        now = moment_of(view, as_of, as_at, datetime.now(UTC))
        found = freezes(view, now, component=component, environment=environment)
    if as_json:
        click.echo(in_json(found))
    else:
        _describe(found)


def _describe(found: Freezes) -> None:
    console.print(found.why, markup=False)
    if not found.windows:
        console.print("No window is declared: see `shipledger freeze declare --help`.")
        return
    table = Table("number", "name", "kind", "from", "until", "where", "declared")
    for one in found.windows:
        where = ", ".join((*one.components, *one.environments)) or "everywhere"
        table.add_row(
            str(one.number or ""),
            escape(one.name),
            one.kind,
            f"{one.next_start:%Y-%m-%d %H:%M} UTC" if one.next_start else "never again",
            f"{one.next_end:%Y-%m-%d %H:%M} UTC" if one.next_end else "",
            escape(where),
            escape(one.source),
        )
    console.print(table)


@freeze.command()
@click.argument("repository")
@click.argument("name")
@click.option("--start", required=True, help="On the zone's clocks, as 2026-12-18T16:00.")
@click.option("--lasts", required=True, type=Duration(), help="As 64h or 14d.")
@click.option("--zone", default="UTC", help="A time zone, as Europe/Berlin.")
@click.option("--every", default="", help="A recurrence rule, as FREQ=WEEKLY;BYDAY=FR.")
@click.option("--allow", is_flag=True, help="Close everything outside of it instead.")
@click.option("--rollbacks", is_flag=True, help="Let it stop rollbacks, too.")
@click.option("--component", "components", multiple=True, help="Only of these.")
@click.option("--environment", "-e", "environments", multiple=True, help="Only in these.")
@reasoned
def declare(  # noqa: PLR0913, PLR0917 - what a window says
    repository: str,
    name: str,
    start: str,
    lasts: timedelta,
    zone: str,
    every: str,
    components: tuple[str, ...],
    environments: tuple[str, ...],
    reason: str,
    *,
    allow: bool,
    rollbacks: bool,
) -> None:
    """Close REPOSITORY for a window called NAME.

    \b
    shipledger freeze declare octo/shop holidays --start 2026-12-21T00:00 --lasts 14d \\
        --zone Europe/Berlin --reason "Nobody is there to mend it."
    """
    try:
        begins = datetime.fromisoformat(start)
    except ValueError as wrong:
        raise click.UsageError(f"{start} is no time: write 2026-12-18T16:00.") from wrong
    window = Window(
        name=name,
        kind=ALLOW if allow else DENY,
        start=begins,
        lasts=lasts,
        zone=zone,
        every=every,
        rollbacks=rollbacks,
        reason=reason,
        selector=Selector((), components, environments),
    )

    def step(one: Freezing, sign: Signing) -> None:
        one.declare(window, sign)

    _settle(repository, reason, step)


@freeze.command()
@click.argument("repository")
@click.argument("number", type=int)
@reasoned
def end(repository: str, number: int, reason: str) -> None:
    """End window NUMBER of REPOSITORY before its time."""
    _settle(repository, reason, lambda one, sign: one.end(number, sign))


@freeze.command()
@click.argument("repository")
@click.argument("tag")
@click.option("--environment", "-e", required=True, help="Where it may go all the same.")
@click.option("--until", required=True, type=Moment(), help="Until when, at most a week.")
@reasoned
def override(repository: str, tag: str, environment: str, until: datetime, reason: str) -> None:
    """Let release TAG of REPOSITORY go on in one environment in spite of a freeze."""
    _settle(repository, reason, lambda one, sign: one.override(tag, environment, until, sign))


def _settle(repository: str, reason: str, step: Callable[[Freezing, Signing], None]) -> None:
    with opened_ledger() as ledger:
        with ledger.stand() as stand:
            stream, seen = ledger.resolve(stand, repository), stand.head
        say(Deeds(ledger, Freezing).settle((str(stream),), signing(seen, reason), step), SEE)
