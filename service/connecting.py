"""Connecting, as far as a request may go: the code that GitHub gave waits for the worker."""

import re
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from domain.errors import Malformed
from service.bookmarks import Bookmarks
from service.ledger import Ledger

PLACE: Final = "connect"
WAITING: Final = "waiting"
DONE: Final = "done"
FAILED: Final = "failed"
LIFE: Final = timedelta(hours=1)
CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")


class Conversion(NamedTuple):
    """What became of the last code: `waiting`, `done`, or `failed` for a reason."""

    state: str
    by: str
    at: datetime
    reason: str = ""
    app: int | None = None
    name: str = ""
    url: str = ""


def conversion(ledger: Ledger) -> Conversion | None:
    """None where no code was ever given to us."""
    return told(Bookmarks(ledger.database).place(PLACE))


def ask_for(ledger: Ledger, code: str, *, by: str, at: datetime) -> None:
    """Let the worker convert it: no request may wait for GitHub."""
    check(code)
    waiting = Conversion(WAITING, by, at)
    Bookmarks(ledger.database).put(PLACE, waiting._asdict() | {"code": code})


def check(code: str) -> None:
    """It becomes a part of a path, so it is no more than a code."""
    if not CODE.fullmatch(code):
        raise Malformed("This is no code that GitHub gives: begin again on our page.")


def told(place: Any) -> Conversion | None:
    """A conversion out of its bookmark."""
    if place is None:
        return None
    known = {name: place[name] for name in Conversion._fields}
    return Conversion(**known | {"at": datetime.fromisoformat(known["at"])})
