"""What is closed: the windows that hold up a repository at a moment, where, why and until when."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from domain import freeze
from domain.freeze import DENY, Window
from domain.selector import Selector
from projections.freezes import declared_in
from projections.view import View


class Closure(Struct, frozen=True):
    """Nothing goes on in `where`: while the windows last, or until one of them opens it.

    `frozen` says which of the two. `until` is None where nothing is to change it.
    """

    where: Selector
    frozen: bool
    windows: tuple[Window, ...]
    until: datetime | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each once."""
        return tuple(dict.fromkeys(one.reason for one in self.windows if one.reason))


def closed(view: View, now: datetime) -> tuple[Closure, ...]:
    """Every part that is closed, but those within another for the same reason and as long."""
    found = tuple(_closures(tuple(one.window for one in declared_in(view)), now))
    return tuple(one for one in found if not any(_within(one, other) for other in found))


def _closures(windows: tuple[Window, ...], now: datetime) -> Iterator[Closure]:
    for where in dict.fromkeys(one.selector for one in windows):
        # What holds for a part of it only may be closed where the rest is open.
        state = freeze.state([one for one in windows if one.selector.covers(where)], now)
        if not state.open:
            frozen = any(one.kind == DENY for one in state.by)
            yield Closure(where, frozen, state.by, state.until)


def _within(one: Closure, other: Closure) -> bool:
    same = one.until == other.until and set(one.windows) <= set(other.windows)
    return one.where != other.where and same and other.where.covers(one.where)
