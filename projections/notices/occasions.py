"""The occasions of notices: by which name a policy asks for each, and how it is told in a sentence.

One line here is all that another kind of fact or decision needs.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from domain.alert import AlertFired, AlertResolved
from domain.ballot import Ballot
from domain.deed import Deed
from domain.deployment import DeploymentFailed, DeploymentSucceeded
from domain.duration import in_words
from domain.fact import Fact
from domain.freeze import DENY
from domain.freezing import Freezing
from domain.gatekeeping import Gatekeeping
from domain.incident import IncidentReported, IncidentResolved
from domain.plan import Plan
from domain.release import (
    ReleaseDeleted,
    ReleasePromoted,
    ReleasePublished,
    ReleaseWithdrawn,
)
from domain.rollout import Rollouts
from domain.tag import TagCut, TagDeleted, TagMoved
from projections.sentence import sentence


class Occasion(NamedTuple):
    """`words` tell a fact whole; of a decision what follows the name of who made it."""

    event: str
    words: Callable[[Any], str]


# Nobody tells that: it follows from what was told, see `projections.notices.needed`.
NEEDED: Final = "approval.needed"

OF_FACTS: Final[Mapping[type[Fact], Occasion]] = {
    TagCut: Occasion("tag.cut", sentence),
    TagMoved: Occasion("tag.moved", sentence),
    TagDeleted: Occasion("tag.deleted", sentence),
    ReleasePublished: Occasion("release.published", sentence),
    ReleasePromoted: Occasion("release.promoted", sentence),
    ReleaseWithdrawn: Occasion("release.withdrawn", sentence),
    ReleaseDeleted: Occasion("release.deleted", sentence),
    DeploymentSucceeded: Occasion("deployment.succeeded", sentence),
    DeploymentFailed: Occasion("deployment.failed", sentence),
    AlertFired: Occasion("alert.fired", sentence),
    AlertResolved: Occasion("alert.resolved", sentence),
    IncidentReported: Occasion("incident.reported", sentence),
    IncidentResolved: Occasion("incident.resolved", sentence),
}


def _there(one: Any) -> str:
    """The release and where it is to go, as far as the decision names them."""
    where = f" for {one.environment}" if one.environment else ""
    return f"{one.release or 'a commit without a tag'}{where}"


def _window(one: Any) -> str:
    kind = "the freeze" if one.way == DENY else "the open window"
    first = datetime.fromisoformat(one.start)
    lasts = in_words(timedelta(seconds=one.lasts))
    again = ", again and again" if one.every else ""
    return f"{kind} «{one.called}» from {first:%Y-%m-%d %H:%M} in {one.zone} for {lasts}{again}"


def _rolling(verb: str) -> Callable[[Any], str]:
    return lambda one: f"{verb} of {one.release or 'a commit without a tag'} in {one.environment}"


OF_DECISIONS: Final[Mapping[type[Deed], Occasion]] = {
    Plan.Made: Occasion("plan.made", lambda one: f"planned {one.release}"),
    Plan.Cancelled: Occasion("plan.cancelled", lambda one: f"cancelled the plan of {one.release}"),
    Plan.DateSet: Occasion(
        "plan.date_set",
        lambda one: f"set the date «{one.which}» of {one.release} to {one.day or 'none'}",
    ),
    Ballot.Approved: Occasion("approval.given", lambda one: f"approved {_there(one)}"),
    Ballot.Rejected: Occasion("approval.rejected", lambda one: f"rejected {_there(one)}"),
    Ballot.Withdrawn: Occasion(
        "approval.withdrawn", lambda one: f"took back what they had said of {_there(one)}"
    ),
    Ballot.GlassBroken: Occasion("glass.broken", lambda one: f"broke the glass of {_there(one)}"),
    Ballot.GlassReviewed: Occasion(
        "glass.reviewed",
        lambda one: f"reviewed the broken glass of {_there(one)}: {one.outcome}",
    ),
    Gatekeeping.SignedOff: Occasion(
        "gate.signed_off", lambda one: f"{one.outcome} {one.release} at the gate «{one.gate}»"
    ),
    Gatekeeping.Waived: Occasion(
        "gate.waived", lambda one: f"waived the gate «{one.gate}» of {_there(one)}"
    ),
    Freezing.Declared: Occasion("freeze.declared", lambda one: f"declared {_window(one)}"),
    Freezing.Ended: Occasion("freeze.ended", lambda one: f"ended freeze {one.number}"),
    Freezing.Overridden: Occasion(
        "freeze.overridden",
        lambda one: f"let {_there(one)} step over the freeze until {one.until:%Y-%m-%d %H:%M} UTC",
    ),
    Rollouts.Started: Occasion("rollout.started", _rolling("started the rollout")),
    Rollouts.Advanced: Occasion(
        "rollout.advanced",
        lambda one: f"{_rolling('advanced the rollout')(one)} to step {one.step + 1}",
    ),
    Rollouts.Paused: Occasion("rollout.paused", _rolling("paused the rollout")),
    Rollouts.Resumed: Occasion("rollout.resumed", _rolling("resumed the rollout")),
    Rollouts.Halted: Occasion("rollout.halted", _rolling("halted the rollout")),
    Rollouts.Completed: Occasion("rollout.completed", _rolling("completed the rollout")),
    Rollouts.Locked: Occasion(
        "rollout.locked", lambda one: f"locked {one.sha[:10]} in {one.environment}"
    ),
    Rollouts.Unlocked: Occasion(
        "rollout.unlocked", lambda one: f"unlocked {one.sha[:10]} in {one.environment}"
    ),
    Rollouts.Held: Occasion(
        "rollout.held", lambda one: f"held what would go into {one.environment} by itself"
    ),
    Rollouts.Lifted: Occasion(
        "rollout.hold_lifted", lambda one: f"lifted the hold on {one.environment}"
    ),
    Rollouts.RolledBack: Occasion(
        "rollout.rolled_back",
        lambda one: (
            f"rolled {one.release or one.sha[:10]} back in {one.environment},"
            f" to {one.to_release or one.to_sha[:10] or 'what ran before'}"
        ),
    ),
}

EVENTS: Final = tuple(
    sorted({NEEDED, *(one.event for one in (*OF_FACTS.values(), *OF_DECISIONS.values()))})
)


def told_of(fact: Fact) -> str:
    """The sentence of a fact that is in the table."""
    return OF_FACTS[type(fact)].words(fact)


def decided_in(made: Any) -> str:
    """The sentence of a decision that is in the table, with why it was made."""
    why = f": {made.reason}" if made.reason else ""
    return ended(f"{made.name or made.by} {OF_DECISIONS[type(made)].words(made)}{why}")


def ended(words: str) -> str:
    """With the full stop that people may have written already."""
    return words if words.endswith((".", "!", "?")) else f"{words}."
