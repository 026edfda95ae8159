"""GitHub's `deployment`: somebody asked for a commit to be put into an environment."""

from typing import Annotated

import msgspec

from domain import deployment as domain
from domain.deployment import DeploymentRequested, EnvironmentSighted
from domain.fact import Keyed, Sha
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Number, Part, When, tell, unfollowed, utc
from webhooks.translation import Envelope, Translation

Environment = Annotated[str, msgspec.Meta(min_length=1)]


class Deployment(Part, frozen=True, kw_only=True):
    id: Number
    sha: Sha
    environment: Environment
    created_at: Moment
    ref: str = ""
    task: str = "deploy"
    production_environment: bool | None = None
    transient_environment: bool | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    deployment: Deployment


def translate(payload: Payload, envelope: Envelope) -> Translation:
    if payload.action != "created":
        return unfollowed(payload, envelope)
    deployment = snapshot(payload.deployment)
    at = utc(payload.deployment.created_at)
    fact = DeploymentRequested(at=at, via=envelope.via, by=payload.by(), deployment=deployment)
    return tell(
        payload,
        envelope,
        sighted(deployment.environment, When(at), envelope),
        Keyed(fact, f"deployment:{deployment.id}"),
    )


def snapshot(deployment: Deployment, environment: str = "", url: str = "") -> domain.Deployment:
    """What is deployed where; a status may name another environment than its deployment does."""
    return domain.Deployment(
        id=str(deployment.id),
        sha=deployment.sha,
        environment=environment or deployment.environment,
        ref=deployment.ref,
        task=deployment.task,
        production=deployment.production_environment,
        transient=bool(deployment.transient_environment),
        url=url,
    )


def sighted(environment: str, moment: When, envelope: Envelope) -> Keyed:
    """The environment was heard of: recorded the first time only."""
    at, inferred = moment
    fact = EnvironmentSighted(at=at, via=envelope.via, inferred=inferred, name=environment)
    return Keyed(fact, f"environment:{environment}")
