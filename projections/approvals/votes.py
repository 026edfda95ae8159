"""The votes on a release, folded out of what was decided: those that stand, and those that did."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from domain.ballot import ABSTAIN, APPROVE, REJECT, Ballot, Vote
from projections.approvals.answer import Attempt, BrokenGlass, CastVote, Delegation
from projections.recorded import Recorded

_DECISIONS = {Ballot.Approved: APPROVE, Ballot.Rejected: REJECT, Ballot.Abstained: ABSTAIN}
# Why a vote does not count any more, in sentences; nothing where it does.
Voiding = Callable[[Any], tuple[str, ...]]


def votes(recorded: Iterable[Recorded], environment: str, voiding: Voiding) -> tuple[CastVote, ...]:
    """Every vote of the environment or of all, the oldest first."""
    last: dict[tuple[str, str], Recorded] = {}
    taken: dict[int, str] = {}
    cast: list[Recorded] = []
    for one in recorded:
        made = one.decision
        if not hasattr(made, "environment") or made.environment not in ("", environment):
            continue
        key = (made.environment, made.by)
        if isinstance(made, Vote):
            if key in last:
                taken[last[key].position] = "another vote followed"
            last[key] = one
            cast.append(one)
        elif isinstance(made, Ballot.Withdrawn) and key in last:
            taken[last.pop(key).position] = f"withdrawn: {made.reason}"
    return tuple(_cast(one, taken.get(one.position, ""), voiding) for one in cast)


def _cast(one: Recorded, withdrawn: str, voiding: Voiding) -> CastVote:
    made = one.decision
    void = () if withdrawn else voiding(made)
    return CastVote(
        decision=_DECISIONS[type(made)],
        by=made.by,
        name=made.name,
        meaning=made.meaning,
        reason=made.reason,
        at=made.at,
        environment=made.environment,
        sha=made.sha,
        policy=made.policy,
        digest=made.digest,
        roles=tuple(made.roles),
        teams=tuple(made.teams),
        means=made.means,
        channel=made.channel,
        request=made.request,
        seen=made.seen,
        position=one.position,
        counts=not withdrawn and not void,
        void=void,
        withdrawn=withdrawn,
        proved_at=made.proved,
    )


def delegations(recorded: Iterable[Recorded], now: datetime) -> tuple[Delegation, ...]:
    """Those that stand at the moment."""
    found: dict[str, Delegation] = {}
    for position, made in recorded:
        if isinstance(made, Ballot.Delegated):
            found[made.by] = Delegation(
                made.by, made.to, made.layer, made.until, made.reason, position
            )
        elif isinstance(made, Ballot.DelegationEnded):
            found.pop(made.by, None)
    return tuple(one for one in found.values() if now < one.until)


def broken(recorded: Iterable[Recorded], now: datetime) -> tuple[BrokenGlass, ...]:
    """Every deployment against the verdict, with what was found afterwards."""
    some = list(recorded)
    reviews = {
        (one.decision.environment, one.decision.sha): one.decision
        for one in some
        if isinstance(one.decision, Ballot.GlassReviewed)
    }
    return tuple(_broken(some, reviews, now))


def _broken(some: Iterable[Recorded], reviews: Any, now: datetime) -> Iterator[BrokenGlass]:
    for position, made in some:
        if isinstance(made, Ballot.GlassBroken):
            review = reviews.get((made.environment, made.sha))
            waits = "due" if now < made.review_due else "overdue"
            yield BrokenGlass(
                environment=made.environment,
                sha=made.sha,
                by=made.by,
                reason=made.reason,
                at=made.at,
                blocking=tuple(made.blocking),
                review_due=made.review_due,
                review=review.outcome if review else waits,
                reviewed_by=review.by if review else "",
                review_reason=review.reason if review else "",
                position=position,
            )


def attempts(recorded: Iterable[Recorded]) -> tuple[Attempt, ...]:
    """What was refused, the newest first."""
    return tuple(
        Attempt(made.by, made.what, made.reason, made.at, position)
        for position, made in reversed(tuple(recorded))
        if isinstance(made, Ballot.Denied)
    )
