"""Elsewhere: which other release lines have a change, without all that came after of itself.

Every later release has what an earlier one brought: that is no news. News is the first release on
each older line; and of a backport also the first on each newer line, up to the one where it is
from. In a range over several lines nothing of this is news.
"""

from bisect import bisect_left, bisect_right
from functools import lru_cache

from domain.version import CEILING, Version, read
from projections.notes.answer import Entry, Notes


def elsewhere(notes: Notes, entry: Entry) -> tuple[str, ...]:
    """The names of those releases, in version order."""
    if not entry.also_in or notes.state == "range":
        return ()
    origin = entry.change.origin
    first = origin.releases[0] if origin and origin.releases else ""
    return _lines(entry.also_in, notes.tag, first)


@lru_cache(maxsize=4096)  # the changes of a release are mostly in the same ones
def _lines(also_in: tuple[str, ...], tag: str, origin: str) -> tuple[str, ...]:
    """`origin` is the first release of what was backported; empty where nothing was."""
    here = read(tag)
    precedence = here.precedence if here.versioned else CEILING
    highest = read(origin).precedence if origin else b""
    return tuple(
        first.name
        for first in _firsts(also_in, here.component)
        if first.series != here.series
        and (first.precedence < precedence or first.precedence <= highest)
    )


@lru_cache(maxsize=4096)
def _firsts(also_in: tuple[str, ...], component: str) -> tuple[Version, ...]:
    """Of a component the lowest version of each series, in version order as all of them are."""
    start = bisect_left(also_in, component, key=_component)
    end = bisect_right(also_in, component, start, key=_component)
    falling = map(read, also_in[start:end][::-1])
    return tuple({one.series: one for one in falling if one.numbers}.values())[::-1]


def _component(name: str) -> str:
    return read(name).component
