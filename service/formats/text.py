"""Plain text, wrapped, for mail and terminals."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from projections.notes.answer import Contributor, Entry, Notes
from service.formats import links, story
from service.formats.options import Options
from service.seen import line, seen

WIDTH: Final = 78


def one(notes: Notes, options: Options) -> str:
    """One release or range."""
    return _text((*_release(notes, options), *_cut(options)))


def many(releases: Sequence[Notes], options: Options) -> str:
    """A change log, the newest release first."""
    told = (part for notes in releases for part in _release(notes, options))
    return _text((*told, *_cut(options)))


def _text(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _release(notes: Notes, options: Options) -> Iterator[str]:
    if options.heading:
        date = story.day(notes.date)
        name = f"{line(notes.title)} ({date})" if date else line(notes.title)
        yield f"{name}\n{'=' * min(len(name), WIDTH)}"
    if notes.yanked:
        yield _wrapped(f"Yanked: {line(notes.yanked)}")
    blocks = story.blocks(notes)
    for block in blocks:
        yield "\n".join((*_underlined(block.title), *_lines(notes, block)))
    if not blocks and not options.left_out:
        yield story.NOTHING
    if newcomers := story.newcomers(notes):
        yield "\n".join((*_underlined(story.NEW_CONTRIBUTORS), *map(_newcomer, newcomers)))
    if told := " ".join(map(line, story.closing(notes, options))):
        yield _wrapped(told)
    if url := links.compare(notes):
        yield f"Full changelog: {url}"


def _underlined(title: str) -> Iterator[str]:
    if title:
        name = line(title)
        yield f"{name}\n{'-' * min(len(name), WIDTH)}"


def _lines(notes: Notes, block: story.Block) -> Iterator[str]:
    for advisory in block.advisories:
        severity = f" ({line(advisory.severity)})" if advisory.severity else ""
        yield _item(f"{line(advisory.id)}{severity}: {line(advisory.summary)}")
    for entry, text in zip(block.entries, block.texts, strict=True):
        yield _item(told(notes, entry))
        yield from (_wrapped(line(one), "    ") for one in seen(text).splitlines() if one.strip())


def told(notes: Notes, entry: Entry) -> str:
    """A change in one line of words."""
    numbers = ", ".join(f"#{number}" for number in links.numbers(entry))
    names = ", ".join(line(person.name) for person in story.authors(entry))
    scope = f"{line(entry.scope)}: " if entry.scope else ""
    by = f" by {names}" if names else ""
    remarks = "; ".join(map(line, story.remarks(notes, entry)))
    title = line(entry.title) or "(untitled)"
    return f"{scope}{title} ({numbers or entry.change.sha[:8]}){by}" + (
        f" – {remarks}" if remarks else ""
    )


def _item(text: str) -> str:
    return _wrapped(text, "  ", "- ")


def _wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """Between words; a word that is too long for a line stays whole."""
    opening = indent if first is None else first
    if len(opening) + len(text) <= WIDTH:
        return f"{opening}{text}"
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=opening,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _newcomer(person: Contributor) -> str:
    number = person.first_number
    where = person.first.partition(":")[2][:8] if number is None else f"#{number}"
    return _item(f"{line(person.who.name)} made their first contribution in {where}")


def _cut(options: Options) -> Iterator[str]:
    if left := story.left_out(options):
        url = links.web(options.full_url)
        yield f"… {left}{f': {url}' if url else ''}."
