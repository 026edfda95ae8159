"""The standpoint: the position and the moment that a page answers from, and how to leave it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import request, url_for
from msgspec import Struct

from service.api.asked import Asked
from service.web.links import Links
from service.web.words import machine

_STEPS = (
    ("a day earlier", timedelta(days=-1)),
    ("an hour earlier", timedelta(hours=-1)),
    ("an hour later", timedelta(hours=1)),
    ("a day later", timedelta(days=1)),
)


class Standpoint(Struct, frozen=True):
    """`recorded` is when the position was; `later` how many positions were recorded after it."""

    asked: Asked
    position: int
    recorded: datetime | None
    later: int

    @property
    def travelling(self) -> bool:
        return self.as_of_asked or self.asked.as_at is not None

    @property
    def as_of_asked(self) -> bool:
        return self.asked.as_of is not None

    @property
    def by_position(self) -> bool:
        return isinstance(self.asked.as_of, int)

    @property
    def as_of_moment(self) -> datetime | None:
        """The moment that was asked for, or that of the position."""
        if isinstance(self.asked.as_of, datetime):
            return self.asked.as_of
        return self.recorded if self.by_position else None

    @property
    def kept(self) -> dict[str, str]:
        """The two times, as they stand in an address."""
        return kept(self.asked)

    @property
    def link(self) -> Links:
        """The addresses of other pages, which keep to this standpoint."""
        return Links(self.kept)

    @property
    def others(self) -> dict[str, str]:
        """What else the address asks for; a place in a list is of one position, and not kept."""
        left_out = {"as_of", "as_at", "cursor", "page", "after"}
        return {name: value for name, value in request.args.items() if name not in left_out}

    @property
    def here(self) -> str:
        """The page without anything that it is asked."""
        return _address({})

    @property
    def here_whole(self) -> str:
        return _address({**self.others, **self.kept})

    def numbered(self, page: int) -> str:
        """Another page of the same."""
        return _address({**self.others, **self.kept, "page": str(page)})

    @property
    def pinned(self) -> str:
        """The page as it is now, for ever."""
        return _address({**self.others, **self.kept, "as_of": str(self.position)})

    @property
    def present(self) -> str:
        """The same page as it is now."""
        return _address(self.others)

    @property
    def steps(self) -> Iterator[tuple[str, str]]:
        """The same page a little earlier and a little later."""
        name = "as_of" if self.as_of_asked else "as_at"
        moment = self.as_of_moment if self.as_of_asked else self.asked.as_at
        if moment is None:
            return
        for label, step in _STEPS:
            try:
                moved = (moment + step).replace(microsecond=0)
            except OverflowError:
                continue  # before the first year, or after the last
            yield label, _address({**self.others, **self.kept, name: machine(moved)})


def kept(asked: Asked) -> dict[str, str]:
    """The two times, as they stand in an address."""
    times = {"as_of": asked.as_of, "as_at": asked.as_at}
    return {
        name: machine(value) if isinstance(value, datetime) else str(value)
        for name, value in times.items()
        if value is not None
    }


def _address(query: Mapping[str, str]) -> str:
    values: dict[str, Any] = {**(request.view_args or {}), **query}
    return url_for(request.endpoint or "", **values)
