"""Soak time: how long a commit stayed in an environment without a break, at its longest."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

# What a deployment did: from then on the environment runs its commit, or does so no more.
ARRIVED, LEFT = "arrived", "left"


class Move(NamedTuple):
    """A deployment at a moment."""

    at: datetime
    what: str
    deployment: str
    sha: str


class Stay(NamedTuple):
    """From when to when an environment ran a commit; it runs it still where `until` is None."""

    since: datetime
    until: datetime | None = None

    def length(self, now: datetime) -> timedelta:
        """How long it has lasted; nothing where it had not begun."""
        return max((min(self.until, now) if self.until else now) - self.since, timedelta())


def stays(sha: str, moves: Iterable[Move]) -> Iterator[Stay]:
    """The stays of the commit, out of all moves in the environment, in the order of their time.

    To deploy the same commit again does not break its stay; to deploy another does, and so does a
    deployment that is said to have failed or to be gone after it had arrived.
    """
    since: datetime | None = None
    current = ""
    for move in moves:
        if move.what == ARRIVED and move.sha == sha:
            since, current = since or move.at, move.deployment
        elif since and (move.what == ARRIVED or move.deployment == current):
            yield Stay(since, move.at)
            since = None
    if since:
        yield Stay(since)


def longest(found: Iterable[Stay], now: datetime) -> timedelta:
    """The longest continuous stay so far; pieces are never added up."""
    return max((stay.length(now) for stay in found), default=timedelta())
