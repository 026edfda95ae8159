"""GitHub's `pull_request_review`: somebody judged a pull request, or a judgement was set aside."""

from domain.fact import Keyed
from domain.review import ReviewDismissed, ReviewRecorded
from webhooks.github import payload as common
from webhooks.github.payload import Account, Moment, Number, Part, tell, unfollowed, utc
from webhooks.translation import Envelope, Translation


class Review(Part, frozen=True):
    id: Number
    state: str
    user: Account | None = None
    commit_id: str | None = None
    submitted_at: Moment | None = None
    updated_at: Moment | None = None


class PullRequest(Part, frozen=True):
    number: Number
    updated_at: Moment


class Payload(common.Payload, frozen=True, kw_only=True):
    review: Review
    pull_request: PullRequest


FACTS = {"submitted": ReviewRecorded, "edited": ReviewRecorded, "dismissed": ReviewDismissed}


def translate(payload: Payload, envelope: Envelope) -> Translation:
    told = FACTS.get(payload.action)
    if told is None:
        return unfollowed(payload, envelope)
    review = payload.review
    # A review bears the time of its submission for ever: later deeds are dated by its pull request.
    own = review.submitted_at if payload.action == "submitted" else review.updated_at
    at = utc(own or payload.pull_request.updated_at)
    fact = told(
        at=at,
        via=envelope.via,
        by=payload.by(),
        number=payload.pull_request.number,
        review=review.id,
        sha=review.commit_id or "",
        state=review.state.lower(),
    )
    once = f"review:{review.id}:{payload.action}:{fact.state}:{at.isoformat()}"
    return tell(payload, envelope, Keyed(fact, once))
