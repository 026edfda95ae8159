"""What machines do on the stage: they run, check, and now and then err."""

from enum import Enum

from msgspec import Struct

from service.demonstration.cast import ACTIONS, CODE_WARDEN, DRYDOCK, App, Person
from service.demonstration.git import Commit
from service.demonstration.payloads import verdicts as say
from service.demonstration.props.verdicts import CheckRun, Run, Status, Suite
from service.demonstration.stage import Stage


class Trouble(Enum):
    """What goes wrong at a commit, and how it ends."""

    NONE = "all green at once"
    FLAKY = "a test fails, and passes in a second attempt with a new check run"
    BROKEN = "a test fails, rightly"
    SECOND_LOOK = "the Warden objects, and changes its mind in the same check run"
    NAMESAKE = "another app has a check called `test` too, and that one stays red"


class Place(Struct, frozen=True):
    """A commit under its branch, and whose push or pull request brought it there."""

    head: Commit
    branch: str
    by: Person
    event: str = "pull_request"


def judged(stage: Stage, place: Place, trouble: Trouble = Trouble.NONE) -> None:
    """Every machine that watches the repository says what it thinks of the commit."""
    run = _started(stage, place)
    failed = trouble in (Trouble.FLAKY, Trouble.BROKEN)
    _tested(stage, place, run, "failure" if failed else "success")
    if trouble is Trouble.FLAKY:
        stage.wait(5, 20)
        run.attempt, run.started_at = 2, stage.clock
        _told_run(stage, run, "requested", None)
        _tested(stage, place, run, "success")
    if place.event == "pull_request":
        _warden(stage, place, trouble)
        _coverage(stage, place)
    if trouble is Trouble.NAMESAKE:
        _check(stage, _begun(stage, place, DRYDOCK, "test"), place.by, "failure")


def under_way(stage: Stage, place: Place) -> None:
    """The workflow has begun, and nothing is known yet."""
    run = _started(stage, place)
    stage.wait(0.5, 1)
    _told_check(stage, "created", _begun(stage, place, ACTIONS, "test", run.suite), place.by)


def _started(stage: Stage, place: Place) -> Run:
    stage.wait(0.1, 0.5)
    run = Run(
        id=stage.id(),
        number=stage.ids,
        suite=stage.id(),
        branch=place.branch,
        event=place.event,
        head=place.head,
        actor=place.by,
        started_at=stage.clock,
        created_at=stage.clock,
    )
    _told_run(stage, run, "requested", None)
    return run


def _tested(stage: Stage, place: Place, run: Run, conclusion: str) -> None:
    _check(stage, _begun(stage, place, ACTIONS, "lint", run.suite), place.by, "success")
    test = _begun(stage, place, ACTIONS, "test", run.suite)
    _told_check(stage, "created", test, place.by)
    _check(stage, test, place.by, conclusion)
    suite = Suite(
        id=run.suite,
        app=ACTIONS,
        head=place.head,
        branch=place.branch,
        conclusion=conclusion,
        runs=2,
        at=stage.clock,
    )
    payload = {"action": "completed", "check_suite": say.check_suite(suite)}
    stage.tell("check_suite", place.by, payload)
    _told_run(stage, run, "completed", conclusion)


def _told_run(stage: Stage, run: Run, action: str, conclusion: str | None) -> None:
    status = "queued" if action == "requested" else action
    told = say.workflow_run(
        stage.repository, run, status=status, conclusion=conclusion, at=stage.clock
    )
    workflow = {"id": told["workflow_id"], "name": run.workflow, "path": told["path"]}
    payload = {"action": action, "workflow_run": told, "workflow": workflow}
    stage.tell("workflow_run", run.actor, payload)


def _begun(stage: Stage, place: Place, app: App, name: str, suite: int | None = None) -> CheckRun:
    return CheckRun(
        id=stage.id(),
        app=app,
        name=name,
        head=place.head,
        branch=place.branch,
        suite=suite or stage.id(),
        started_at=stage.clock,
    )


def _check(stage: Stage, check: CheckRun, by: Person, conclusion: str) -> None:
    """The check runs for a while, and comes to its conclusion."""
    check.started_at = stage.clock
    stage.wait(1, 4)
    check.conclusion, check.completed_at = conclusion, stage.clock
    _told_check(stage, "completed", check, by)


def _told_check(stage: Stage, action: str, check: CheckRun, by: Person) -> None:
    payload = {"action": action, "check_run": say.check_run(stage.repository, check)}
    stage.tell("check_run", by, payload)


def _warden(stage: Stage, place: Place, trouble: Trouble) -> None:
    check = _begun(stage, place, CODE_WARDEN, "quality")
    if trouble is Trouble.SECOND_LOOK:
        _check(stage, check, place.by, "failure")
        stage.wait(20, 40)
    _check(stage, check, place.by, "success")


def _coverage(stage: Stage, place: Place) -> None:
    per_cent = 88 + round(9 * stage.chance("coverage", place.head.sha), 1)
    for state, words in (("pending", "Waiting for reports"), ("success", f"{per_cent} % covered")):
        status = Status(
            id=stage.id(),
            head=place.head,
            branch=place.branch,
            context="coverage/patch",
            state=state,
            description=words,
            at=stage.clock,
        )
        stage.tell("status", place.by, say.status(stage.repository, status))
        stage.wait(0.5, 1)
