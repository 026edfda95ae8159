"""Slack's Block Kit, as the JSON of a message, within Slack's limits.

`&`, `<` and `>` are escaped as Slack asks for, and `verbatim` keeps it from looking for mentions
and channels itself, so no title can call anybody. Slack knows no escape for `*`, `_`, `~` and
backticks: a title may turn bold or slanted there, and nothing more. A long title is cut, so that
each line fits into a text with its links.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from projections.notes.answer import Contributor, Entry, Notes
from service.formats import links, story
from service.formats.options import Options
from service.seen import line

MOST_BLOCKS: Final = 50
MOST_CHARACTERS: Final = 3_000
MOST_IN_A_HEADER: Final = 150

Block = dict[str, Any]


def many(releases: Sequence[Notes], options: Options) -> str:
    """A message; what does not fit is counted and linked in the last block."""
    built = [block for notes in releases for block in _release(notes, options)]
    count = sum(changes for _, changes in built)
    kept = built if len(built) < MOST_BLOCKS else built[: MOST_BLOCKS - 1]
    left_out = options.left_out + count - sum(changes for _, changes in kept)
    blocks = [block for block, _ in kept] + list(_cut(left_out, options.full_url))
    name = ", ".join(line(one.title) for one in releases[:3])
    return (
        json.dumps({"text": escaped(name), "blocks": blocks}, ensure_ascii=False, indent=2) + "\n"
    )


def _release(notes: Notes, options: Options) -> Iterator[tuple[Block, int]]:
    """Blocks, each with how many changes it tells."""
    if options.heading:
        name = " ".join(filter(None, (line(notes.repository), line(notes.title))))
        header = name if len(name) <= MOST_IN_A_HEADER else f"{name[: MOST_IN_A_HEADER - 1]}…"
        yield {"type": "header", "text": {"type": "plain_text", "text": header}}, 0
    if notes.yanked:
        yield _section(f"*Yanked:* {_short(notes.yanked)}"), 0
    blocks = story.blocks(notes)
    for block in blocks:
        yield from _filled(
            f"*{_short(block.title)}*" if block.title else "", list(_lines(notes, block))
        )
    if not blocks and not options.left_out:
        yield _section(story.NOTHING), 0
    if newcomers := story.newcomers(notes):
        lines = [(_newcomer(notes, person), 0) for person in newcomers]
        yield from _filled(f"*{story.NEW_CONTRIBUTORS}*", lines)
    told = escaped(_cut_at(line(" ".join(story.closing(notes, options))), 400))
    url = links.compare(notes)
    compare = linked("Full changelog", url) if url else ""
    if closing := " ".join(filter(None, (told, compare))):
        yield {"type": "context", "elements": [mrkdwn(closing)]}, 0


def _lines(notes: Notes, block: story.Block) -> Iterator[tuple[str, int]]:
    for advisory in block.advisories:
        name = linked(_short(advisory.id), links.web(advisory.url))
        yield f"• {name}: {_short(advisory.summary)}", 0
    for entry in block.entries:
        yield _line(notes, entry), 1


def _line(notes: Notes, entry: Entry) -> str:
    numbers = [linked(f"#{one}", links.pull(notes, one)) for one in links.numbers(entry)]
    sha = entry.change.sha
    where = ", ".join(numbers[:5]) or linked(sha[:8], links.commit(notes, sha))
    names = ", ".join(_short(person.name, 30) for person in story.authors(entry)[:5])
    remarks = escaped(_cut_at(line("; ".join(story.remarks(notes, entry))), 100))
    title = f"• {_short(entry.title)}"
    told = f"{title} ({where})" + (f" by {names}" if names else "")
    whole = told + (f" – {remarks}" if remarks else "")
    return whole if len(whole) < MOST_CHARACTERS else title


def _filled(title: str, lines: Sequence[tuple[str, int]]) -> Iterator[tuple[Block, int]]:
    """As many lines in a block as its text may have, none of them cut."""
    text, changes = title, 0
    for told, count in lines:
        if len(text) + 1 + len(told) > MOST_CHARACTERS:
            yield _section(text), changes
            text, changes = told, count
        else:
            text, changes = f"{text}\n{told}" if text else told, changes + count
    yield _section(text), changes


def _section(text: str) -> Block:
    return {"type": "section", "text": mrkdwn(text)}


def mrkdwn(text: str) -> Block:
    """A text with links, in which Slack looks for nothing else."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _short(words: str, most: int = 200) -> str:
    """A stranger's line, no longer than leaves room for what stands beside it."""
    return escaped(_cut_at(line(words), most)) or "(untitled)"


def _cut_at(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def escaped(words: str) -> str:
    """What a stranger wrote, as text."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(words: str, url: str) -> str:
    """Escaped words, as a link where there is an address that is no story."""
    return f"<{escaped(url)}|{words}>" if 0 < len(url) < 400 else words


def _newcomer(notes: Notes, person: Contributor) -> str:
    number = person.first_number
    where = "" if number is None else f" in {linked(f'#{number}', links.pull(notes, number))}"
    return f"• {_short(person.who.name)} made their first contribution{where}"


def _cut(left_out: int, full_url: str) -> Iterator[Block]:
    if told := story.left_out(Options(left_out=left_out)):
        yield _section(f"… {linked(told, links.web(full_url))}.")
