"""`shipledger release status|why|sign-off|waive`: a release at its gates, on the command line."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
from rich.markup import escape
from rich.table import Table

from domain.gatekeeping import ACCEPTED, REJECTED, Attachment
from projections.case import Case, known_case
from projections.condition import PASSED, Verdict
from projections.verdict import verdict
from service import gatekeeping
from service.cli.asking import Moment, in_json, question
from service.cli.edit_notes import reasoned
from service.cli.ground import console, opened_ledger
from service.cli.shell import say, signing
from service.gatekeeping import Gatekeepers, Step
from service.ledger import Ledger
from service.moment import moment_of

# The exit code where a release may not go on, so that a script can stop there.
NOT_PASSED: Final = 1
SEE: Final = "`shipledger release status` shows what that changes."

environment_option = click.option(
    "--environment", "-e", default="", help="Where it would go; else what holds everywhere."
)


class Times(NamedTuple):
    """The two times of a question; both None is now."""

    as_of: int | datetime | None = None
    as_at: datetime | None = None


NOW: Final = Times()


@contextmanager
def case_in(
    ledger: Ledger, repository: str, tag: str, environment: str, times: Times = NOW
) -> Iterator[Case]:
    """The release as the options want it."""
    with ledger.stand() as stand:
        stream = ledger.resolve(stand, repository)
        as_of = times.as_of
        position = ledger.position_at(as_of) if isinstance(as_of, datetime) else as_of
        view = ledger.view(stand, stream, as_of=position, as_at=times.as_at)
        now = moment_of(view, as_of, times.as_at, datetime.now(UTC))
        yield known_case(view, tag, environment, now)


@click.command()
@click.argument("repository")
@click.argument("tag")
@environment_option
@question
def status(  # noqa: PLR0913 - the options of a question
    repository: str, tag: str, environment: str, as_of: Any, as_at: Any, *, as_json: bool
) -> None:
    """All conditions of release TAG of REPOSITORY, met or not; exit code 1 where it may not go on.

    \b
    shipledger release status octo/shop v1.2.0 --environment production
    """
    found = _verdict(repository, tag, environment, Times(as_of, as_at))
    if as_json:
        click.echo(in_json(found))
    else:
        _describe(found)
    raise SystemExit(0 if found.state == PASSED else NOT_PASSED)


@click.command()
@click.argument("repository")
@click.argument("tag")
@environment_option
@question
def why(  # noqa: PLR0913 - the options of a question
    repository: str, tag: str, environment: str, as_of: Any, as_at: Any, *, as_json: bool
) -> None:
    """Why release TAG of REPOSITORY is blocked: what is unmet, in order, and who could meet it."""
    found = _verdict(repository, tag, environment, Times(as_of, as_at))
    if as_json:
        click.echo(in_json(found.blocking))
        return
    if not found.blocking:
        console.print(f"Nothing blocks {tag}{_where(environment)}.", markup=False)
    for nth, one in enumerate(found.blocking, 1):
        console.print(f"{nth}. {one.kind} «{one.name}» is {one.state}: {one.why}", markup=False)
        if one.who:
            console.print(f"   could be met by {', '.join(one.who)}", markup=False)


@click.command("sign-off")
@click.argument("repository")
@click.argument("tag")
@click.argument("gate")
@click.option("--reject", is_flag=True, help="It was tried, and must not go on.")
@click.option(
    "--attach",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A document that was looked at; its digest is recorded, and it stays where it is.",
)
@click.option("--withdraw", type=int, help="Take back your sign-off of this number instead.")
@reasoned
def sign_off(  # noqa: PLR0913 - what a sign-off says
    repository: str,
    tag: str,
    gate: str,
    reason: str,
    files: tuple[Path, ...],
    *,
    reject: bool,
    withdraw: int | None,
) -> None:
    """Answer for the commit of release TAG of REPOSITORY at GATE, for better or for worse."""
    outcome = REJECTED if reject else ACCEPTED
    shown = [Attachment(one.name, _digest(one)) for one in files]

    def wanted(case: Case) -> Step:
        if withdraw is not None:
            return gatekeeping.withdraw_sign_off(case, withdraw)
        told = {"sha": case.sha or "", "outcome": outcome}
        return gatekeeping.sign_off(case, gate, attachments=shown, **told)

    _settle(repository, tag, "", reason, wanted)


@click.command()
@click.argument("repository")
@click.argument("tag")
@click.argument("gate")
@click.option("--until", type=Moment(), help="When it ends: 2026-06-01, 2026-06-01T12:00:00Z.")
@click.option("--commit", is_flag=True, help="Bind it to the commit that the release is now.")
@click.option("--withdraw", type=int, help="Withdraw the waiver of this number instead.")
@environment_option
@reasoned
def waive(  # noqa: PLR0913, PLR0917 - what a waiver says
    repository: str,
    tag: str,
    gate: str,
    reason: str,
    until: datetime | None,
    environment: str,
    *,
    commit: bool,
    withdraw: int | None,
) -> None:
    """Let release TAG of REPOSITORY pass GATE unmet, for a reason that is shown for ever."""

    def wanted(case: Case) -> Step:
        if withdraw is not None:
            return gatekeeping.withdraw_waiver(case, withdraw)
        sha = (case.sha or "") if commit else ""
        return gatekeeping.waive(case, gate, sha=sha, expires_at=until)

    _settle(repository, tag, environment, reason, wanted)


COMMANDS: Final = (status, why, sign_off, waive)


def _verdict(repository: str, tag: str, environment: str, times: Times) -> Verdict:
    with opened_ledger() as ledger, case_in(ledger, repository, tag, environment, times) as case:
        return verdict(case)


def _describe(found: Verdict) -> None:
    where = _where(found.environment)
    console.print(f"{found.release}{where}: {found.state}", markup=False)
    if not found.conditions:
        console.print("Nothing is asked of it: the policy has no rule for it.", markup=False)
        return
    table = Table("", "condition", "state", "why", "who could meet it")
    for one in found.conditions:
        said = (one.kind, one.name, one.state.replace("_", " "), one.why, ", ".join(one.who))
        table.add_row(*map(escape, said))
    console.print(table)
    console.print(f"By policy {found.policy}.", markup=False)


def _settle(
    repository: str,
    tag: str,
    environment: str,
    reason: str,
    wanted: Callable[[Case], Step],
) -> None:
    with opened_ledger() as ledger:
        with case_in(ledger, repository, tag, environment) as case:
            step, sign = wanted(case), signing(case.view.position, reason)
        settled = Gatekeepers(ledger).settle(step, sign)
    say(settled, SEE)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}"


def _where(environment: str) -> str:
    return f" into {environment}" if environment else ""
