"""The base of a release: the release that it is compared with, and why that one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from domain import subject
from domain.version import CEILING, FLOOR, Version, read
from projections.standing import standing, tags
from projections.tag_state import TagState
from projections.tags_at import cut_at
from projections.view import View

# A name without a version says nothing of its neighbours, so it is compared with so many tags.
_FURTHEST = 500
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another release that one might have compared with, and why it was not taken."""

    tag: str
    sha: str | None
    why_not: str


@dataclass(frozen=True, slots=True)
class Base:
    """What a release is compared with; with no tag, its whole history is new."""

    tag: str | None
    sha: str | None
    why: str
    alternatives: tuple[Alternative, ...]
    positions: tuple[int, ...]


def base_of(view: View, tag: TagState) -> Base:
    """The release that this one is compared with, at the view's moment.

    Candidates are the lower versions of the same component that exist. A final release is compared
    with final releases, so that it rolls up its prereleases; a prerelease also with the earlier
    ones that lead to the same release. The highest of the same series is taken; for the first of
    its series the highest of the next lower series that was cut no later than this tag.
    """
    version = read(tag.name)
    if not version.versioned:
        return _of_unversioned(view, tag)
    passed: list[Alternative] = []
    # Read lazily: the base is most often among the first few.
    names = view.names.below(version.component, version.precedence)
    for name, candidate in tags(view, _candidates(names, version)):
        lower = read(name)
        why_not = _why_not(view, candidate, lower, tag, version)
        if candidate is not None and not why_not:
            why = _why(lower, tag, version)
            return _base(candidate, why, (*passed, *_beyond(view, lower, tag, version)))
        passed.append(Alternative(name, candidate.sha if candidate else None, why_not))
    part = f" of {version.component}" if version.component else ""
    return Base(None, None, f"first release{part}: its whole history", tuple(passed[:_SHOWN]), ())


def _candidates(names: Iterable[str], version: Version) -> Iterator[str]:
    """A prerelease of an earlier release is never compared with: its final release is.

    Of the prereleases that a final release rolls up, the last is enough of an alternative.
    """
    rolled_up = False
    for name in names:
        lower = read(name)
        if lower.final or (lower.core == version.core and not rolled_up):
            yield name
        rolled_up = rolled_up or (version.final and not lower.final)


def _why_not(
    view: View, candidate: TagState | None, lower: Version, tag: TagState, version: Version
) -> str:
    """What stands against a candidate; empty where nothing does."""
    if candidate is None:
        return "only a GitHub release bears its name: the tag was never told"
    if not candidate.exists or not candidate.sha:
        return candidate.note
    if not lower.final and version.final:
        return f"a prerelease of {version.core}, which rolls it up"
    if lower.series != version.series and not _was_cut_by(candidate, tag):
        return f"cut after {tag.name}"
    return moves_on(view, candidate)


def _was_cut_by(candidate: TagState, tag: TagState) -> bool:
    return not (candidate.cut_at and tag.cut_at) or candidate.cut_at <= tag.cut_at


def moves_on(view: View, tag: TagState) -> str:
    """Why a short name is no release: `v5` stands beside `v5.2.0` and follows it about."""
    short = read(tag.name)
    if len(short.numbers) > 2 or tag.sha is None:
        return ""
    beside = map(read, cut_at(view.about(subject.commit(tag.sha))))
    fuller = (one.name for one in beside if _is_fuller(one, short))
    return next((f"a short name for {name}, and moves on with it" for name in fuller), "")


def _is_fuller(other: Version, short: Version) -> bool:
    size = len(short.numbers)
    return (
        other.component == short.component
        and len(other.numbers) > size
        and other.numbers[:size] == short.numbers
    )


def _why(lower: Version, tag: TagState, version: Version) -> str:
    if not lower.final:
        return f"previous prerelease of {version.core}"
    if lower.series == version.series:
        return f"previous release of series {version.series}"
    return f"last release of series {lower.series} when {tag.name} was cut"


def _beyond(view: View, lower: Version, tag: TagState, version: Version) -> Iterator[Alternative]:
    """For a prerelease after another one, the last final release is the wider choice."""
    if not lower.final:
        names = view.names.below(version.component, lower.precedence)
        finals = standing(view, (name for name in names if read(name).final))
        for final in islice((one for one in finals if _was_cut_by(one, tag)), 1):
            why_not = f"{version.name} is compared with the prerelease before it"
            yield Alternative(final.name, final.sha, why_not)


def _base(candidate: TagState, why: str, alternatives: Iterable[Alternative]) -> Base:
    return Base(
        candidate.name,
        candidate.sha,
        why,
        tuple(islice(alternatives, _SHOWN)),
        candidate.positions,
    )


def _of_unversioned(view: View, tag: TagState) -> Base:
    """The newest older tag in its history, among its likes and the highest versions."""
    component = read(tag.name).component
    likes = islice(view.names.below(component, FLOOR), _FURTHEST)
    versions = islice(view.names.below(component, CEILING), _FURTHEST)
    older = [
        other
        for other in standing(view, dict.fromkeys((*likes, *versions)))
        if other.name != tag.name and _is_older(other, tag)
    ]
    for other in sorted(older, key=lambda one: (one.cut_at, one.name), reverse=True):
        if tag.sha and other.sha and view.commits.is_ancestor(other.sha, tag.sha):
            return _base(other, f"the newest tag in the history of {tag.name}", ())
    why = f"no earlier tag lies in the history of {tag.name}: its whole history"
    return Base(None, None, why, (), ())


def _is_older(other: TagState, tag: TagState) -> bool:
    return bool(other.cut_at and tag.cut_at and other.cut_at < tag.cut_at)
