"""`shipledger release approve|reject|…`: whose word a release has, on the command line."""

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeVar

import click
from rich.markup import escape
from rich.table import Table

from domain.ballot import ABSTAIN, APPROVE, FAULTED, REJECT, UPHELD
from domain.deed import Signing
from projections.approvals.answer import Approvals
from projections.approvals.judged import Judged
from projections.repositories import repository
from projections.waiting import waiting
from service.approving import WITHDRAW, Approving, Where
from service.cli.asking import Moment, in_json, question
from service.cli.edit_notes import reasoned
from service.cli.ground import console, opened_ledger
from service.cli.release_gates import Times, case_in, environment_option
from service.cli.shell import say, signing
from service.notebook import Settled

Command = TypeVar("Command", bound=Callable[..., Any])
SEE: Final = "`shipledger release approvals` shows what that changes."


def of_release(command: Command) -> Command:
    """The arguments that say which release is meant, and where it would go."""
    for option in (environment_option, click.argument("tag"), click.argument("repository")):
        command = option(command)
    return command


@click.command()
@of_release
@question
def approvals(  # noqa: PLR0913 - the options of a question
    repository: str, tag: str, environment: str, as_of: Any, as_at: Any, *, as_json: bool
) -> None:
    """Whose word release TAG of REPOSITORY needs, who gave it, and what has changed since."""
    with (
        opened_ledger() as ledger,
        case_in(*(ledger, repository, tag, environment), Times(as_of, as_at)) as case,
    ):
        found = Judged(case).answer()
    if as_json:
        click.echo(in_json(found))
    else:
        _describe(found)


def _describe(found: Approvals) -> None:
    console.print(f"{found.release}: {found.state.replace('_', ' ')}. {found.why}", markup=False)
    if found.layers:
        table = Table("layer", "state", "approved by", "wanted", "who could")
        for one in found.layers:
            table.add_row(
                escape(one.name),
                one.state,
                escape(", ".join(one.by)),
                str(one.missing),
                escape(", ".join(one.could)),
            )
        console.print(table)
    for vote in found.votes:
        counts = "counts" if vote.counts else vote.withdrawn or "; ".join(vote.void)
        told = f"{vote.at:%Y-%m-%d %H:%M} UTC {vote.by}: {vote.decision} ({counts}) {vote.reason}"
        console.print(told.rstrip(), markup=False)
    for glass in found.broken:
        told = f"{glass.by} broke the glass for {glass.environment}: {glass.reason}"
        console.print(f"{told} (review {glass.review})", markup=False)


Step = Callable[[Approving, Where, Signing], Settled]


def _settle(repository: str, tag: str, environment: str, reason: str, step: Step) -> None:
    with opened_ledger() as ledger:
        with case_in(ledger, repository, tag, environment) as case:
            where = Where(case.view.stream, tag, environment)
            seen = case.view.position
        say(step(Approving(ledger), where, signing(seen, reason)), SEE)


def _vote(decision: str, approving: Approving, where: Where, sign: Signing) -> Settled:
    return approving.vote(where, decision, sign)


@click.command()
@of_release
@click.option("--reason", default="", help="Why, if you like.")
def approve(repository: str, tag: str, environment: str, reason: str) -> None:
    """Give your word for release TAG of REPOSITORY as it is now.

    \b
    shipledger release approve octo/shop v1.2.0 --environment production
    """
    _settle(repository, tag, environment, reason, partial(_vote, APPROVE))


@click.command()
@of_release
@reasoned
def reject(repository: str, tag: str, environment: str, reason: str) -> None:
    """Say no to release TAG of REPOSITORY: it holds it up until you withdraw that."""
    _settle(repository, tag, environment, reason, partial(_vote, REJECT))


@click.command()
@of_release
@click.option("--reason", default="", help="Why, if you like.")
def abstain(repository: str, tag: str, environment: str, reason: str) -> None:
    """Say nothing about release TAG of REPOSITORY, and say that you do."""
    _settle(repository, tag, environment, reason, partial(_vote, ABSTAIN))


@click.command()
@of_release
@reasoned
def withdraw(repository: str, tag: str, environment: str, reason: str) -> None:
    """Take back your vote on release TAG of REPOSITORY."""
    _settle(repository, tag, environment, reason, partial(_vote, WITHDRAW))


@click.command()
@click.argument("repository")
@click.argument("tag")
@click.option("--to", help="Who votes in your place; nobody any more if left out.")
@click.option("--layer", default="", help="In this layer only.")
@click.option("--until", type=Moment(), help="Until when.")
@reasoned
def delegate(  # noqa: PLR0913, PLR0917 - what a delegation says
    repository: str, tag: str, to: str | None, layer: str, until: datetime | None, reason: str
) -> None:
    """Let somebody vote on release TAG of REPOSITORY in your place, or end that."""
    if to and until is None:
        raise click.UsageError("Say until when: --until 2026-06-01.")

    def step(approving: Approving, where: Where, sign: Signing) -> Settled:
        if not to:
            return approving.end_delegation(where, sign)
        return approving.delegate(where, to.lower(), layer, until or datetime.now(UTC), sign)

    _settle(repository, tag, "", reason, step)


@click.command("break-glass")
@click.argument("repository")
@click.argument("tag")
@click.option("--environment", "-e", required=True, help="Where it is to go against the verdict.")
@click.option("--review", type=click.Choice([UPHELD, FAULTED]), help="Review it instead.")
@reasoned
def break_glass(
    repository: str, tag: str, environment: str, review: str | None, reason: str
) -> None:
    """Let release TAG of REPOSITORY pass against its verdict, or review that afterwards."""

    def step(approving: Approving, where: Where, sign: Signing) -> Settled:
        if review is None:
            return approving.break_glass(where, sign)
        return approving.review_glass(where, sha, review, sign)

    with opened_ledger() as ledger, case_in(ledger, repository, tag, environment) as case:
        sha = case.sha or ""
    _settle(repository, tag, environment, reason, step)


@click.command("waiting")
@click.option("--person", default="", help="For whom; else for anybody.")
@click.option("--mine", is_flag=True, help="For you.")
def waiting_(person: str, *, mine: bool) -> None:
    """What waits for somebody's approval, in all repositories."""
    wanted = getpass.getuser() if mine else person
    with opened_ledger() as ledger, ledger.stand() as stand:
        views = [ledger.view(stand, stream) for stream in ledger.streams(stand)]
        now = datetime.now(UTC)
        found = [one for view in views for one in waiting(view, repository(view).name, now, wanted)]
    if not found:
        console.print(f"Nothing waits{f' for {wanted}' if wanted else ''}.", markup=False)
        return
    table = Table("repository", "release", "into", "layer", "wanted", "who could")
    for one in found:
        told = (one.repository, one.release, one.environment or "anywhere", one.layer)
        table.add_row(*map(escape, (*told, str(one.missing), ", ".join(one.could))))
    console.print(table)


COMMANDS: Final = (approvals, waiting_, approve, reject, abstain, withdraw, delegate, break_glass)
