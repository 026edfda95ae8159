"""Props about verdicts: workflow runs, check runs, suites and commit statuses."""

from datetime import datetime

from msgspec import Struct

from service.demonstration.cast import App, Person
from service.demonstration.git import Commit


class Run(Struct, kw_only=True):
    """A run of the CI workflow at a commit; `attempt` counts how often it was started."""

    id: int
    number: int
    suite: int
    branch: str
    event: str
    head: Commit
    actor: Person
    started_at: datetime
    created_at: datetime
    attempt: int = 1
    workflow: str = "CI"


class CheckRun(Struct, kw_only=True):
    """Under way until it has a conclusion."""

    id: int
    app: App
    name: str
    head: Commit
    branch: str
    suite: int
    started_at: datetime
    conclusion: str | None = None
    completed_at: datetime | None = None


class Suite(Struct, frozen=True, kw_only=True):
    id: int
    app: App
    head: Commit
    branch: str
    conclusion: str
    runs: int
    at: datetime


class Status(Struct, frozen=True, kw_only=True):
    id: int
    head: Commit
    branch: str
    context: str
    state: str
    description: str
    at: datetime
