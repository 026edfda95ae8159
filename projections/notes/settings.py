"""The settings of notes: what a team has settled about its versions, sections and readers.

They come out of files (`.shipledger.yml`, `.github/release.yml`, `release-drafter.yml`, a
release-please manifest), or are the defaults, under which any project gets useful notes.
"""

from msgspec import Struct, field

from projections.publish import Publish

STABLE = "stable"
CUMULATIVE = "cumulative"
ANCESTOR = "ancestor"


class Component(Struct, frozen=True):
    """A part of the repository with versions of its own.

    `tags`   a pattern (RE2, with one group for the version) that its tags match; empty: the name
             before the version in the tag says it (`create-vite@5.0.0`, `core-v1.2.0`).
    `paths`  globs of the files that belong to it; empty: not told apart by paths.
    """

    name: str
    tags: str = ""
    paths: tuple[str, ...] = ()
    excluded_paths: tuple[str, ...] = ()


class Series(Struct, frozen=True):
    """How the versions that match are read, and what each is compared with.

    `match`   a glob on the tag's name; the first series that matches counts.
    `scheme`  auto, semver, pep440, calver, or a pattern (RE2) with the groups `major`, `minor`,
              `patch`, `pre`, of which those that are there are compared as numbers.
    `policy`  `stable`: the highest lower version that existed at the time of the tag, where a final
              release skips prereleases; `cumulative`: always the last final release;
              `ancestor`: the newest tag in the history of the tag, as GitHub does it.
    """

    match: str = "*"
    scheme: str = "auto"
    policy: str = STABLE


class Condition(Struct, frozen=True):
    """What release-drafter calls `when`: all that is given must hold."""

    labels: tuple[str, ...] = ()
    labels_mode: str = "any"  # any, all, only, exactly
    types: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    breaking: bool | None = None
    paths: tuple[str, ...] = ()
    paths_mode: str = "any"


class Replacer(Struct, frozen=True):
    """A pattern (RE2) that is replaced in the text of all notes, as release-drafter does it."""

    search: str
    replace: str  # `\\1` is the first group
    once: bool = False  # only where it stands first


class Audience(Struct, frozen=True):
    """Readers: whether they see internal sections, and which sections they never see."""

    name: str
    internal: bool = False
    hidden_sections: tuple[str, ...] = ()


class Section(Struct, frozen=True):
    """A heading, and what comes under it.

    A change belongs here where any given condition holds, and none of the excluding ones. `types`
    are those of Conventional Commits; `"*"` in labels takes what no earlier section took. Of `when`
    any condition is enough as well.
    """

    title: str
    labels: tuple[str, ...] = ()
    labels_mode: str = "any"  # any, all, only, exactly
    types: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    trailers: tuple[str, ...] = ()  # values of GitLab's `Changelog:`
    breaking: bool = False
    excluded_labels: tuple[str, ...] = ()
    excluded_authors: tuple[str, ...] = ()
    exclusive: bool = True
    collapse_after: int = -1
    internal: bool = False
    bump: str = ""  # major, minor, patch: what such a change asks of the next version
    when: tuple[Condition, ...] = ()


class Settings(Struct, frozen=True):
    """All of it.

    `source`    where it is from, as a sentence part: «.github/release.yml at 1a2b3c4», «defaults».
    `path`      the file's path for GitHub's comment line; empty for defaults.
    `mode`      how sections are chosen: `github` (first match; with sections but none of `*`, the
                rest is dropped), `drafter` (every match), `conventional` (types, then labels).
    `lenient`   whether near-Conventional subjects count (`Feat:x`, `fix : y`), with a diagnosis.
    `bots`      whether changes by bots are listed; their accounts match with and without `[bot]`.
    `fold_dependencies`  whether updates of one dependency become one line.
    `backports` `annotate`, or `drop` what another line released before.
    `order`     of the changes in a section: newest, oldest, title or title-descending.
    `included`, `excluded`  release-drafter's categories `pre-include` and `pre-exclude`.
    `bumps`     the labels that ask for a major, minor or patch version.
    `default_bump`  what a change asks of the next version that nothing else is said of.
    `audiences` readers by name; without any, `public` sees no internal sections.
    `templates` Liquid templates by name.
    `publish`   what we may say on GitHub.
    `problems`  what could not be read, each a sentence that says how to mend it.
    """

    source: str = "defaults"
    path: str = ""
    ref: str = ""
    mode: str = "conventional"
    lenient: bool = True
    components: tuple[Component, ...] = ()
    series: tuple[Series, ...] = (Series(),)
    sections: tuple[Section, ...] = ()
    excluded_labels: tuple[str, ...] = ()
    included_labels: tuple[str, ...] = ()
    excluded_authors: tuple[str, ...] = ()
    excluded_contributors: tuple[str, ...] = ()
    bots: bool = True
    bot_names: tuple[str, ...] = ()
    fold_dependencies: bool = True
    backports: str = "annotate"
    versioning: str = "semver"  # or a CalVer pattern: YYYY.0M.MICRO
    templates: dict[str, str] = field(default_factory=dict)
    drafter: dict[str, str] = field(default_factory=dict)  # release-drafter's own templates
    order: str = "newest"
    included: tuple[Condition, ...] = ()
    excluded: tuple[Condition, ...] = ()
    included_paths: tuple[str, ...] = ()
    excluded_paths: tuple[str, ...] = ()
    replacers: tuple[Replacer, ...] = ()
    bumps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    default_bump: str = ""
    audiences: tuple[Audience, ...] = ()
    publish: Publish = field(default_factory=Publish)
    problems: tuple[str, ...] = ()
