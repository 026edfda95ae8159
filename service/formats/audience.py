"""The audience: what of the notes is told to everybody, and what only to the team.

The public is not told of changes and sections that are internal, of those that an editor hid, of
who edited what and why, or of faults in the settings.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter

from msgspec.structs import replace

from domain.errors import NotFound
from projections.notes.answer import Advisory, Contributor, Entry, Heading, NextVersion, Notes
from projections.notes.edits import Edit
from projections.notes.settings import Audience
from service.formats.options import INTERNAL, PUBLIC, Options

_EDIT = attrgetter("edit")
_PRIVATE = frozenset({"internal", "hidden"})

BUILT_IN = (Audience(PUBLIC), Audience(INTERNAL, internal=True))


def audience(options: Options) -> Audience:
    """Who is meant: one of the team's own audiences, else everybody or the team."""
    known = {one.name: one for one in (*BUILT_IN, *options.settings.audiences)}
    if options.audience not in known:
        raise NotFound(f"no audience {options.audience}: there are {', '.join(sorted(known))}")
    return known[options.audience]


def for_audience(notes: Notes, readers: Audience) -> Notes:
    """The notes as these readers may see them."""
    kept = [one for one in notes.headings if one.title not in readers.hidden_sections]
    hidden = [one for one in notes.headings if one.title in readers.hidden_sections]
    seen = replace(notes, headings=tuple(kept))
    if readers.internal and not hidden:
        return notes
    private = _under(hidden) | ({} if readers.internal else _private(notes))
    if not private and not any(map(_EDIT, _every(notes))):
        return replace(notes, problems=notes.problems if readers.internal else ())
    return _without(seen, private, readers)


def _without(notes: Notes, private: dict[str, Entry], readers: Audience) -> Notes:
    headings = (replace(one, entries=_open(one.entries, private)) for one in notes.headings)
    return replace(
        notes,
        headings=tuple(one for one in headings if one.entries),
        highlights=_open(notes.highlights, private),
        breaking=_open(notes.breaking, private),
        unlisted=_open(notes.unlisted, private),
        contributors=tuple(_known_for(notes.contributors, private)),
        advisories=tuple(_fixed_in_the_open(notes.advisories, private)),
        next=_suggested(notes, private),
        problems=notes.problems if readers.internal else (),
    )


def _every(notes: Notes) -> Iterator[Entry]:
    """Each as often as it stands somewhere."""
    listed = (one.entries for one in notes.headings)
    return chain(*listed, notes.highlights, notes.breaking, notes.unlisted)


def _under(headings: Iterable[Heading]) -> dict[str, Entry]:
    return {entry.change.key: entry for one in headings for entry in one.entries}


def _private(notes: Notes) -> dict[str, Entry]:
    """By key, all that the public does not read of."""
    alone = [one for one in _every(notes) if one.internal or one.reason in _PRIVATE]
    sections = _under([one for one in notes.headings if one.internal])
    return sections | {one.change.key: one for one in alone}


def _open(entries: Iterable[Entry], private: dict[str, Entry]) -> tuple[Entry, ...]:
    return tuple(
        [
            one if one.edit is None else _unsigned(one, one.edit)
            for one in entries
            if one.change.key not in private
        ]
    )


def _unsigned(entry: Entry, edit: Edit) -> Entry:
    """That and when it was edited may be known; by whom and why is the team's own."""
    return replace(entry, edit=replace(edit, by="", reason=""))


def _known_for(people: Iterable[Contributor], private: dict[str, Entry]) -> Iterator[Contributor]:
    for one in people:
        if private.keys().isdisjoint(one.changes):
            yield one
        elif changes := tuple(key for key in one.changes if key not in private):
            first, number = ("", None) if one.first in private else (one.first, one.first_number)
            yield replace(one, changes=changes, first=first, first_number=number)


def _fixed_in_the_open(found: Iterable[Advisory], private: dict[str, Entry]) -> Iterator[Advisory]:
    for one in found:
        changes = tuple(key for key in one.changes if key not in private)
        if changes or not one.changes:
            yield replace(one, changes=changes)


def _suggested(notes: Notes, private: dict[str, Entry]) -> NextVersion | None:
    """The number may be told; a reason that names what is private may not."""
    suggested = notes.next
    told = () if suggested is None else (one.title for one in private.values() if one.title)
    if suggested is not None and any(title in suggested.why for title in told):
        return replace(suggested, why="")
    return suggested
