"""Milestones, as they stand."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from service.github.backfill.reading import Reading, Step

_KEPT: Final = (
    *("number", "title", "state", "created_at", "updated_at", "closed_at", "due_on"),
    "description",
)


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the next page."""
    how = {"state": "all", "sort": "due_on", "direction": "desc"}
    for number, rows in reading.pages("/milestones", place or 1, **how):
        yield Step(number + 1, len(rows), sum(_tell(reading, row) for row in rows))


def _tell(reading: Reading, row: Mapping[str, Any]) -> int:
    milestone = {name: row.get(name) for name in _KEPT}
    news = 0
    for action in ("created", *(["closed"] if row["state"] == "closed" else [])):
        key = f"milestone:{row['number']}:{action}@{row['updated_at']}"
        sender = {"sender": row["creator"]} if action == "created" else {}
        news += reading.tell("milestone", key, action=action, milestone=milestone, **sender)
    return news
