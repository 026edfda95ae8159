"""GitHub's `label`: a word to sort by is made, renamed or dropped."""

from domain import milestone as domain
from domain.fact import Keyed
from webhooks.github import payload as common
from webhooks.github.payload import From, Part, not_before, tell, unfollowed
from webhooks.translation import Envelope, Translation


class Label(Part, frozen=True):
    name: str


class Changes(Part, frozen=True):
    name: From | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    label: Label
    changes: Changes = Changes()


def translate(payload: Payload, envelope: Envelope) -> Translation:
    name, renamed = payload.label.name, payload.changes.name
    # A label bears no time, and its name may come and go: the delivery alone guards these facts.
    at, inferred = not_before(payload, envelope)
    via, by = envelope.via, payload.by()
    if payload.action == "created":
        fact: domain.LabelFact = domain.LabelCreated(
            at=at, via=via, by=by, inferred=inferred, name=name
        )
    elif payload.action == "deleted":
        fact = domain.LabelDeleted(at=at, via=via, by=by, inferred=inferred, name=name)
    elif payload.action == "edited" and renamed and renamed.from_:
        fact = domain.LabelRenamed(
            at=at, via=via, by=by, inferred=inferred, name=name, before=renamed.from_
        )
    else:
        return unfollowed(payload, envelope)
    return tell(payload, envelope, Keyed(fact))
