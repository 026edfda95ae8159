"""Elsewhere: which other release lines have a change, without all that came after of itself.

Every later release has what an earlier one brought: that is no news. News is the first release on
each older line; and of a backport also the first on each newer line, up to the one where it is
from. In a range over several lines nothing of this is news.
"""

from collections.abc import Iterator

from domain.version import CEILING, Version, read
from projections.notes.answer import Entry, Notes


def elsewhere(notes: Notes, entry: Entry) -> tuple[str, ...]:
    """The names of those releases, in version order."""
    if not entry.also_in or notes.state == "range":
        return ()
    here = read(notes.tag)
    precedence = here.precedence if here.versioned else CEILING
    lines: dict[str, str] = {}
    for one in _others(entry, here):
        if one.precedence < precedence or one.precedence <= _origin(entry):
            lines.setdefault(one.series, one.name)
    return tuple(lines.values())


def _others(entry: Entry, here: Version) -> Iterator[Version]:
    """Releases of the same component on another line than this one."""
    for name in entry.also_in:
        one = read(name)
        if one.versioned and one.series != here.series and one.component == here.component:
            yield one


def _origin(entry: Entry) -> bytes:
    """The first release of what it was backported from; below all where it is no backport."""
    origin = entry.change.origin
    return read(origin.releases[0]).precedence if origin and origin.releases else b""
