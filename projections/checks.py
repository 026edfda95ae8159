"""The checks at a commit: what every app, status, workflow and test suite last found there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from domain import subject
from domain.check import CheckReported, StatusReported, TestsReported, WorkflowRunReported
from domain.fact import Fact, Told
from projections.fold import in_order
from projections.view import View

_VERDICTS = {
    "success": "passing",
    "neutral": "passing",
    "skipped": "passing",
    "pass": "passing",
    "failure": "failing",
    "error": "failing",
    "timed_out": "failing",
    "cancelled": "failing",
    "action_required": "failing",
    "startup_failure": "failing",
    "fail": "failing",
    "cancel": "failing",
}
_STAGES = {"in_progress": 1, "completed": 2}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One run: of a check, of a workflow, of a test suite; or one report of a status."""

    run: str
    number: int  # a workflow's attempts of one run count from 1
    status: str
    conclusion: str
    verdict: str  # passing, failing, pending
    started_at: datetime | None
    at: datetime
    url: str
    position: int


@dataclass(frozen=True, slots=True)
class Check:
    """What one checker says, by its newest attempt; the attempts are in the order of their starts.

    `kind` is check, status, workflow or tests. Only `app_id` and `name` together tell checks apart.
    """

    kind: str
    app: str
    app_id: int | None
    name: str
    verdict: str
    status: str
    conclusion: str
    at: datetime
    url: str
    attempts: tuple[Attempt, ...]
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Checks:
    """All that was found at a commit. One failure makes it failing, else one unsettled pending."""

    sha: str | None
    verdict: str  # passing, failing, pending, none
    checks: tuple[Check, ...] = ()
    positions: tuple[int, ...] = ()


def checks(view: View, sha: str) -> Checks:
    """What was found at the commit, as far as the view reaches."""
    return checks_of(sha, view.about(subject.checks(sha)))


def checks_of(sha: str | None, told: Iterable[Told]) -> Checks:
    """The same, out of the facts filed under the commit's checks."""
    checkers: dict[_Checker, list[_Report]] = {}
    for position, fact in in_order(told):
        read = _READ.get(type(fact))
        if read is not None:
            report = read(position, fact)
            checkers.setdefault(report.checker, []).append(report)
    found = tuple(_check(checkers[one]) for one in sorted(checkers))
    verdicts = {one.verdict for one in found}
    return Checks(
        sha,
        next((one for one in ("failing", "pending", "passing") if one in verdicts), "none"),
        found,
        tuple(sorted(position for one in found for position in one.positions)),
    )


_Checker = tuple[str, int, str]  # kind, id of the app or of the workflow, name


class _Report(NamedTuple):
    """One telling of one attempt. `run` and `start` tell attempts apart."""

    checker: _Checker
    app: str
    run: str
    start: str
    attempt: Attempt


def _check(reports: list[_Report]) -> Check:
    attempts = _attempts(reports)
    (kind, number, name), last = reports[0].checker, attempts[-1]
    return Check(
        kind=kind,
        app=reports[-1].app,
        app_id=number if kind == "check" else None,
        name=name,
        verdict=last.verdict,
        status=last.status,
        conclusion=last.conclusion,
        at=last.at,
        url=last.url,
        attempts=tuple(attempts),
        positions=tuple(sorted(one.position for one in attempts)),
    )


def _attempts(reports: list[_Report]) -> list[Attempt]:
    """Of each attempt the most final report, and of these the last told.

    A report that does not tell when its run began belongs to the first attempt of that run: a new
    attempt is news only once it has begun.
    """
    begun: dict[str, str] = {}
    for one in reports:
        if one.start:
            begun[one.run] = min(one.start, begun.get(one.run, one.start))
    best: dict[tuple[str, str], Attempt] = {}
    for one in reports:
        key = one.run, one.start or begun.get(one.run, "")
        if key not in best or _stage(one.attempt) >= _stage(best[key]):
            best[key] = one.attempt
    return sorted(best.values(), key=_start)


def _stage(attempt: Attempt) -> int:
    return _STAGES.get(attempt.status, 0)


def _start(attempt: Attempt) -> tuple[datetime, int, int, str]:
    number = int(attempt.run) if attempt.run.isdecimal() else 0
    return attempt.started_at or attempt.at, number, attempt.number, attempt.run


def _check_run(position: int, fact: CheckReported) -> _Report:
    return _Report(
        ("check", fact.app_id, fact.name),
        fact.app,
        fact.run,
        fact.started_at.isoformat() if fact.started_at else "",
        _attempt(position, fact, run=fact.run, started_at=fact.started_at),
    )


def _workflow_run(position: int, fact: WorkflowRunReported) -> _Report:
    return _Report(
        ("workflow", fact.workflow, f"{fact.name} ({fact.event})"),
        "",
        str(fact.run),
        f"{fact.attempt}",
        _attempt(
            position, fact, run=str(fact.run), started_at=fact.started_at, number=fact.attempt
        ),
    )


def _attempt(
    position: int,
    fact: CheckReported | WorkflowRunReported,
    *,
    run: str,
    started_at: datetime | None,
    number: int = 1,
) -> Attempt:
    verdict = _VERDICTS.get(fact.conclusion, "pending") if fact.status == "completed" else "pending"
    return Attempt(
        run, number, fact.status, fact.conclusion, verdict, started_at, fact.at, fact.url, position
    )


def _status(position: int, fact: StatusReported) -> _Report:
    run, verdict = str(fact.id), _VERDICTS.get(fact.state, "pending")
    status = "pending" if verdict == "pending" else "completed"
    attempt = Attempt(run, 1, status, fact.state, verdict, None, fact.at, fact.url, position)
    return _Report(("status", 0, fact.context), "", run, run, attempt)


def _tests(position: int, fact: TestsReported) -> _Report:
    verdict = _VERDICTS.get(fact.outcome, "pending")
    attempt = Attempt(
        fact.run, 1, "completed", fact.outcome, verdict, None, fact.at, fact.url, position
    )
    return _Report(("tests", 0, fact.suite), "", fact.run, fact.run, attempt)


_READ: Mapping[type[Fact], Callable[[int, Any], _Report]] = {
    CheckReported: _check_run,
    WorkflowRunReported: _workflow_run,
    StatusReported: _status,
    TestsReported: _tests,
}
