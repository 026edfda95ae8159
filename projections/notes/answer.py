"""The notes of one release or range: everything that any output format prints, decided once."""

from datetime import datetime

from msgspec import Struct

from projections.base import Base
from projections.change import Change
from projections.ends import End
from projections.notes.edits import Edit
from projections.who import Who


class Entry(Struct, frozen=True):
    """A change as the notes show it.

    `title`     as shown: after edits, without the Conventional prefix where it was read.
    `text`      a paragraph of Markdown by its author (a `release-note` block) or an editor.
    `type`, `scope`, `breaking`, `breaking_text`  as Conventional Commits, labels or trailers say.
    `section`   the title of the section that it stands in; empty before all sections.
    `listed`, `why`  whether it is printed, and the reason in a sentence, for every change.
    `reason`    that reason as a word: listed, internal (listed, for the team alone), folded,
                excluded-label, excluded-author, excluded-path, bot, hidden, reverted-inside,
                revert-inside, no-section, backport, merge, note-none, commit (where pull requests
                alone are listed).
    `folds`     the changes that this line stands for, of dependency updates.
    `advisories` security advisories (GHSA, CVE) that it names or fixes.
    `also_in`   releases that have it besides this one, in version order.
    """

    change: Change
    title: str
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
    folds: tuple[str, ...]  # keys
    fold_numbers: tuple[int, ...]
    advisories: tuple[str, ...]
    also_in: tuple[str, ...]
    diagnosis: str  # what was wrong with its subject, leniently read; empty where nothing
    edit: Edit | None


class Heading(Struct, frozen=True):
    """A section with what stands in it; `""` is what comes before all headings."""

    title: str
    entries: tuple[Entry, ...]
    collapse_after: int = -1
    internal: bool = False


class Contributor(Struct, frozen=True):
    """Who wrote or co-wrote something in the range, without bots.

    `first` the change that was their first ever, where this range has it. `precision` is login
    (an account of the forge) or name (git's names alone, which take one person for two at times).
    """

    who: Who
    changes: tuple[str, ...]  # keys
    first: str
    first_number: int | None
    precision: str


class Advisory(Struct, frozen=True):
    """A security advisory that the range fixes."""

    id: str
    severity: str
    summary: str
    url: str
    changes: tuple[str, ...]
    positions: tuple[int, ...]


class NextVersion(Struct, frozen=True):
    """What the net set of changes asks for; `why` names the change that asked for the most."""

    current: str
    version: str
    tag: str
    bump: str  # major, minor, patch, none
    why: str


class Notes(Struct, frozen=True):
    """One release, the unreleased, or a range.

    `name`      the tag, or «Unreleased», or `v1.2...v1.3`.
    `title`     the version as a heading shows it.
    `url`       the repository's page, `https://github.com/owner/name`; empty where not known.
    `previous`  the tag that it is compared with; empty for a first release.
    `state`     see `projections.release_state`; unreleased, or range.
    `headings`  the sections in their order, none empty.
    `unlisted`  all changes of the range that are not printed, each with why.
    `fixed`     both ends are tags or commits that no later fact can move: the answer stays.
    `base`      the comparison, why, and the alternatives; None for a range that was asked for.
    """

    repository: str
    url: str
    component: str
    name: str
    title: str
    tag: str
    previous: str
    state: str
    yanked: str
    date: datetime | None
    from_: End | None
    to: End | None
    base: Base | None
    head: str  # sha
    headings: tuple[Heading, ...]
    highlights: tuple[Entry, ...]
    breaking: tuple[Entry, ...]
    unlisted: tuple[Entry, ...]
    contributors: tuple[Contributor, ...]
    people_note: str
    advisories: tuple[Advisory, ...]
    next: NextVersion | None
    size: int  # commits in the range
    prerelease: bool
    settings: str  # `Settings.source`
    settings_path: str
    settings_ref: str
    problems: tuple[str, ...]
    note: str
    fixed: bool
    positions: tuple[int, ...]
