"""A check: what a machine found at a commit, each run and each app apart."""

from datetime import datetime

from domain import subject
from domain.fact import Fact, Sha


class CheckFact(Fact, frozen=True, kw_only=True):
    sha: Sha

    def about(self) -> tuple[str, ...]:
        return (subject.checks(self.sha),)


class CheckReported(CheckFact, frozen=True, kw_only=True, tag="check.reported.1"):
    """A check run stood so.

    Its name is only unique within its app. A re-run has a new `run`, or a later `started_at`.
    `completed` is final for one run and start.
    """

    app: str  # the app's slug
    app_id: int
    name: str
    run: str
    status: str  # queued, in_progress, completed, waiting, requested, pending
    conclusion: str = ""
    started_at: datetime | None = None
    completed_at: datetime | None = None
    suite: int | None = None
    url: str = ""
    pulls: tuple[int, ...] = ()
    external_id: str = ""


class CheckRerequested(CheckFact, frozen=True, kw_only=True, tag="check.rerequested.1"):
    """Somebody asked for the check to be run again."""

    app: str
    app_id: int
    name: str
    run: str


class ChecksSettled(CheckFact, frozen=True, kw_only=True, tag="check_suite.reported.1"):
    """A check suite, all checks of one app at the commit, stood so."""

    app: str
    app_id: int
    suite: int
    status: str
    conclusion: str = ""
    branch: str = ""
    runs: int = 0


class StatusReported(CheckFact, frozen=True, kw_only=True, tag="status.reported.1"):
    """A commit status; the newest of a context counts."""

    id: int
    context: str
    state: str  # pending, success, failure, error
    url: str = ""
    description: str = ""


class WorkflowRunReported(CheckFact, frozen=True, kw_only=True, tag="workflow_run.reported.1"):
    """A run of a GitHub Actions workflow stood so; `attempt` counts its re-runs from 1."""

    run: int
    attempt: int
    workflow: int
    name: str
    event: str
    status: str
    conclusion: str = ""
    branch: str = ""
    started_at: datetime | None = None
    suite: int | None = None
    url: str = ""


class TestsReported(CheckFact, frozen=True, kw_only=True, tag="tests.reported.1"):
    """A tool told how a test suite ended at the commit."""

    suite: str
    outcome: str  # pass, fail, error, cancel
    run: str
    passed: int | None = None
    failed: int | None = None
    skipped: int | None = None
    url: str = ""
