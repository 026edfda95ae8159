"""The reach of a change: the releases and environments that contain one of its commits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from domain.version import Version, read
from projections.standing import standing
from projections.view import View


class InRelease(Struct, frozen=True):
    """A release that contains it, by `via`; `first` among the final ones of its series."""

    name: str
    component: str
    series: str
    final: bool
    first: bool
    cut_at: datetime | None
    via: str
    positions: tuple[int, ...]


class InEnvironment(Struct, frozen=True):
    """An environment that runs a commit which contains it, by `via`."""

    environment: str
    component: str
    sha: str
    since: datetime
    via: str
    positions: tuple[int, ...]


def in_releases(view: View, commits: Sequence[str]) -> tuple[InRelease, ...]:
    """All tags that stand and contain one of the commits; the first that they contain counts."""
    if not commits:
        return ()
    tags = [tag for tag in standing(view, view.names.all()) if tag.sha]
    via = _containing(view, commits, {tag.sha for tag in tags if tag.sha})
    found = [(read(tag.name), tag) for tag in tags if tag.sha in via]
    first = firsts(version for version, _ in found if version.final)
    return tuple(
        InRelease(
            name=tag.name,
            component=version.component,
            series=version.series,
            final=version.final,
            first=tag.name in first,
            cut_at=tag.cut_at,
            via=via[tag.sha or ""],
            positions=tag.positions,
        )
        for version, tag in sorted(found, key=lambda one: (one[0].component, one[0].key))
    )


def releases_of(view: View, commits: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """By commit, all tags that stand and contain it, in version order."""
    containing = view.commits.containing(commits, view.tags.heads)
    # Most commits share their heads with others, and to compare sets of a thousand takes its time.
    names = {heads: view.tags.on(heads) for heads in set(containing.values())}
    return {commit: names[heads] for commit, heads in containing.items()}


def _containing(view: View, commits: Sequence[str], heads: Collection[str]) -> dict[str, str]:
    """By head, the first of the commits that it contains."""
    via: dict[str, str] = {}
    containing = view.commits.containing(commits, heads)
    for commit in reversed(commits):
        via.update(dict.fromkeys(containing[commit], commit))
    return via


def firsts(versions: Iterable[Version]) -> set[str]:
    """The lowest on every line, which is a series of a component; what is no version has none."""
    lowest: dict[tuple[str, str], Version] = {}
    for version in versions:
        line = version.component, version.series
        if version.versioned and (line not in lowest or version.key < lowest[line].key):
            lowest[line] = version
    return {version.name for version in lowest.values()}


def in_environments(view: View, commits: Sequence[str]) -> tuple[InEnvironment, ...]:
    """The environments that run one of the commits, or one that contains it."""
    if not commits:
        return ()
    # Late, since notes ask for releases alone.
    from projections.environments import environments  # noqa: PLC0415

    places = [(cell, cell.running) for cell in environments(view).cells if cell.running]
    via = _containing(view, commits, {running.sha for _, running in places})
    return tuple(
        InEnvironment(
            cell.environment,
            cell.component,
            running.sha,
            running.since,
            via[running.sha],
            running.positions,
        )
        for cell, running in places
        if running.sha in via
    )
