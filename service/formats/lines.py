"""The lines of changes in Markdown: what a line says in every release is written once."""

from functools import lru_cache, partial
from typing import NamedTuple

from msgspec import Struct

from projections.kept import Kept
from projections.notes.answer import Entry, Notes
from projections.who import Who
from service.formats import links, story
from service.formats.elsewhere import elsewhere
from service.formats.escape import linked, title
from service.formats.paragraph import paragraph


class _Repository(Struct, frozen=True):
    url: str


class _Written(NamedTuple):
    """A line up to its remarks, and those that come before and after the other releases."""

    line: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Written:
    """What lines of many releases say in every one of them, as long as entries come again."""

    def __init__(self) -> None:
        self._of: dict[str, Kept[Entry, _Written]] = {}

    def at(self, url: str) -> Kept[Entry, _Written]:
        """That of the changes of one repository."""
        if url not in self._of:
            self._of[url] = Kept(partial(_written, _Repository(url)))
        return self._of[url]


class Lines:
    """Those of one release or range."""

    def __init__(self, notes: Notes, written: Written | None = None) -> None:
        self._notes = notes
        self._written = (written or Written()).at(notes.url)
        # By identities, which the notes keep: most changes are in the same releases.
        self._also: dict[tuple[int, int], str] = {}

    def of(self, entry: Entry, text: str) -> str:
        """A change behind its bullet, with a paragraph under it."""
        line, before, after = self._written.of(entry)
        remarks = self._also_in(entry) if entry.also_in else ""
        if before or after:
            remarks = "; ".join(filter(None, (*before, remarks, *after)))
        told = f"{line} – {remarks}" if remarks else line
        return f"{told}{_indented(paragraph(text))}" if text else told

    def _also_in(self, entry: Entry) -> str:
        same = id(entry.also_in), id(entry.change.origin)
        if same not in self._also:
            others = elsewhere(self._notes, entry)
            self._also[same] = linked_title(self._notes, story.also_in(others)) if others else ""
        return self._also[same]


def _written(repository: _Repository, entry: Entry) -> _Written:
    words = [f"**{title(entry.scope)}:**"] if entry.scope else []
    words += [linked_title(repository, entry.title), _references(repository, entry)]
    if names := ", ".join(map(who, story.authors(entry))):
        words.append(f"by {names}")
    told = partial(linked_title, repository)
    return _Written(
        f"- {' '.join(words)}",
        tuple(map(told, story.reverts(entry))) if entry.change.reverts else (),
        tuple(map(told, entry.advisories)) if entry.advisories else (),
    )


def linked_title(notes: links.Placed, text: str) -> str:
    """A stranger's words, in which references lead to the repository."""
    return title(text, lambda number: links.issue(notes, number))


def _references(repository: _Repository, entry: Entry) -> str:
    """The numbers of pull requests, or a commit's."""
    numbers = [linked(f"#{one}", links.pull(repository, one)) for one in links.numbers(entry)]
    sha = entry.change.sha
    return f"({', '.join(numbers) or linked(sha[:8], links.commit(repository, sha))})"


@lru_cache(maxsize=4096)
def who(one: Who) -> str:
    """An account is mentioned, for it is theirs; a name out of git is text."""
    mark = "@" if story.is_account(one) else ""
    return f"{mark}{title(one.name)}"


def _indented(text: str) -> str:
    return "".join(f"\n{f'  {one}' if one else ''}" for one in ("", *text.splitlines()) if text)
