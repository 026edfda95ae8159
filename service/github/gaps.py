"""Gaps: stretches of time of which we may lack something, said out loud until they are mended."""

from datetime import datetime
from typing import Any, NamedTuple

from service.bookmarks import Bookmarks
from service.ledger import Ledger

_PREFIX = "gap:"
# What a list of deliveries told no more when we came to read it.
DELIVERIES = "deliveries of webhooks"


class Gap(NamedTuple):
    """What we may lack of a repository; `mended_at` is None as long as we do.

    `since` is None where nothing of the kind was ever read.
    """

    repository: int
    name: str
    what: str
    since: datetime | None
    until: datetime
    mended_at: datetime | None = None

    @property
    def mended(self) -> bool:
        return self.mended_at is not None


def gaps(ledger: Ledger) -> list[Gap]:
    """All that were ever said, the open ones first."""
    kept = Bookmarks(ledger.database).places(_PREFIX).values()
    return sorted(map(_read, kept), key=lambda gap: (gap.mended, gap.name, gap.what))


def say(bookmarks: Bookmarks, gap: Gap) -> None:
    """Say it, or say again that it is there; a stretch that is open already grows."""
    name = _name(gap.repository, gap.what)
    known = bookmarks.place(name)
    if known and not known["mended_at"]:
        gap = gap._replace(since=_read(known).since)
    bookmarks.put(name, gap._asdict())


def mend(bookmarks: Bookmarks, repository: int, what: str, now: datetime) -> None:
    """What was lacking has been read; nothing happens where nothing was."""
    name = _name(repository, what)
    known = bookmarks.place(name)
    if known and not known["mended_at"]:
        bookmarks.put(name, {**known, "mended_at": now})


def _name(repository: int, what: str) -> str:
    return f"{_PREFIX}{repository}:{what}"


def _read(place: dict[str, Any]) -> Gap:
    moments = {name: place[name] for name in ("since", "until", "mended_at")}
    read = {name: datetime.fromisoformat(at) if at else None for name, at in moments.items()}
    return Gap(**{**place, **read})
