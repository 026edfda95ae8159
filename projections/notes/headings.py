"""The headings of notes: the sections that hold something, in their order."""

from collections.abc import Iterator, Sequence

from projections.notes.answer import Entry, Heading
from projections.notes.kinds import ALL, SECTIONS
from projections.notes.settings import Section, Settings

_LEADING = 2  # of our own sections: what is breaking, and what is of security


def headings(
    entries: Sequence[Entry], sections: tuple[Section, ...], settings: Settings
) -> tuple[Heading, ...]:
    """None of them empty. What has no section stands before all; what an editor made up, after."""
    standing: dict[str, list[Entry]] = {title: [] for title in _titles(sections)}
    for one in entries:
        standing.setdefault(one.section, []).append(one)
    by_title = {section.title: section for section in sections}
    return tuple(
        _heading(title, inside, by_title.get(title), settings)
        for title, inside in standing.items()
        if inside
    )


def _titles(sections: tuple[Section, ...]) -> Iterator[str]:
    """In their order; of our own, what is the most of it stands after what must come first."""
    yield ""
    for number, section in enumerate(sections):
        if sections is SECTIONS and number == _LEADING:
            yield ALL
        yield section.title


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
