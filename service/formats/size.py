"""The guard of the size: a text that is too long loses whole changes, the last ones first.

GitHub takes at most 125,000 characters for a release. Nothing is cut inside an entry, headings
without entries go too, and the text says how many changes are missing and where all of them are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec.structs import replace

from domain.errors import Malformed
from projections.notes.answer import Entry, Notes
from service.formats.options import Options

GITHUB_LIMIT: Final = 125_000

Print = Callable[[Sequence[Notes], Options], str]


def fitted(write: Print, releases: Sequence[Notes], options: Options) -> str:
    """The text with as many changes as fit; `Malformed` where not even one without any does."""
    text = write(releases, options)
    if not options.limit or len(text) <= options.limit:
        return text
    total = len(dict.fromkeys(_keys(releases)))
    fits, too_many = "", total
    fewest = 0
    while fewest < too_many:
        middle = (fewest + too_many) // 2
        text = write(_first(releases, middle), replace(options, left_out=total - middle))
        if len(text) <= options.limit:
            fits, fewest = text, middle + 1
        else:
            too_many = middle
    if not fits:
        raise Malformed(
            f"{options.limit:,} characters are too few for these notes even without their changes: "
            "allow for more"
        )
    return fits


def _keys(releases: Iterable[Notes]) -> Iterator[tuple[int, str]]:
    """Every listed change once a release, in the order in which it is read."""
    for index, notes in enumerate(releases):
        for entry in _listed(notes):
            yield index, entry.change.key


def _listed(notes: Notes) -> Iterator[Entry]:
    yield from (*notes.highlights, *notes.breaking)
    yield from (entry for heading in notes.headings for entry in heading.entries)


def _first(releases: Sequence[Notes], most: int) -> list[Notes]:
    """The releases with so many changes; one that lost all of them is gone, but for the first."""
    kept: list[set[str]] = [set() for _ in releases]
    for index, key in islice(dict.fromkeys(_keys(releases)), most):
        kept[index].add(key)
    cut = [_cut(notes, keys) for notes, keys in zip(releases, kept, strict=True)]
    return [notes for index, notes in enumerate(cut) if index == 0 or any(_listed(notes))]


def _cut(notes: Notes, keys: set[str]) -> Notes:
    headings = (replace(one, entries=_kept(one.entries, keys)) for one in notes.headings)
    return replace(
        notes,
        headings=tuple(one for one in headings if one.entries),
        highlights=_kept(notes.highlights, keys),
        breaking=_kept(notes.breaking, keys),
    )


def _kept(entries: Iterable[Entry], keys: set[str]) -> tuple[Entry, ...]:
    return tuple(one for one in entries if one.change.key in keys)
