"""How far the backfill of each repository got, out of its bookmarks, for whoever watches."""

from datetime import datetime
from typing import Any, NamedTuple

from service.bookmarks import Bookmarks
from service.ledger import Ledger


class Part(NamedTuple):
    """One kind of thing: how many were read, and how many facts were news.

    `refused` is GitHub's reason why we may not read them; empty where we may.
    """

    name: str
    done: bool
    read: int
    news: int
    refused: str


class Progress(NamedTuple):
    """`since` is given where only later changes are read; `ended` is None while it lasts."""

    repository: int
    name: str
    since: datetime | None
    began: datetime
    ended: datetime | None
    parts: tuple[Part, ...]

    @property
    def done(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.done)

    @property
    def news(self) -> int:
        return sum(part.news for part in self.parts)


def progress(ledger: Ledger) -> list[Progress]:
    """All backfills that were ever begun, by the names of their repositories."""
    bookmarks = Bookmarks(ledger.database)
    found = (one for head in _heads(bookmarks) if (one := progress_of(bookmarks, head)))
    return sorted(found, key=lambda one: one.name.casefold())


def under_way(ledger: Ledger, most: int) -> tuple[list[Progress], int, int]:
    """The first that did not end yet, with how many those are and how many ended."""
    bookmarks = Bookmarks(ledger.database)
    heads = _heads(bookmarks)
    reading = [repository for repository, place in heads.items() if not place["ended"]]
    shown = [one for head in reading[:most] if (one := progress_of(bookmarks, head))]
    return shown, len(reading), len(heads) - len(reading)


def found(ledger: Ledger) -> dict[str, int]:
    """By repository, how many facts later readings showed that nobody had told."""
    heads = _heads(Bookmarks(ledger.database)).values()
    return {place["name"]: place["found"] for place in heads if place.get("found")}


def _heads(bookmarks: Bookmarks) -> dict[int, Any]:
    """By repository, the head of its reading, cheap to have of very many."""
    heads = bookmarks.places("backfill:", flat=True)
    return {int(name.partition(":")[2]): place for name, place in heads.items()}


def progress_of(bookmarks: Bookmarks, repository: int) -> Progress | None:
    """None where nobody began."""
    head = f"backfill:{repository}"
    place = bookmarks.place(head)
    if place is None:
        return None
    parts = bookmarks.places(f"{head}:").items()
    return Progress(
        repository,
        place["name"],
        _moment(place["since"]),
        datetime.fromisoformat(place["began"]),
        _moment(place["ended"]),
        tuple(_part(name.rpartition(":")[2], part) for name, part in parts),
    )


def _part(name: str, place: dict[str, Any]) -> Part:
    return Part(name, place["done"], place["read"], place["news"], place.get("refused", ""))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
