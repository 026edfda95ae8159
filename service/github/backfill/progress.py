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
    names = (name.split(":") for name in bookmarks.places("backfill:"))
    heads = (int(words[1]) for words in names if len(words) == 2)
    found = (one for head in heads if (one := progress_of(bookmarks, head)))
    return sorted(found, key=lambda one: one.name.casefold())


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
