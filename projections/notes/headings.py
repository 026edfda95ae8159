"""The headings of notes: the sections that hold something, in their order."""

from collections.abc import Sequence
from dataclasses import replace

from projections.notes.answer import Entry, Heading
from projections.notes.kinds import ALL, REST, SECTIONS
from projections.notes.settings import Section, Settings

_LEADING = 2  # of our own sections: what is breaking, and what is of security


def headings(
    entries: Sequence[Entry], sections: tuple[Section, ...], settings: Settings
) -> tuple[Heading, ...]:
    """None of them empty. What has no section stands before all; what an editor made up, after."""
    standing: dict[str, list[Entry]] = {"": []}
    standing |= {section.title: [] for section in sections}
    for one in entries:
        standing.setdefault(one.section, []).append(one)
    by_title = {section.title: section for section in sections}
    found = [
        _heading(title, inside, by_title.get(title), settings)
        for title, inside in standing.items()
        if inside
    ]
    return tuple(_plainly(found) if sections is SECTIONS else found)


def _heading(
    title: str, entries: list[Entry], section: Section | None, settings: Settings
) -> Heading:
    return Heading(
        title=title,
        entries=tuple(_ordered(entries, settings.order)),
        collapse_after=section.collapse_after if section else -1,
        internal=section.internal if section else False,
    )


def _ordered(entries: list[Entry], order: str) -> list[Entry]:
    """As settled; before them those that an editor gave a place."""
    if order in ("title", "title-descending"):
        down = order != "title"
        entries = sorted(entries, key=lambda one: one.title.casefold(), reverse=down)
    elif order == "oldest":
        entries = entries[::-1]
    placed = [one for one in entries if one.edit and one.edit.order is not None]
    if not placed:
        return entries
    placed.sort(key=lambda one: (one.edit.order if one.edit else None) or 0)
    return placed + [one for one in entries if not (one.edit and one.edit.order is not None)]


def _plainly(found: list[Heading]) -> list[Heading]:
    """Where most changes say nothing of their kind, they are «What's changed», and not a heap of
    others at the end.
    """
    rest = next((one for one in found if one.title == REST), None)
    if rest is None:
        return found
    others = [one for one in found if one is not rest]
    kinds = sum(len(one.entries) for one in others if one.title != "Dependencies")
    if len(rest.entries) <= kinds:
        return found
    titled = tuple(_renamed(one) for one in rest.entries)
    leading = sum(one.title in {two.title for two in SECTIONS[:_LEADING]} for one in others)
    return [*others[:leading], replace(rest, title=ALL, entries=titled), *others[leading:]]


def _renamed(entry: Entry) -> Entry:
    return replace(entry, section=ALL, why=entry.why.replace(f"«{REST}»", f"«{ALL}»"))
