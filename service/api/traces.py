"""A trace: what one request tells the log and the metrics when it is over."""

import re
import secrets
from itertools import count
from time import perf_counter
from typing import Any

from flask import g, request

from service.api.caller import Caller

_START = secrets.randbits(32)
_count = count(secrets.randbits(16))
_SANE = re.compile(r"[0-9A-Za-z._-]{8,64}")


class Trace:
    """`id` is the caller's X-Request-Id where it is sane, else ours; `said` goes into the log.

    `position` and `tag` say which answer it is; the finish makes headers of them. `settled` is true
    where nothing that is recorded later can change what is seen up to the position; `caller` is
    the token's owner, as decisions about notes name him; `asker` is who asks, where that is proved.
    `open` is true where everybody may read everything.
    """

    __slots__ = (
        *("asker", "began", "caller", "error", "id", "open"),
        *("position", "said", "settled", "tag"),
    )

    def __init__(self, given: str | None) -> None:
        self.began = perf_counter()
        self.id = given if given and _SANE.fullmatch(given) else _new_id()
        self.said: dict[str, Any] = {}
        self.error: BaseException | None = None
        self.position: int | None = None
        self.tag = ""
        self.settled = False
        self.caller = ""
        self.asker: Caller | None = None
        self.open = False

    def seconds(self) -> float:
        return perf_counter() - self.began


def _new_id() -> str:
    """Ours alone: a random start for each process, and a count from there.

    To ask the system for randomness each time would let every other thread go first.
    """
    return f"{_START:08x}{next(_count):08x}"


def begin() -> None:
    """Before every request."""
    g.trace = Trace(request.environ.get("HTTP_X_REQUEST_ID"))


def trace() -> Trace:
    """That of the request being answered."""
    made: Trace = g.trace
    return made
