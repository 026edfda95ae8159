"""GitHub's `status`: what a service says of a commit, under a name of its own."""

from domain.check import StatusReported
from domain.fact import Keyed, Sha
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Number, tell, when
from webhooks.translation import Envelope, Translation


class Payload(common.Payload, frozen=True, kw_only=True):
    id: Number
    sha: Sha
    context: str
    state: str
    target_url: str | None = None
    description: str | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None


def translate(payload: Payload, envelope: Envelope) -> Translation:
    moment = when(payload, envelope, payload.updated_at, payload.created_at)
    fact = StatusReported(
        at=moment.at,
        via=envelope.via,
        by=payload.by(),
        inferred=moment.inferred,
        sha=payload.sha,
        id=payload.id,
        context=payload.context,
        state=payload.state,
        url=payload.target_url or "",
        description=payload.description or "",
    )
    # A status is never changed: a new word of the same service is a new status.
    return tell(payload, envelope, Keyed(fact, f"status:{payload.id}"))
