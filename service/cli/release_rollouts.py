"""`shipledger release promote|rollout|rollback|lock|hold`: how releases go out and come back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import click
from rich.markup import escape
from rich.table import Table

from domain.duration import in_words
from projections.case import known_case
from projections.course import course_of
from projections.rollouts import RolloutState, begun, rollouts
from projections.view import View
from projections.way import Place, way
from service import rolling
from service.cli.asking import in_json, question
from service.cli.edit_notes import reasoned
from service.cli.ground import console, opened_ledger, view_of
from service.cli.shell import say, signing
from service.moment import moment_of
from service.rolling import GO_ON, Rolling, Step, known_commit

SEE: Final = "`shipledger release rollout` shows what that changes."
_ENVIRONMENT: Final = click.option("--environment", "-e", required=True, help="Where.")
_COMPONENT: Final = click.option("--component", default="", help="Which one, where there are many.")
_REASON: Final = click.option(
    "--reason", "-m", default="", help="Why; to stop something needs one."
)

Wanted = Callable[[View, datetime], Step]


@click.command()
@click.argument("repository")
@click.argument("tag")
@_ENVIRONMENT
@_REASON
def promote(repository: str, tag: str, environment: str, reason: str) -> None:
    """Begin to roll release TAG of REPOSITORY out, where its verdict allows that.

    \b
    shipledger release promote octo/shop v1.2.0 --environment production
    """
    _settle(
        *(repository, reason),
        lambda view, now: rolling.promote(known_case(view, tag, environment, now)),
    )


@click.command()
@click.argument("repository")
@click.option("--environment", "-e", default="", help="Where; else everywhere.")
@_COMPONENT
@click.option("--do", type=click.Choice(GO_ON), help="What to do to the one that is under way.")
@click.option("--to", type=click.IntRange(1), help="With --do advance: to which step.")
@_REASON
@question
def rollout(  # noqa: PLR0913, PLR0917 - the options of a question and of a decision
    repository: str,
    environment: str,
    component: str,
    do: str | None,
    to: int | None,
    reason: str,
    as_of: Any,
    as_at: Any,
    *,
    as_json: bool,
) -> None:
    """How releases of REPOSITORY go out, step by step; with --do, what happens to one now.

    \b
    shipledger release rollout octo/shop -e production
    shipledger release rollout octo/shop -e production --do pause --reason "Too many calls."
    """
    if do is None:
        _show(repository, environment, as_of, as_at, as_json=as_json)
        return
    if not environment:
        raise click.UsageError("Say with --environment which rollout is meant.")
    _settle(
        *(repository, reason),
        lambda view, now: rolling.go_on(
            view, course_of(view, environment, component), do, now=now, to=to
        ),
    )


@click.command()
@click.argument("repository")
@click.argument("tag")
@_ENVIRONMENT
@click.option("--to", default="", help="The release to go back to; else what ran there before.")
@click.option("--change", default="", help="The commit that broke it: that alone is locked then.")
@reasoned
def rollback(  # noqa: PLR0913, PLR0917 - what a rollback says
    repository: str, tag: str, environment: str, to: str, change: str, reason: str
) -> None:
    """Take release TAG of REPOSITORY back: its commit is locked, and the environment held."""

    def wanted(view: View, now: datetime) -> Step:
        sha = known_commit(view, change) if change else ""
        return rolling.roll_back(known_case(view, tag, environment, now), to=to, change=sha)

    _settle(repository, reason, wanted)


@click.command()
@click.argument("repository")
@click.argument("commit")
@_ENVIRONMENT
@_COMPONENT
@click.option("--open", "opened", is_flag=True, help="Let it in again.")
@click.option("--fixed-by", default="", help="With --open: let in only what has this commit.")
@reasoned
def lock(  # noqa: PLR0913, PLR0917 - what a lock says
    repository: str,
    commit: str,
    environment: str,
    component: str,
    reason: str,
    fixed_by: str,
    *,
    opened: bool,
) -> None:
    """Keep COMMIT, a tag or a SHA, out of an environment, with all that come after it."""

    def wanted(view: View, _: datetime) -> Step:
        course, sha = course_of(view, environment, component), known_commit(view, commit)
        if opened:
            fix = known_commit(view, fixed_by) if fixed_by else ""
            return rolling.unlock(view, course, sha, fix)
        return rolling.lock(view, course, sha)

    _settle(repository, reason, wanted)


@click.command()
@click.argument("repository")
@_ENVIRONMENT
@_COMPONENT
@click.option("--lift", is_flag=True, help="Let it take what may go there again.")
@reasoned
def hold(repository: str, environment: str, component: str, reason: str, *, lift: bool) -> None:
    """Let nothing go to an environment of REPOSITORY by itself."""
    _settle(
        *(repository, reason),
        lambda view, _: rolling.hold(view, course_of(view, environment, component), held=not lift),
    )


COMMANDS: Final = (promote, rollout, rollback, lock, hold)


def _settle(repository: str, reason: str, wanted: Wanted) -> None:
    with opened_ledger() as ledger:
        with ledger.stand() as stand:
            view = ledger.view(stand, ledger.resolve(stand, repository))
            now = datetime.now(UTC)
            step, sign = wanted(view, now), signing(view.position, reason)
        say(Rolling(ledger).settle(step, sign), SEE)


def _show(repository: str, environment: str, as_of: Any, as_at: Any, *, as_json: bool) -> None:
    with view_of(repository, as_of, as_at) as view:
        now, here = moment_of(view, as_of, as_at, datetime.now(UTC)), environment.casefold()
        places = tuple(
            one for one in way(view, now) if not here or one.environment.casefold() == here
        )
        found = rollouts(view, now, begun(view, environment=environment))
    if as_json:
        click.echo(in_json({"places": places, "rollouts": found}))
        return
    if not places:
        console.print("Nothing was deployed, and the policy names no environment.", markup=False)
        return
    table = Table("environment", "from", "runs", "on its way", "held", "locked")
    for place in places:
        table.add_row(*map(escape, _row(place)))
    console.print(table)
    for one in found[:5]:
        _describe(one)


def _row(one: Place) -> tuple[str, ...]:
    runs = one.running.release or one.running.sha[:10] if one.running else ""
    under_way = one.rollout.release if one.rollout and one.rollout.open else ""
    name = f"{one.environment} {one.component}".strip()
    locked = ", ".join(lock.release or lock.sha[:10] for lock in one.locks)
    return name, ", ".join(one.from_), runs, under_way, "held" if one.hold else "", locked


def _describe(one: RolloutState) -> None:
    what = one.release or one.sha[:10]
    cause = f" ({one.cause})" if one.cause else ""
    console.print(
        f"Rollout {one.number} of {what} to {one.environment}: {one.state}{cause}", markup=False
    )
    for step in one.steps:
        lasted = in_words(timedelta(seconds=step.lasted))
        console.print(f"  {step.number}. {step.name}: {step.state}, {lasted}", markup=False)
    for rule in one.health:
        console.print(f"  «{rule.rule}» is {rule.state}: {rule.why}", markup=False)
    if one.waits_for:
        console.print(f"  It waits for {one.waits_for}.", markup=False)
