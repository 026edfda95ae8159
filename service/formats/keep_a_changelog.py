"""Keep a Changelog 1.1.0: its six sections and no others, ISO dates, and links at the end.

What a team's own sections hold is put under the six: where the section is not one of them, by the
advisories of a change, by a first word like «Remove» or «Deprecate», by its type, by the section's
title, by any other first word, and else under Changed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from projections.notes.answer import Entry, Notes
from service.formats import links, markdown, story
from service.formats.escape import title
from service.formats.lines import Lines, Written
from service.formats.options import Options

ADDED, CHANGED, DEPRECATED = "Added", "Changed", "Deprecated"
REMOVED, FIXED, SECURITY = "Removed", "Fixed", "Security"
SECTIONS: Final = (ADDED, CHANGED, DEPRECATED, REMOVED, FIXED, SECURITY)

PREAMBLE: Final = """\
# Changelog

All notable changes to this project will be documented in this file.

The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/)."""

# By the beginning of a word: of a section's title, a type, or a change's own title.
_WORDS: Final = {
    "secur": SECURITY,
    "vulnerab": SECURITY,
    "deprecat": DEPRECATED,
    "remov": REMOVED,
    "drop": REMOVED,
    "delet": REMOVED,
    "fix": FIXED,
    "bug": FIXED,
    "feat": ADDED,
    "new": ADDED,
    "add": ADDED,
    "introduc": ADDED,
    "enhanc": CHANGED,
    "chang": CHANGED,
}
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})", re.IGNORECASE)


def one(notes: Notes, options: Options) -> str:
    """The section of one release, with its link."""
    return _text((release(notes, options), *markdown.cut(options), *_references((notes,))))


def many(releases: Sequence[Notes], options: Options) -> str:
    """A whole file, the newest release first."""
    written = Written()
    told = (release(notes, options, written) for notes in releases)
    return _text((PREAMBLE, *told, *markdown.cut(options), *_references(releases)))


def release(notes: Notes, options: Options, written: Written | None = None) -> str:
    """One release without its link; some of its lines may be written already."""
    parts, told = [_heading(notes)] if options.heading else [], Lines(notes, written)
    for name, entries in _filed(notes).items():
        lines = (
            [markdown.advisory(notes, one) for one in notes.advisories] if name == SECURITY else []
        )
        lines += [_line(told, entry) for entry in entries]
        if lines:
            parts.append(f"### {name}\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def references(releases: Sequence[Notes]) -> str:
    """Where the headings' brackets lead, a line each."""
    told = ((title(_name(one)), _address(one)) for one in releases)
    return "\n".join(f"[{name}]: {url}" for name, url in told if url)


def _address(notes: Notes) -> str:
    return links.compare(notes) if notes.previous else links.release(notes)


def _references(releases: Sequence[Notes]) -> Iterator[str]:
    if told := references(releases):
        yield told


def _text(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(notes: Notes) -> str:
    """Brackets are a link, so they stand where there is one, and about Unreleased, as always."""
    name = title(_name(notes))
    bracketed = f"[{name}]" if not notes.tag or _address(notes) else name
    date = story.day(notes.date)
    yanked = " [YANKED]" if notes.yanked else ""
    return f"## {bracketed}{f' - {date}' if date else ''}{yanked}"


def _name(notes: Notes) -> str:
    return "Unreleased" if notes.state == "unreleased" and not notes.component else notes.title


def _filed(notes: Notes) -> dict[str, list[Entry]]:
    filed: dict[str, list[Entry]] = {name: [] for name in SECTIONS}
    for heading in notes.headings:
        for entry in heading.entries:
            filed[_section(heading.title, entry)].append(entry)
    return filed


def _section(heading: str, entry: Entry) -> str:
    if heading in SECTIONS:
        return heading
    if entry.advisories:
        return SECURITY
    first, _, _ = entry.title.partition(" ")
    own = _named(first)
    if own in {REMOVED, DEPRECATED}:
        return own
    return _named(entry.type) or _named(heading) or own or CHANGED


def _named(words: str) -> str:
    found = _WORD.search(words)
    return _WORDS[found[0].lower()] if found else ""


def _line(lines: Lines, entry: Entry) -> str:
    told = lines.of(entry, entry.breaking_text or entry.text)
    return f"- **Breaking:** {told.removeprefix('- ')}" if entry.breaking else told
