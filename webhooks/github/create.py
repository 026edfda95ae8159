"""GitHub's `create`: a branch or a tag is new; only its `push` tells the commit."""

from domain.branch import BranchCreated
from domain.fact import Keyed, Name
from domain.tag import TagAnnounced
from webhooks.github import payload as common
from webhooks.github.payload import tell, unfollowed, when
from webhooks.translation import Envelope, Translation


class Payload(common.Payload, frozen=True, kw_only=True):
    ref: Name
    ref_type: str


FACTS: dict[str, type[BranchCreated] | type[TagAnnounced]] = {
    "branch": BranchCreated,
    "tag": TagAnnounced,
}


def translate(payload: Payload, envelope: Envelope) -> Translation:
    told = FACTS.get(payload.ref_type)
    if told is None:
        return unfollowed(payload, envelope, f"of a {payload.ref_type}")
    moment = when(payload, envelope, payload.repository.pushed_at)
    fact = told(
        at=moment.at,
        via=envelope.via,
        by=payload.by(),
        inferred=moment.inferred,
        name=payload.ref,
    )
    return tell(payload, envelope, Keyed(fact, moment.once("create", payload.ref_type, fact.name)))
