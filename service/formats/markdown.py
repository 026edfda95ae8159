"""Markdown, the form that is taken where none is asked for."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from projections.notes.answer import Advisory, Contributor, Entry, Notes
from projections.who import Who
from service.formats import links, story
from service.formats.escape import linked, title
from service.formats.options import Options
from service.formats.paragraph import paragraph

_COMMIT = re.compile(r"[0-9a-f]{40,64}")


def one(notes: Notes, options: Options) -> str:
    """One release or range."""
    if options.heading:
        return _text((*_release(notes, options), *cut(options)))
    return _text((*_body(notes, options, level=2), *cut(options)))


def many(releases: Sequence[Notes], options: Options) -> str:
    """A change log, the newest release first."""
    told = (part for notes in releases for part in _release(notes, options))
    return _text(("# Changelog", *told, *cut(options)))


def release(notes: Notes, options: Options) -> str:
    """One release as it stands in a change log."""
    return _text(_release(notes, options))


def _text(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _release(notes: Notes, options: Options) -> tuple[str, ...]:
    date = story.day(notes.date)
    dated = f" ({date})" if date else ""
    return f"## {title(notes.title)}{dated}", *_body(notes, options, level=3)


def _body(notes: Notes, options: Options, *, level: int) -> Iterator[str]:
    if notes.yanked:
        yield f"**Yanked:** {title(notes.yanked)}"
    blocks = story.blocks(notes)
    for block in blocks:
        if block.title:
            yield f"{'#' * level} {title(block.title)}"
        yield _block(notes, block)
    if not blocks and not options.left_out:
        yield story.NOTHING
    if newcomers := story.newcomers(notes):
        yield f"{'#' * level} {story.NEW_CONTRIBUTORS}"
        yield "\n".join(_newcomer(notes, person) for person in newcomers)
    if told := " ".join(title(sentence) for sentence in story.closing(notes, options)):
        yield told
    if url := links.compare(notes):
        label = "...".join(_short(one) for one in links.ends(notes) if one)
        yield f"**Full changelog**: [{title(label)}]({url})"


def _short(name: str) -> str:
    """A commit as people write it; a tag whole."""
    return name[:8] if _COMMIT.fullmatch(name) else name


def _block(notes: Notes, block: story.Block) -> str:
    told = zip(block.entries, block.texts, strict=True)
    lines = [
        *(advisory(notes, one) for one in block.advisories),
        *(line(notes, entry, text) for entry, text in told),
    ]
    listed = "\n".join(lines)
    if not block.collapsed:
        return listed
    count = f"{len(block.entries):,} changes" if len(block.entries) != 1 else "1 change"
    return f"<details>\n<summary>{count}</summary>\n\n{listed}\n\n</details>"


def line(notes: Notes, entry: Entry, text: str) -> str:
    """A change behind its bullet, with a paragraph under it."""
    words = _Words(
        notes.url,
        entry.scope,
        entry.title,
        tuple(links.numbers(entry)),
        entry.change.sha,
        story.authors(entry),
        tuple(story.remarks(notes, entry)),
    )
    return f"{_written(words)}{_indented(paragraph(text)) if text else ''}"


class _Words(NamedTuple):
    """All that stands in the line of a change; `url` is the repository's."""

    url: str
    scope: str
    title: str
    numbers: tuple[int, ...]
    sha: str
    authors: tuple[Who, ...]
    remarks: tuple[str, ...]


@lru_cache(maxsize=8192)  # a change stands in many releases, where there are many lines of them
def _written(line: _Words) -> str:
    words = [f"**{title(line.scope)}:**"] if line.scope else []
    words += [_linked_title(line, line.title), _references(line)]
    if names := ", ".join(map(who, line.authors)):
        words.append(f"by {names}")
    remarks = "; ".join(_linked_title(line, remark) for remark in line.remarks)
    return f"- {' '.join(words)}" + (f" – {remarks}" if remarks else "")


def _linked_title(notes: links.Placed, text: str) -> str:
    return title(text, lambda number: links.issue(notes, number))


def _references(line: _Words) -> str:
    """The numbers of pull requests, or a commit's."""
    numbers = [linked(f"#{one}", links.pull(line, one)) for one in line.numbers]
    return f"({', '.join(numbers) or linked(line.sha[:8], links.commit(line, line.sha))})"


@lru_cache(maxsize=4096)
def who(one: Who) -> str:
    """An account is mentioned, for it is theirs; a name out of git is text."""
    mark = "@" if story.is_account(one) else ""
    return f"{mark}{title(one.name)}"


def _indented(text: str) -> str:
    return "".join(f"\n{f'  {one}' if one else ''}" for one in ("", *text.splitlines()) if text)


def advisory(notes: Notes, one: Advisory) -> str:
    """A security advisory behind its bullet."""
    severity = f" ({title(one.severity)})" if one.severity else ""
    summary = f": {_linked_title(notes, one.summary)}" if one.summary else ""
    return f"- {linked(title(one.id), links.web(one.url))}{severity}{summary}"


def _newcomer(notes: Notes, person: Contributor) -> str:
    number = person.first_number
    if number is not None:
        where = linked(f"#{number}", links.pull(notes, number))
    else:
        sha = person.first.partition(":")[2]
        where = linked(sha[:8], links.commit(notes, sha))
    return f"- {who(person.who)} made their first contribution in {where}"


def cut(options: Options) -> Iterator[str]:
    """How much is not in the text, and where it is."""
    if told := story.left_out(options):
        url = links.web(options.full_url)
        yield f"_… {told}{f': [the whole text]({url})' if url else ''}._"
