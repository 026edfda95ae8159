"""The document: notes in JSON as programs of others read them, by a schema that stays.

`docs/schemas/notes.schema.json` is written from these classes. Within a schema fields are only
added; whatever would break a reader gets another number.
"""

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

SCHEMA: Final = 1


class Person(Struct, frozen=True):
    """An account of the forge (kind `user`, `bot` or its like), or a name out of git (`git`)."""

    name: str
    kind: str


class Reference(Struct, frozen=True):
    """Another change: a pull request by its number, or a commit."""

    key: str
    number: int | None
    url: str


class Revert(Struct, frozen=True):
    """What a change reverts.

    `key` is empty where the reverted change is not known; `named` is how it was named, and `how`
    by what: `sha`, `number` or `title`. `shipped_in` is the first release that shipped it.
    """

    key: str
    named: str
    how: str
    inside: bool
    shipped_in: str
    inferred: str


class BackportOf(Struct, frozen=True):
    """The change that another line had first, and how it is known.

    `releases` is the place in the document's `release_sets` of those that have it.
    """

    key: str
    number: int | None
    sha: str
    how: str
    inferred: str
    releases: int


class Edited(Struct, frozen=True):
    """That a person changed how this line reads; the public is not told by whom and why."""

    by: str
    reason: str
    at: datetime
    position: int


class NotedChange(Struct, frozen=True):
    """A pull request, or a commit that belongs to none.

    `key` is `pull:12` or `commit:<sha>` and stays for ever. `title` is as shown, `original_title`
    as its author wrote it, `text` a paragraph of Markdown that is not safe as HTML. `listed` says
    whether it is printed, `reason` why as a word, `why` as a sentence. `net` is `stands`, `gone`
    (reverted inside the range, or such a revert) or `reverts` (of something shipped earlier).
    `folds` are the changes that this line stands for. `also_in` is the place in the document's
    `release_sets` of all releases that have it, since hundreds of changes share one such set.
    `inferred` says why it is believed to belong here where nobody said so.
    """

    key: str
    number: int | None
    url: str
    sha: str
    title: str
    original_title: str
    text: str
    type: str
    scope: str
    breaking: bool
    breaking_text: str
    section: str
    internal: bool
    highlighted: bool
    listed: bool
    reason: str
    why: str
    author: Person | None
    co_authors: tuple[Person, ...]
    labels: tuple[str, ...]
    milestone: str
    closes: tuple[int, ...]
    at: datetime | None
    merged_at: datetime | None
    base: str
    head: str
    commits: tuple[str, ...]
    folds: tuple[Reference, ...]
    also_in: int
    net: str
    net_why: str
    reverts: tuple[Revert, ...]
    reverted_by: tuple[str, ...]
    origin: BackportOf | None
    advisories: tuple[str, ...]
    how: str
    inferred: str
    diagnosis: str
    edited: Edited | None
    positions: tuple[int, ...]


class NotedSection(Struct, frozen=True):
    """A heading; an empty title is what comes before all headings.

    With `collapse_after` of 0 or more, a list that is longer is to be folded away.
    """

    title: str
    internal: bool
    collapse_after: int
    changes: tuple[NotedChange, ...]


class NotedContributor(Struct, frozen=True):
    """Who wrote something; `first` is their first change ever. `precision`: `login` or `name`."""

    who: Person
    changes: tuple[str, ...]
    first: Reference | None
    precision: str


class NotedAdvisory(Struct, frozen=True):
    """A security advisory that is fixed, and by which changes."""

    id: str
    severity: str
    summary: str
    url: str
    changes: tuple[str, ...]


class PassedOver(Struct, frozen=True):
    """A release that it might have been compared with, and why it was not."""

    tag: str
    sha: str | None
    why_not: str


class ComparedWith(Struct, frozen=True):
    """The base, why that one, and the alternatives; without a tag the whole history is new."""

    tag: str | None
    sha: str | None
    why: str
    alternatives: tuple[PassedOver, ...]


class RangeEnd(Struct, frozen=True):
    """An end of a range that was asked for, and how it was read."""

    asked: str
    kind: str
    sha: str
    why: str


class SuggestedVersion(Struct, frozen=True):
    """What the changes ask for by their net effect; `bump` is major, minor, patch or none."""

    current: str
    version: str
    tag: str
    bump: str
    why: str


class ReadSettings(Struct, frozen=True):
    """Where the settings are from; path and ref are empty for defaults."""

    source: str
    path: str
    ref: str


class NotedRelease(Struct, frozen=True, rename={"from_": "from"}):
    """One release, what is unreleased, or a range.

    `fixed` says that neither end can move any more. `commit_count` counts the commits of the range,
    whatever is listed. `compare_url` shows both ends side by side. `yanked` is the reason, or
    empty.
    """

    repository: str
    url: str
    component: str
    name: str
    title: str
    tag: str
    previous: str
    state: str
    prerelease: bool
    yanked: str
    date: datetime | None
    compare_url: str
    base: ComparedWith | None
    from_: RangeEnd | None
    to: RangeEnd | None
    head: str
    fixed: bool
    commit_count: int
    highlights: tuple[NotedChange, ...]
    breaking: tuple[NotedChange, ...]
    sections: tuple[NotedSection, ...]
    unlisted: tuple[NotedChange, ...]
    contributors: tuple[NotedContributor, ...]
    people_note: str
    advisories: tuple[NotedAdvisory, ...]
    next: SuggestedVersion | None
    settings: ReadSettings
    problems: tuple[str, ...]
    note: str
    positions: tuple[int, ...]


class Document(Struct, frozen=True):
    """Release notes of one repository, the newest release first.

    `left_out` is how many changes are missing for want of room, and `full_url` where all are.
    `release_sets` are sets of releases, each in version order, to which changes point by number.
    """

    schema: Literal[1]
    left_out: int
    full_url: str
    release_sets: tuple[tuple[str, ...], ...]
    releases: tuple[NotedRelease, ...]
