"""How things leave the house on the stage: released, published, deployed and taken back."""

from msgspec import Struct
from msgspec.structs import replace

from service.demonstration.cast import Person
from service.demonstration.git import Commit
from service.demonstration.payloads import common, verdicts
from service.demonstration.payloads import shipping as say
from service.demonstration.props.shipping import Deployment, Package, Progress, Release
from service.demonstration.props.verdicts import Run
from service.demonstration.stage import Stage


def draft(stage: Stage, tag: str, body: str, by: Person, *, target: str = "main") -> Release:
    """A release page that only its authors see; the tag need not exist yet."""
    release = Release(
        id=stage.id(),
        tag=tag,
        body=body,
        author=by,
        target=target,
        created_at=stage.clock,
        updated_at=stage.clock,
        prerelease="-" in tag.rpartition("@")[2],
    )
    stage.shelf.releases[tag] = release
    _tell(stage, "created", release, by)
    stage.wait(1, 3)
    return release


def publish(stage: Stage, release: Release, by: Person) -> None:
    """The page becomes public; one click, two deliveries."""
    release.draft, release.published_at = False, stage.clock
    _tell(stage, "published", release, by)
    _tell(stage, "prereleased" if release.prerelease else "released", release, by)
    stage.wait(1, 3)


def withdraw(stage: Stage, release: Release, by: Person, body: str) -> None:
    """The page becomes a draft again, and says why."""
    before, release.body = release.body, body
    _tell(stage, "edited", release, by, changes={"body": {"from": before}})
    stage.wait(1, 2)
    release.draft = True
    _tell(stage, "unpublished", release, by)


def offer_package(stage: Stage, name: str, tag: str, by: Person) -> None:
    version = tag.rpartition("@")[2]
    offered = Package(name=name, version=version, tag=tag, by=by, at=stage.clock)
    payload = {"action": "published", "package": say.package(stage.repository, offered)}
    stage.tell("package", by, payload)


class Voyage(Struct, frozen=True, kw_only=True):
    """A deployment to be: which commit, by which name, where to."""

    head: Commit
    ref: str
    environment: str
    by: Person
    failure: str = ""

    def to(self, environment: str, *, failure: str = "") -> "Voyage":
        return replace(self, environment=environment, failure=failure)


def deploy(stage: Stage, voyage: Voyage) -> None:
    """Asked for, under way, and there; or not, with a word of why."""
    deployment = Deployment(
        id=stage.id(),
        sha=voyage.head.sha,
        ref=voyage.ref,
        environment=voyage.environment,
        creator=voyage.by,
        created_at=stage.clock,
        production=voyage.environment.startswith("production"),
    )
    told = say.deployment(stage.repository, deployment)
    payload = {"action": "created", "deployment": told, "workflow": None, "workflow_run": None}
    stage.tell("deployment", voyage.by, payload)
    stage.wait(0.2, 1)
    _progress(stage, deployment, "in_progress", "")
    stage.wait(3, 9)
    words = voyage.failure or f"{voyage.environment} runs {voyage.ref}"
    _progress(stage, deployment, "failure" if voyage.failure else "success", words)
    stage.wait(1, 2)


def consent(stage: Stage, voyage: Voyage, reviewer: Person, comment: str) -> None:
    """GitHub asks a reviewer before the workflow goes on to the environment, and is answered."""
    run = await_consent(stage, voyage, reviewer)
    stage.wait(8, 70)
    answer = {"approver": common.account(reviewer), "comment": comment, "action": "approved"}
    stage.tell("deployment_review", reviewer, _waiting(stage, run, voyage) | answer)
    stage.wait(0.2, 0.5)


def await_consent(stage: Stage, voyage: Voyage, reviewer: Person) -> Run:
    """The workflow waits for the reviewer."""
    run = Run(
        id=stage.id(),
        number=stage.ids,
        suite=stage.id(),
        branch="main",
        event="release",
        head=voyage.head,
        actor=voyage.by,
        started_at=stage.clock,
        created_at=stage.clock,
        workflow="Release",
    )
    asked = {
        "action": "requested",
        "requestor": common.account(voyage.by),
        "reviewers": [say.reviewer(reviewer)],
    }
    stage.tell("deployment_review", voyage.by, _waiting(stage, run, voyage) | asked)
    return run


def _waiting(stage: Stage, run: Run, voyage: Voyage) -> common.Payload:
    return {
        "workflow_run": verdicts.workflow_run(
            stage.repository, run, status="waiting", conclusion=None, at=stage.clock
        ),
        "environment": voyage.environment,
        "reviewers": [],
        "since": common.stamp(stage.clock),
        "workflow_job_run": {
            "id": run.suite + 1,
            "name": "deploy",
            "status": "waiting",
            "conclusion": None,
            "created_at": common.stamp(run.created_at),
            "updated_at": common.stamp(stage.clock),
            "environment": voyage.environment,
        },
    }


def _progress(stage: Stage, deployment: Deployment, state: str, description: str) -> None:
    made = Progress(
        id=stage.id(),
        deployment=deployment,
        state=state,
        description=description,
        at=stage.clock,
    )
    payload = {
        "action": "created",
        "deployment_status": say.deployment_status(stage.repository, made),
        "deployment": say.deployment(stage.repository, deployment),
        "check_run": None,
        "workflow": None,
        "workflow_run": None,
    }
    stage.tell("deployment_status", deployment.creator, payload)


def _tell(stage: Stage, action: str, release: Release, by: Person, **more: object) -> None:
    release.updated_at = stage.clock
    payload = {"action": action, "release": say.release(stage.repository, release)}
    stage.tell("release", by, payload | more)
