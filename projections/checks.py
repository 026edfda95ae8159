"""The checks at a commit: what every app, status, workflow and test suite last found there."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from msgspec import Struct

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
_ENDED = 2
_STAGES = {"in_progress": 1, "completed": _ENDED}


class Attempt(Struct, frozen=True):
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


class Check(Struct, frozen=True):
    """What one checker says, by its newest attempt; the attempts are in the order of their starts.

    `kind` is check, status, workflow or tests. `app_id` and `name` together tell checks apart, and
    among those of GitHub Actions the `workflow`, where it was told.
    """

    kind: str
    app: str
    app_id: int | None
    name: str
    workflow: str
    verdict: str
    status: str
    conclusion: str
    at: datetime
    url: str
    attempts: tuple[Attempt, ...]
    positions: tuple[int, ...]


class Checks(Struct, frozen=True):
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
    ordered = in_order(told)
    workflows = _workflows(ordered)
    checkers: dict[_Checker, list[_Report]] = {}
    for position, fact in ordered:
        read = _READ.get(type(fact))
        if read is not None:
            checker, report = read(position, fact, workflows)
            checkers.setdefault(checker, []).append(report)
    found = tuple(_check(one, checkers[one]) for one in sorted(checkers))
    verdicts = {one.verdict for one in found}
    return Checks(
        sha,
        next((one for one in ("failing", "pending", "passing") if one in verdicts), "none"),
        found,
        tuple(sorted(position for one in found for position in one.positions)),
    )


_Checker = tuple[str, int, str, str]  # kind, id of the app or of the workflow, name, workflow


class _Report(NamedTuple):
    """One telling of one attempt. `run` and `start` tell attempts apart; 0 where not told."""

    run: str
    start: float
    number: int
    stage: int
    position: int
    fact: Any


def _workflows(told: Iterable[Told]) -> dict[int, str]:
    """By check suite: two workflows may both have a job «build», and both are the same app's."""
    return {
        one.fact.suite: one.fact.name
        for one in told
        if type(one.fact) is WorkflowRunReported and one.fact.suite is not None
    }


def _check(checker: _Checker, reports: list[_Report]) -> Check:
    attempts = _attempts(reports)
    kind, number, name, workflow = checker
    last = attempts[-1]
    return Check(
        kind=kind,
        app=getattr(reports[-1].fact, "app", ""),
        app_id=number if kind == "check" else None,
        name=name,
        workflow=workflow,
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
    begun: dict[str, float] = {}
    for one in reports:
        if one.start:
            begun[one.run] = min(one.start, begun.get(one.run, one.start))
    best: dict[tuple[str, float], _Report] = {}
    for one in reports:
        key = one.run, one.start or begun.get(one.run, 0)
        if key not in best or one.stage >= best[key].stage:
            best[key] = one
    return sorted(map(_attempt, best.values()), key=_order)


def _order(attempt: Attempt) -> tuple[datetime, int, int, str]:
    number = int(attempt.run) if attempt.run.isdecimal() else 0
    return attempt.started_at or attempt.at, number, attempt.number, attempt.run


def _attempt(report: _Report) -> Attempt:
    fact = report.fact
    outcome = next(getattr(fact, word) for word in _OUTCOMES if hasattr(fact, word))
    verdict = _VERDICTS.get(outcome, "pending") if report.stage == _ENDED else "pending"
    return Attempt(
        run=report.run,
        number=report.number,
        status=getattr(fact, "status", "completed" if report.stage == _ENDED else "pending"),
        conclusion=outcome,
        verdict=verdict,
        started_at=getattr(fact, "started_at", None),
        at=fact.at,
        url=fact.url,
        position=report.position,
    )


_OUTCOMES = ("conclusion", "state", "outcome")


def _check_run(
    position: int, fact: CheckReported, workflows: Mapping[int, str]
) -> tuple[_Checker, _Report]:
    workflow = workflows.get(fact.suite, "") if fact.suite is not None else ""
    start = fact.started_at.timestamp() if fact.started_at else 0
    report = _Report(fact.run, start, 1, _STAGES.get(fact.status, 0), position, fact)
    return ("check", fact.app_id, fact.name, workflow), report


def _workflow_run(
    position: int, fact: WorkflowRunReported, _: Mapping[int, str]
) -> tuple[_Checker, _Report]:
    stage, number = _STAGES.get(fact.status, 0), fact.attempt
    report = _Report(str(fact.run), number, number, stage, position, fact)
    return ("workflow", fact.workflow, f"{fact.name} ({fact.event})", fact.name), report


def _status(position: int, fact: StatusReported, _: Mapping[int, str]) -> tuple[_Checker, _Report]:
    stage = 0 if fact.state == "pending" else _ENDED
    return ("status", 0, fact.context, ""), _Report(str(fact.id), 0, 1, stage, position, fact)


def _tests(position: int, fact: TestsReported, _: Mapping[int, str]) -> tuple[_Checker, _Report]:
    return ("tests", 0, fact.suite, ""), _Report(fact.run, 0, 1, _ENDED, position, fact)


_READ: Mapping[type[Fact], Callable[[int, Any, Mapping[int, str]], tuple[_Checker, _Report]]] = {
    CheckReported: _check_run,
    WorkflowRunReported: _workflow_run,
    StatusReported: _status,
    TestsReported: _tests,
}
