"""Markdown, the form that is taken where none is asked for."""

import re
from collections.abc import Iterator, Sequence

from projections.notes.answer import Advisory, Contributor, Notes
from service.formats import links, story
from service.formats.escape import linked, title
from service.formats.lines import Lines, Written, linked_title, who
from service.formats.options import Options

_COMMIT = re.compile(r"[0-9a-f]{40,64}")


def one(notes: Notes, options: Options) -> str:
    """One release or range."""
    if options.heading:
        return _text((*_release(notes, options), *cut(options)))
    return _text((*_body(notes, options, level=2), *cut(options)))


def many(releases: Sequence[Notes], options: Options) -> str:
    """A change log, the newest release first."""
    written = Written()
    told = (part for notes in releases for part in _release(notes, options, written))
    return _text(("# Changelog", *told, *cut(options)))


def release(notes: Notes, options: Options, written: Written) -> str:
    """One release as it stands in a change log, of which some lines may be written already."""
    return _text(_release(notes, options, written))


def _text(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _release(notes: Notes, options: Options, written: Written | None = None) -> tuple[str, ...]:
    date = story.day(notes.date)
    dated = f" ({date})" if date else ""
    body = _body(notes, options, level=3, written=written)
    return f"## {title(notes.title)}{dated}", *body


def _body(
    notes: Notes, options: Options, *, level: int, written: Written | None = None
) -> Iterator[str]:
    if notes.yanked:
        yield f"**Yanked:** {title(notes.yanked)}"
    blocks, lines = story.blocks(notes), Lines(notes, written)
    for block in blocks:
        if block.title:
            yield f"{'#' * level} {title(block.title)}"
        yield _block(notes, block, lines)
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


def _block(notes: Notes, block: story.Block, lines: Lines) -> str:
    told = (advisory(notes, one) for one in block.advisories)
    listed = "\n".join((*told, *map(lines.of, block.entries, block.texts)))
    if not block.collapsed:
        return listed
    count = f"{len(block.entries):,} changes" if len(block.entries) != 1 else "1 change"
    return f"<details>\n<summary>{count}</summary>\n\n{listed}\n\n</details>"


def advisory(notes: Notes, one: Advisory) -> str:
    """A security advisory behind its bullet."""
    severity = f" ({title(one.severity)})" if one.severity else ""
    summary = f": {linked_title(notes, one.summary)}" if one.summary else ""
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
