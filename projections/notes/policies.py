"""The policies: by which rule a release finds the one that it is compared with."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice

from msgspec import Struct, field

from domain import subject
from domain.version import Version, read
from projections.notes.series import Lineup
from projections.notes.settings import ANCESTOR, CUMULATIVE, STABLE
from projections.standing import standing, tags
from projections.tag_state import TagState
from projections.tags_at import cut_at
from projections.view import View


class Alternative(Struct, frozen=True):
    """Another release that one might have compared with, and why it was not taken."""

    tag: str
    sha: str | None
    why_not: str


class Choice(Struct, frozen=True):
    """With no tag, the whole history is new. The alternatives are in the order of looking."""

    tag: TagState | None
    why: str
    alternatives: Iterable[Alternative] = field(default=())


def stable(view: View, tag: TagState, lineup: Lineup) -> Choice:
    """The highest lower version.

    Candidates are the lower versions of the same component that exist. A final release is compared
    with final releases, so that it rolls up its prereleases; a prerelease also with the earlier
    ones that lead to the same release. The highest of the same series is taken; for the first of
    its series the highest of the next lower series that was cut no later than this tag.
    """
    version = lineup.read(tag.name)
    return _highest(view, tag, lineup, _candidates(lineup, version))


def cumulative(view: View, tag: TagState, lineup: Lineup) -> Choice:
    """The last final release, by the same rules, for prereleases as well."""
    version = lineup.read(tag.name)
    finals = (one for one in lineup.below(version.component, version.precedence) if one.final)
    choice = _highest(view, tag, lineup, finals)
    if version.prerelease is None:
        return choice
    before = stable(view, tag, lineup).tag
    if before is None or (choice.tag and before.name == choice.tag.name):
        return choice
    why_not = f"a prerelease, and {tag.name} is compared with the last final release"
    nearer = Alternative(before.name, before.sha, why_not)
    return Choice(choice.tag, choice.why, chain((nearer,), choice.alternatives))


def ancestor(view: View, tag: TagState, lineup: Lineup) -> Choice:
    """The newest older tag of the component in its history, whatever its version."""
    names = (one.name for one in lineup.below(lineup.read(tag.name).component))
    older = [
        one for one in standing(view, names) if _is_older(one, tag) and not moves_on(view, one)
    ]
    shas = {one.sha for one in older if one.sha}
    inside = view.commits.containing(shas, (tag.sha,)) if tag.sha else {}
    passed: list[Alternative] = []
    for one in sorted(older, key=lambda one: (one.cut_at, one.name), reverse=True):
        if inside.get(one.sha or ""):
            why = f"the newest tag in the history of {tag.name}"
            return Choice(one, why, chain(_by_version(view, tag, lineup, one), passed))
        passed.append(Alternative(one.name, one.sha, f"not in the history of {tag.name}"))
    return Choice(None, f"no earlier tag lies in the history of {tag.name}: its whole history")


def _by_version(
    view: View, tag: TagState, lineup: Lineup, newest: TagState
) -> Iterator[Alternative]:
    """What the order of versions says, where it says something else."""
    if lineup.read(tag.name).versioned:
        other = stable(view, tag, lineup)
        if other.tag and other.tag.name != newest.name:
            yield Alternative(other.tag.name, other.tag.sha, f"{other.why}, but not the newest")


POLICIES: Mapping[str, Callable[[View, TagState, Lineup], Choice]] = {
    STABLE: stable,
    CUMULATIVE: cumulative,
    ANCESTOR: ancestor,
}


def _candidates(lineup: Lineup, version: Version) -> Iterator[Version]:
    """A prerelease of an earlier release is never compared with: its final release is.

    Of the prereleases that a final release rolls up, the last is enough of an alternative.
    """
    rolled_up = False
    for lower in lineup.below(version.component, version.precedence):
        if lower.final or (lower.core == version.core and not rolled_up):
            yield lower
        rolled_up = rolled_up or (version.final and not lower.final)


def _highest(view: View, tag: TagState, lineup: Lineup, candidates: Iterable[Version]) -> Choice:
    version = lineup.read(tag.name)
    passed: list[Alternative] = []
    # Read lazily: the base is most often among the first few.
    for name, candidate in tags(view, (one.name for one in candidates)):
        lower = lineup.read(name)
        why_not = _why_not(view, candidate, lower, tag, version)
        if candidate is not None and not why_not:
            beyond = _beyond(view, lineup, lower, tag, version)
            return Choice(candidate, _why(lower, tag, version), chain(passed, beyond))
        passed.append(Alternative(name, candidate.sha if candidate else None, why_not))
    part = f" of {version.component}" if version.component else ""
    return Choice(None, f"first release{part}: its whole history", passed)


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


def _is_older(other: TagState, tag: TagState) -> bool:
    if other.name == tag.name or other.sha == tag.sha:
        return False
    return bool(other.cut_at and tag.cut_at and other.cut_at < tag.cut_at)


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


def _beyond(
    view: View, lineup: Lineup, lower: Version, tag: TagState, version: Version
) -> Iterator[Alternative]:
    """For a prerelease after another one, the last final release is the wider choice."""
    if not lower.final:
        below = lineup.below(version.component, lower.precedence)
        finals = standing(view, (one.name for one in below if one.final))
        for final in islice((one for one in finals if _was_cut_by(one, tag)), 1):
            why_not = f"{version.name} is compared with the prerelease before it"
            yield Alternative(final.name, final.sha, why_not)
