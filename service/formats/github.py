"""GitHub's generated notes, to the byte, of pull requests alone.

Titles are printed as their authors wrote them, or as an editor did, and so are mentions: that is
what GitHub does. A title's line breaks become spaces, so that nothing leaves its line. Which pull
requests are listed is decided before: changes that were reverted inside the range are gone here,
and on GitHub they are not. What is folded elsewhere has lines of its own again.

Not settled, for want of a description: the order of the bullets (here the order of merging, the
oldest first, as far as it is known), whether bots are named among the new contributors (here they
are not), and the white space where no pull request is listed (here the footer alone).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from projections.notes.answer import Contributor, Entry, Notes
from service.formats import links, story
from service.formats.options import Options

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def one(notes: Notes, options: Options) -> str:
    """The body of a release."""
    sections = _sections(notes)
    footer = "\n".join((*_cut(options), *_footer(notes)))
    if not sections:
        return footer
    comment = _comment(notes)
    newcomers = "\n".join(_newcomers(notes))
    # An empty section leaves its blank line behind.
    return f"{comment}## What's Changed\n{sections}\n\n{newcomers}\n{footer}"


def _comment(notes: Notes) -> str:
    if not notes.settings_path:
        return ""
    where = f"{notes.settings_path} at {notes.settings_ref}".replace("-->", "--&gt;")
    return f"<!-- Release notes generated using configuration in {verbatim(where)} -->\n\n"


def _sections(notes: Notes) -> str:
    """Without a file of settings GitHub knows no sections."""
    folded = {one.change.key: one for one in notes.unlisted if one.reason == "folded"}
    titled = [(one.title, _in_order(_unfolded(one.entries, folded))) for one in notes.headings]
    if not notes.settings_path:
        titled = [("", _in_order(entry for _, entries in titled for entry in entries))]
    parts = (_section(notes, title, entries) for title, entries in titled if entries)
    return "\n".join(parts)


def _section(notes: Notes, title: str, entries: Iterable[Entry]) -> str:
    heading = [f"### {verbatim(title)}"] if title else []
    return "\n".join((*heading, *(_bullet(notes, entry) for entry in entries)))


def _unfolded(entries: Iterable[Entry], folded: dict[str, Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from (folded[key] for key in entry.folds if key in folded)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    pulls = {one.change.key: one for one in entries if one.change.number is not None}
    return sorted(pulls.values(), key=_merged)


def _merged(entry: Entry) -> tuple[datetime, int]:
    change = entry.change
    return change.merged_at or change.at or _LONG_AGO, change.number or 0


def _bullet(notes: Notes, entry: Entry) -> str:
    change = entry.change
    by = f" by {_who(change.author.name, change.author.kind)}" if change.author else ""
    return f"* {own_title(entry)}{by} in {_pull(notes, change.number or 0)}"


def own_title(entry: Entry) -> str:
    """As its author wrote it, or an editor, on one line."""
    edited = entry.edit.title if entry.edit else None
    return verbatim(edited or entry.change.title)


def _who(name: str, kind: str) -> str:
    return verbatim(name) if kind == "git" else f"@{verbatim(name)}"


def _pull(notes: Notes, number: int) -> str:
    return links.pull(notes, number) or f"#{number}"


def _newcomers(notes: Notes) -> Iterator[str]:
    known = [one for one in story.newcomers(notes) if _is_told(one)]
    if known:
        yield "## New Contributors"
        for one in known:
            where = _pull(notes, one.first_number or 0)
            yield f"* @{verbatim(one.who.name)} made their first contribution in {where}"
        yield ""


def _is_told(one: Contributor) -> bool:
    """GitHub tells accounts apart, and knows no others."""
    return one.precision == "login" and one.first_number is not None


def _footer(notes: Notes) -> Iterator[str]:
    if url := links.compare(notes):
        yield f"**Full Changelog**: {url}"


def _cut(options: Options) -> Iterator[str]:
    if told := story.left_out(options):
        url = links.web(options.full_url)
        yield f"… {told}{f': {url}' if url else ''}\n"


def verbatim(text: str) -> str:
    """Verbatim, but for what would end the line or cannot be written."""
    one_line = " ".join(text.replace("\0", "\ufffd").splitlines())
    return one_line.encode(errors="replace").decode() if not one_line.isascii() else one_line
