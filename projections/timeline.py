"""The timeline of a release: all that happened for it, each in one plain sentence."""

from dataclasses import dataclass
from datetime import datetime

from projections.view import View
from projections.who import Who


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is when it happened, `recorded` when we knew."""

    at: datetime
    recorded: datetime
    position: int
    topic: str
    by: Who | None
    via: str
    inferred: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """In the order of their time."""

    name: str
    moments: tuple[Moment, ...]


def timeline(view: View, name: str) -> Timeline:
    """The tag and its page, the merges it brought, its checks and deployments."""
    raise NotImplementedError
