"""GitHub's `milestone`: a goal is set, changed, reached or dropped."""

from domain import milestone as domain
from domain.fact import Keyed
from webhooks.github import payload as common
from webhooks.github.payload import (
    Moment,
    Number,
    Part,
    When,
    digest,
    not_before,
    tell,
    unfollowed,
    utc,
)
from webhooks.translation import Envelope, Translation


class Milestone(Part, frozen=True, kw_only=True):
    number: Number
    title: str
    state: str
    created_at: Moment
    updated_at: Moment
    closed_at: Moment | None = None
    due_on: Moment | None = None
    description: str | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    milestone: Milestone


FACTS: dict[str, type[domain.MilestoneFact]] = {
    "created": domain.MilestoneOpened,
    "opened": domain.MilestoneOpened,
    "closed": domain.MilestoneClosed,
    "edited": domain.MilestoneReworded,
    "deleted": domain.MilestoneDeleted,
}


def translate(payload: Payload, envelope: Envelope) -> Translation:
    told = FACTS.get(payload.action)
    if told is None:
        return unfollowed(payload, envelope)
    milestone, moment = payload.milestone, _when(payload, envelope)
    fact = told(
        at=moment.at,
        via=envelope.via,
        by=payload.by(),
        inferred=moment.inferred,
        number=milestone.number,
        title=milestone.title,
        state=milestone.state,
        due_on=utc(milestone.due_on) if milestone.due_on else None,
    )
    content = digest(milestone.title, milestone.description or "", str(fact.due_on))
    once = moment.once("milestone", milestone.number, payload.action, content)
    return tell(payload, envelope, Keyed(fact, once))


def _when(payload: Payload, envelope: Envelope) -> When:
    milestone, action = payload.milestone, payload.action
    if action == "deleted":
        return not_before(payload, envelope, milestone.updated_at)
    own = {"created": milestone.created_at, "closed": milestone.closed_at}.get(action)
    return When(utc(own or milestone.updated_at))
