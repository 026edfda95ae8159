"""The facts themselves, about any subject, for whoever wants to see for herself."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from domain.fact import Told, topic
from projections.view import View

# What the event library adds to each decision, and says nothing to a reader.
_LIBRARYS: Final = frozenset({"originator_id", "originator_version", "timestamp"})


class Raw(Struct, frozen=True):
    """A fact with its fields by name, ready for JSON."""

    position: int
    recorded: datetime
    topic: str
    fields: dict[str, Any]


def facts_about(view: View, *subjects: str) -> tuple[Raw, ...]:
    """By position; see `domain.subject` for how a subject is spelled."""
    return _raw(view, view.about(*subjects))


def facts_at(view: View, positions: Collection[int]) -> tuple[Raw, ...]:
    """Those at the positions that an answer gave as its reasons."""
    return _raw(view, view.at(positions))


def decision_at(view: View, position: int) -> Raw | None:
    """What somebody decided there, with all that an audit asks about it."""
    found = view.decision(position)
    if found is None:
        return None
    made, recorded = found.decision, view.recorded([position])[position]
    fields = {name: plain(value) for name, value in vars(made).items() if name not in _LIBRARYS}
    return Raw(position, recorded, str(made.TOPIC), fields)


def _raw(view: View, told: Sequence[Told]) -> tuple[Raw, ...]:
    recorded = view.recorded([one.position for one in told])
    return tuple(
        Raw(position, recorded[position], topic(fact), plain(fact)) for position, fact in told
    )


def plain(value: Any) -> Any:
    """Objects with their fields' names, and times as text: stored facts have neither."""
    if isinstance(value, msgspec.Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
