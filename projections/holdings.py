"""The holdings: what the ledger holds of a repository, of which kind, and from when to when."""

from datetime import datetime

from msgspec import Struct

from domain.fact import topic
from projections.view import View


class Holding(Struct, frozen=True):
    """All facts of one topic. `things` counts what they are about, however often told."""

    topic: str
    things: int
    first: datetime
    last: datetime


class Holdings(Struct, frozen=True):
    """By topic. `position` is that of the last fact looked at."""

    holdings: tuple[Holding, ...]
    position: int


def holdings(view: View) -> Holdings:
    """A fold over every fact of the repository: its cost follows the whole history."""
    piles: dict[type, _Pile] = {}
    position = 0
    for position, fact in view.everything():  # noqa: B007 - the last one is the answer's
        pile = piles.get(type(fact))
        if pile is None:
            pile = piles[type(fact)] = _Pile(topic(fact), fact.at)
        pile.things.add(fact.about()[0])
        if fact.at < pile.first:
            pile.first = fact.at
        elif fact.at > pile.last:
            pile.last = fact.at
    found = (Holding(p.topic, len(p.things), p.first, p.last) for p in piles.values())
    return Holdings(tuple(sorted(found, key=lambda one: one.topic)), position)


class _Pile:
    """What was seen of one topic so far."""

    __slots__ = ("first", "last", "things", "topic")

    def __init__(self, topic: str, at: datetime) -> None:
        self.topic = topic
        self.things: set[str] = set()
        self.first = self.last = at
