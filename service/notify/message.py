"""A message: one notice, as every kind of channel takes it, and what may become of it there."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from domain.errors import ShipledgerError


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the outbox. `url` leads to our page; empty where nobody said where we are.

    `key` tells it from all others of its repository, in each channel alike; `people` are those
    whom it waits for.
    """

    channel: str
    repository: str
    event: str
    key: str
    sentence: str
    at: datetime
    by: str = ""
    releases: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    url: str = ""


class Answer(NamedTuple):
    """That it was taken; `status` is the server's own."""

    status: int


class NotTaken(ShipledgerError):
    """It was refused, and would be again."""

    def __init__(self, sentence: str, *, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class NotNow(ShipledgerError):
    """It may be taken later, and not before `until`; `status` is 0 where nobody answered."""

    def __init__(self, sentence: str, *, status: int = 0, until: datetime | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.until = until
