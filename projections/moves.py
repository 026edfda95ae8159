"""Moves: how a name came to stand where it stands, for tags and branches alike."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.branch import (
    BranchAdvanced,
    BranchCreated,
    BranchDeleted,
    BranchForcePushed,
    BranchObserved,
)
from domain.fact import Fact, Told
from domain.tag import TagAnnounced, TagCut, TagDeleted, TagMoved
from projections.fold import in_order


class Move(Struct, frozen=True):
    """`before` and `after` are what the name stood for: None for nothing, or for nothing told."""

    what: str  # cut, moved, deleted, announced
    before: str | None
    after: str | None
    told: Told


_READ: Mapping[type[Fact], Callable[[Any], tuple[str, str | None, str | None]]] = {
    TagCut: lambda fact: ("cut", None, fact.object),
    TagMoved: lambda fact: ("moved", fact.before, fact.object),
    TagDeleted: lambda fact: ("deleted", fact.before, None),
    TagAnnounced: lambda _: ("announced", None, None),
    BranchCreated: lambda fact: ("cut" if fact.sha else "announced", None, fact.sha),
    BranchAdvanced: lambda fact: ("moved", fact.before, fact.sha),
    BranchForcePushed: lambda fact: ("moved", fact.before, fact.sha),
    BranchDeleted: lambda fact: ("deleted", fact.before, None),
    BranchObserved: lambda fact: ("observed", None, fact.sha),
}

# GitHub tells of one deed twice, by a push with commits and by a hint without; minutes may lie
# between the two.
_LAG = timedelta(minutes=10)


def moves(told: Iterable[Told]) -> list[Move]:
    """What happened to one name, in order: by time, and within one second by what follows on what.

    What changes nothing is left out: the same place told by another source, the hint beside the
    full story.
    """
    steps = [
        Move(*read(one.fact), one) for one in in_order(told) if (read := _READ.get(type(one.fact)))
    ]
    happened: list[Move] = []
    now: Move | None = None
    for _, group in groupby(_without_hints(steps), key=lambda step: step.told.fact.at):
        for step in _chained(list(group), now):
            if _changes(step, now):
                happened.append(step)
                now = step
            elif now is not None and _is_sharper(step, now):
                happened[-1] = now = replace(now, told=step.told)
    return happened


def _without_hints(steps: list[Move]) -> list[Move]:
    for hint, full in (("announced", "cut"), ("deleted", "deleted")):
        hints = [step for step in steps if step.what == hint and not (step.before or step.after)]
        known = [
            step.told.fact.at
            for step in steps
            if hints and step.what == full and (step.before or step.after)
        ]
        said = {id(one) for one in hints if any(abs(one.told.fact.at - at) <= _LAG for at in known)}
        steps = [step for step in steps if id(step) not in said] if said else steps
    return steps


def _chained(moment: list[Move], now: Move | None) -> list[Move]:
    """The moves of one second, each after the one that it follows on."""
    if len(moment) == 1:
        return moment
    chain: list[Move] = []
    place = now.after if now else None
    while moment:
        made = {step.after for step in moment}
        step = min(moment, key=lambda one: (one.before != place, one.before in made))
        moment.remove(step)
        chain.append(step)
        place = step.after
    return chain


def _changes(step: Move, now: Move | None) -> bool:
    if now is None:
        return True
    if step.what == "announced":
        return now.what == "deleted"
    if step.what == "deleted":
        return now.what != "deleted"
    return step.after != now.after


def _is_sharper(step: Move, now: Move) -> bool:
    """The same told without guessing beats what was inferred."""
    return step.what == now.what and bool(now.told.fact.inferred) and not step.told.fact.inferred
