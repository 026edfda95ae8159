"""GitHub's `deployment_review`: a workflow waits for leave to deploy, and gets it or not."""

from datetime import datetime

from domain import deployment as domain
from domain.fact import Keyed, Sha
from webhooks.github import payload as common
from webhooks.github.deployment import Environment, sighted
from webhooks.github.payload import Account, Moment, Number, Part, When, tell, unfollowed, utc
from webhooks.translation import Envelope, Translation


class WorkflowRun(Part, frozen=True):
    id: Number
    head_sha: Sha
    updated_at: Moment | None = None


class JobRun(Part, frozen=True):
    environment: Environment


class Person(Part, frozen=True):
    """A user or a team."""

    login: str = ""
    slug: str = ""


class Reviewer(Part, frozen=True):
    reviewer: Person | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    since: Moment
    workflow_run: WorkflowRun | None = None
    environment: str = ""
    workflow_job_run: JobRun | None = None
    workflow_job_runs: tuple[JobRun, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()
    approver: Account | None = None
    comment: str | None = None


FACTS = {
    "requested": domain.DeploymentReviewRequested,
    "approved": domain.DeploymentApproved,
    "rejected": domain.DeploymentRejected,
}


def translate(payload: Payload, envelope: Envelope) -> Translation:
    told, run = FACTS.get(payload.action), payload.workflow_run
    environments = _environments(payload)
    if told is None:
        return unfollowed(payload, envelope)
    if run is None or not environments:
        return unfollowed(payload, envelope, "it names no workflow run or no environment")
    at, by = _at(payload), payload.approver.actor() if payload.approver else payload.by()
    facts = []
    for environment in environments:
        fact = told(
            at=at,
            via=envelope.via,
            by=by,
            environment=environment,
            run=run.id,
            sha=run.head_sha,
            reviewers=_names(payload),
            comment=payload.comment or "",
        )
        once = f"deployment_review:{run.id}:{environment}:{payload.action}:{at.isoformat()}"
        facts += [sighted(environment, When(at), envelope), Keyed(fact, once)]
    return tell(payload, envelope, *facts)


def _environments(payload: Payload) -> tuple[str, ...]:
    """A request names its environment; an answer names the jobs that it lets go or stops."""
    jobs = (payload.workflow_job_run, *payload.workflow_job_runs)
    named = (payload.environment, *(job.environment for job in jobs if job))
    return tuple(dict.fromkeys(filter(None, named)))


def _at(payload: Payload) -> datetime:
    """`since` is when the wait began; an answer moves the run, and is dated by that."""
    run = payload.workflow_run
    if payload.action == "requested" or run is None or run.updated_at is None:
        return utc(payload.since)
    return max(utc(payload.since), utc(run.updated_at))


def _names(payload: Payload) -> tuple[str, ...]:
    people = (one.reviewer for one in payload.reviewers)
    return tuple(person.login or person.slug for person in people if person)
