"""The facts themselves, about any subject, for whoever wants to see for herself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from projections.view import View


@dataclass(frozen=True, slots=True)
class Raw:
    """A fact with its fields by name, ready for JSON."""

    position: int
    recorded: datetime
    topic: str
    fields: dict[str, Any]


def facts_about(view: View, *subjects: str) -> tuple[Raw, ...]:
    """By position; see `domain.subject` for how a subject is spelled."""
    raise NotImplementedError


def facts_at(view: View, positions: Collection[int]) -> tuple[Raw, ...]:
    """Those at the positions that an answer gave as its reasons."""
    raise NotImplementedError
