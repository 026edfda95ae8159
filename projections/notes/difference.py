"""The difference of two renderings of notes: which changes came, went, or are told otherwise."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from projections.notes.answer import Entry, Notes

# What a reader sees of a line.
TOLD: Final = (
    "title",
    "text",
    "section",
    "scope",
    "breaking",
    "breaking_text",
    "highlighted",
    "internal",
    "listed",
    "why",
    "folds",
    "also_in",
)


class Altered(Struct, frozen=True):
    """One respect in which a line is told otherwise."""

    what: str
    before: str
    after: str


class Line(Struct, frozen=True):
    """A change in whose line something differs. `altered` is empty where it came or went whole."""

    key: str
    title: str
    altered: tuple[Altered, ...] = ()


class Difference(Struct, frozen=True):
    """`added` and `removed` are lines that are printed now and were not, or the other way round;
    `moved` is true where the lines that stayed stand in another order.
    """

    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    changed: tuple[Line, ...]
    moved: bool


def difference(before: Iterable[Notes], after: Iterable[Notes]) -> Difference:
    """By the changes' keys, so that it does not matter how a line is worded."""
    old, new = _by_key(before), _by_key(after)
    old_listed = [key for key, one in old.items() if one.listed]
    new_listed = [key for key, one in new.items() if one.listed]
    stayed = set(old_listed) & set(new_listed)
    return Difference(
        added=tuple(_line(new[key], old.get(key)) for key in new_listed if key not in stayed),
        removed=tuple(_gone(old[key], new.get(key)) for key in old_listed if key not in stayed),
        changed=tuple(
            _line(one, old[key])
            for key, one in new.items()
            if key in old and old[key].listed == one.listed and list(_altered(old[key], one))
        ),
        moved=[key for key in old_listed if key in stayed]
        != [key for key in new_listed if key in stayed],
    )


def _by_key(notes: Iterable[Notes]) -> dict[str, Entry]:
    """Every change, the listed ones in their order."""
    return {
        entry.change.key: entry
        for one in notes
        for entries in (*(heading.entries for heading in one.headings), one.unlisted)
        for entry in entries
    }


def _line(after: Entry, before: Entry | None) -> Line:
    altered = tuple(_altered(before, after)) if before else ()
    return Line(after.change.key, after.title, altered)


def _gone(before: Entry, after: Entry | None) -> Line:
    altered = tuple(_altered(before, after)) if after else ()
    return Line(before.change.key, before.title, altered)


def _altered(before: Entry, after: Entry) -> Iterator[Altered]:
    for what in TOLD:
        old, new = _word(getattr(before, what)), _word(getattr(after, what))
        if old != new:
            yield Altered(what, old, new)


def _word(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
