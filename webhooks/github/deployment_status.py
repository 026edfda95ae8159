"""GitHub's `deployment_status`: how a deployment goes, up to its success or failure."""

from collections.abc import Callable

from domain import deployment as domain
from domain.fact import Keyed
from webhooks.github import payload as common
from webhooks.github.deployment import Deployment, sighted, snapshot
from webhooks.github.payload import Moment, Number, Part, When, tell, unfollowed, utc
from webhooks.translation import Envelope, Translation


class Status(Part, frozen=True, kw_only=True):
    id: Number
    state: str
    created_at: Moment
    environment: str = ""
    environment_url: str | None = None
    log_url: str | None = None
    description: str | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    deployment_status: Status
    deployment: Deployment


def translate(payload: Payload, envelope: Envelope) -> Translation:
    status = payload.deployment_status
    told = FACTS.get(status.state)
    if payload.action != "created" or told is None:
        return unfollowed(payload, envelope, f"state {status.state}")
    deployment = snapshot(payload.deployment, status.environment, status.environment_url or "")
    fact = told(payload, envelope, deployment)
    return tell(
        payload,
        envelope,
        sighted(deployment.environment, When(fact.at), envelope),
        Keyed(fact, f"deployment_status:{status.id}"),
    )


def _progressed(
    payload: Payload, envelope: Envelope, deployment: domain.Deployment
) -> domain.DeploymentFact:
    status = payload.deployment_status
    return domain.DeploymentProgressed(
        at=utc(status.created_at),
        via=envelope.via,
        by=payload.by(),
        deployment=deployment,
        state=status.state,
        status=str(status.id),
        log_url=status.log_url or "",
    )


def _succeeded(
    payload: Payload, envelope: Envelope, deployment: domain.Deployment
) -> domain.DeploymentFact:
    status = payload.deployment_status
    return domain.DeploymentSucceeded(
        at=utc(status.created_at),
        via=envelope.via,
        by=payload.by(),
        deployment=deployment,
        status=str(status.id),
        log_url=status.log_url or "",
        description=status.description or "",
    )


def _failed(
    payload: Payload, envelope: Envelope, deployment: domain.Deployment
) -> domain.DeploymentFact:
    status = payload.deployment_status
    return domain.DeploymentFailed(
        at=utc(status.created_at),
        via=envelope.via,
        by=payload.by(),
        deployment=deployment,
        state=status.state,
        status=str(status.id),
        log_url=status.log_url or "",
        description=status.description or "",
    )


def _deactivated(
    payload: Payload, envelope: Envelope, deployment: domain.Deployment
) -> domain.DeploymentFact:
    """GitHub sends no webhook of this state; a poll brings it in the same form."""
    status = payload.deployment_status
    return domain.DeploymentDeactivated(
        at=utc(status.created_at),
        via=envelope.via,
        by=payload.by(),
        deployment=deployment,
        status=str(status.id),
    )


FACTS: dict[str, Callable[[Payload, Envelope, domain.Deployment], domain.DeploymentFact]] = {
    "queued": _progressed,
    "pending": _progressed,
    "waiting": _progressed,
    "in_progress": _progressed,
    "success": _succeeded,
    "failure": _failed,
    "error": _failed,
    "inactive": _deactivated,
}
