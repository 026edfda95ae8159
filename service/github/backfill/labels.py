"""Labels that nobody told of yet. A label bears no time, and which of them went is not told."""

from collections.abc import Iterable, Iterator
from typing import Any

from domain import subject
from domain.milestone import LabelFact
from service.github.backfill.reading import Reading, Step


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the next page."""
    for number, rows in reading.pages("/labels", place or 1):
        known = _known(reading, (row["name"] for row in rows))
        news = sum(
            reading.tell(
                "label",
                f"label:{row['id']}:{row['name']}",
                action="created",
                label={"name": row["name"]},
            )
            for row in rows
            if row["name"] not in known
        )
        yield Step(number + 1, len(rows), news)


def _known(reading: Reading, names: Iterable[str]) -> set[str]:
    with reading.look() as view:
        told = view.about(*map(subject.label, names))
    return {one.fact.name for one in told if isinstance(one.fact, LabelFact)}
