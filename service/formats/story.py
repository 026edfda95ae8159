"""The order in which readers are told of a release, whatever the markup: first what may hurt.

Highlights, breaking changes, security, the sections, new contributors; then what it was compared
with, and what is not in the text. A breaking change is told once, at the top: a team's own section
for them moves up and keeps its name.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from projections.notes.answer import Advisory, Contributor, Entry, Heading, Notes
from projections.who import Who
from service.formats.elsewhere import elsewhere
from service.formats.options import INTERNAL, Options

HIGHLIGHTS: Final = "Highlights"
BREAKING: Final = "Breaking changes"
SECURITY: Final = "Security"
NEW_CONTRIBUTORS: Final = "New contributors"
NOTHING: Final = "No changes to list."

_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\])?")


class Block(Struct, frozen=True):
    """A heading with what stands under it; `texts` are those of its entries, in their order."""

    title: str
    entries: tuple[Entry, ...]
    texts: tuple[str, ...]
    advisories: tuple[Advisory, ...] = ()
    collapse_after: int = -1

    @property
    def collapsed(self) -> bool:
        return 0 <= self.collapse_after < len(self.entries)


def blocks(notes: Notes) -> tuple[Block, ...]:
    """The headings of a release in the order in which they are read, none empty."""
    sections = (one for one in _rest(notes) if not _is_about(one, "security"))
    told = (*_first(notes), *map(_section, sections))
    return tuple(one for one in told if one.entries or one.advisories)


def _first(notes: Notes) -> Iterator[Block]:
    lifted = notes.highlights
    yield Block(HIGHLIGHTS, lifted, tuple(one.text for one in lifted))
    breaking = notes.breaking
    texts = tuple(one.breaking_text or _text(one) for one in breaking)
    yield Block(_own_title(notes, "breaking", BREAKING), breaking, texts)
    secure = tuple(one for one in _rest(notes) if _is_about(one, "security"))
    entries = tuple(entry for one in secure for entry in one.entries)
    if entries or notes.advisories:
        title = _own_title(notes, "security", SECURITY)
        yield replace(_section(Heading(title, entries)), advisories=notes.advisories)


def _rest(notes: Notes) -> Iterator[Heading]:
    """The sections without what breaks, which is told above them."""
    breaking = {one.change.key for one in notes.breaking}
    if not breaking:
        yield from notes.headings
        return
    for one in notes.headings:
        yield replace(one, entries=_without(one.entries, breaking))


def _without(entries: Iterable[Entry], keys: set[str]) -> tuple[Entry, ...]:
    return tuple(one for one in entries if one.change.key not in keys)


def _section(one: Heading) -> Block:
    texts = tuple(map(_text, one.entries))
    return Block(one.title, one.entries, texts, collapse_after=one.collapse_after)


def _own_title(notes: Notes, about: str, otherwise: str) -> str:
    return next((one.title for one in notes.headings if _is_about(one, about)), otherwise)


def _is_about(heading: Heading, word: str) -> bool:
    return word in heading.title.lower()


def _text(entry: Entry) -> str:
    """A highlight's text stands at the top already."""
    return "" if entry.highlighted else entry.text


def remarks(notes: Notes, entry: Entry) -> Iterator[str]:
    """What a line says besides its title, in words: other releases, reverts, advisories."""
    yield from reverts(entry)
    if others := elsewhere(notes, entry):
        yield also_in(others)
    yield from entry.advisories


def reverts(entry: Entry) -> Iterator[str]:
    """What was released that it takes back."""
    if entry.change.net == "reverts":
        for one in entry.change.reverts:
            shipped = f", shipped in {one.shipped_in}" if one.shipped_in else ""
            yield f"reverts {_reverted(one.key, one.named)}{shipped}"


def also_in(others: Iterable[str]) -> str:
    """In which other releases it is."""
    return f"also in {', '.join(others)}"


def _reverted(key: str, named: str) -> str:
    kind, _, name = key.partition(":")
    if kind == "pull":
        return f"#{name}"
    return name[:8] if kind == "commit" else named


def authors(entry: Entry) -> tuple[Who, ...]:
    """Who wrote it and who wrote with them."""
    author, others = entry.change.author, entry.change.co_authors
    if not others:
        return (author,) if author is not None else ()
    wrote = (author, *others)
    return tuple(dict.fromkeys(one for one in wrote if one is not None))


def is_account(one: Who) -> bool:
    """A name that the forge knows, and that may be mentioned."""
    return one.kind != "git" and bool(_ACCOUNT.fullmatch(one.name))


def newcomers(notes: Notes) -> tuple[Contributor, ...]:
    return tuple(one for one in notes.contributors if one.first)


def day(moment: datetime | None) -> str:
    """`2026-06-01`; empty where the moment is not known."""
    return f"{moment.astimezone(UTC):%Y-%m-%d}" if moment else ""


def closing(notes: Notes, options: Options) -> Iterator[str]:
    """Sentences at the end: what is not here, what it was compared with and why, what is unsure."""
    if notes.base is not None:
        former = f"Compared with {notes.base.tag}: " if notes.base.tag else ""
        yield _sentence(f"{former}{notes.base.why}")
    elif notes.from_ and notes.to:
        yield f"From {notes.from_.asked} to {notes.to.asked}."
    yield from filter(None, (notes.note, notes.people_note if newcomers(notes) else ""))
    if options.audience == INTERNAL:
        yield from notes.problems


def left_out(options: Options) -> str:
    """How many changes are not in the text for want of room; empty where all are."""
    several = "change is" if options.left_out == 1 else "changes are"
    return f"{options.left_out:,} more {several} left out for length" if options.left_out else ""


def _sentence(text: str) -> str:
    ended = text if text.endswith((".", "!", "?")) else f"{text}."
    return ended[:1].upper() + ended[1:]
