"""GitHub's `deployment_protection_rule`: a deployment asks our App for leave."""

import re
from typing import Final

from domain.deployment import DeploymentGateAsked
from domain.fact import Keyed, Sha
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Number, Part, tell, unfollowed, when
from webhooks.translation import Envelope, Translation

# The only place where GitHub names the workflow run.
RUN: Final = re.compile(r"/actions/runs/([0-9]{1,18})/deployment_protection_rule\Z")


class Deployment(Part, frozen=True):
    id: Number
    sha: Sha
    updated_at: Moment | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    environment: str
    deployment_callback_url: str
    deployment: Deployment
    event: str | None = None


def translate(payload: Payload, envelope: Envelope) -> Translation:
    asked = payload.deployment
    run = RUN.search(payload.deployment_callback_url)
    if payload.action != "requested":
        return unfollowed(payload, envelope)
    if run is None:
        return unfollowed(payload, envelope, "its callback names no workflow run")
    at, inferred = when(payload, envelope, asked.updated_at)
    fact = DeploymentGateAsked(
        at=at,
        via=envelope.via,
        by=payload.by(),
        inferred=inferred,
        deployment=str(asked.id),
        environment=payload.environment,
        sha=asked.sha,
        run=int(run[1]),
        callback=payload.deployment_callback_url,
        event=payload.event or "",
    )
    return tell(payload, envelope, Keyed(fact, f"gate:{asked.id}:{run[1]}:{payload.environment}"))
