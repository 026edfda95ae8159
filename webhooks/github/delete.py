"""GitHub's `delete`: a branch or a tag is gone; only its `push` tells where it was."""

from domain.branch import BranchDeleted
from domain.fact import Keyed
from domain.tag import TagDeleted
from webhooks.github import create
from webhooks.github.payload import tell, unfollowed, when
from webhooks.translation import Envelope, Translation

FACTS: dict[str, type[BranchDeleted] | type[TagDeleted]] = {
    "branch": BranchDeleted,
    "tag": TagDeleted,
}


class Payload(create.Payload, frozen=True, kw_only=True):
    """The same two words as of a `create`."""


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
    return tell(payload, envelope, Keyed(fact, moment.once("delete", payload.ref_type, fact.name)))
