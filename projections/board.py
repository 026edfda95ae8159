"""The board: of one repository its newest releases, what waits for one, and where they run."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import nlargest

from msgspec import Struct

from domain.errors import NotFound
from domain.fact import EPOCH
from projections.checks import Checks
from projections.contents import Contents
from projections.environments import Cell, environments
from projections.names import Recent
from projections.release import Release, release
from projections.releases import releases
from projections.repositories import Repository, repository
from projections.unreleased import unreleased
from projections.view import View

_LINES = 4
# So many of the highest versions of each component are looked at, to find the newest by time.
_FEW_COMPONENTS, _OF_FEW, _OF_MANY = 6, 8, 2


class Held(Struct, frozen=True):
    """How much a range holds; `missing` counts commits that are named and not known."""

    pulls: int
    commits: int
    missing: int


class Place(Struct, frozen=True):
    """An environment, of one component where `component` names one."""

    environment: str
    component: str
    production: bool | None


class Line(Struct, frozen=True):
    """A release on the board. `held` is None where its commit is not known."""

    name: str
    component: str
    title: str
    state: str  # see `projections.release.Release`
    final: bool
    moved: bool
    at: datetime | None
    sha: str | None
    held: Held | None
    checks: Checks
    running: tuple[Place, ...]
    positions: tuple[int, ...]


class Waiting(Struct, frozen=True):
    """What lies on the default branch and in no final release; `since` is the newest such."""

    component: str
    branch: str
    since: str | None
    held: Held


class Block(Struct, frozen=True):
    """A repository on the board; `waiting` is None where its default branch was never told."""

    repository: Repository
    lines: tuple[Line, ...]
    waiting: Waiting | None


def block(view: View, news: Iterable[Recent]) -> Block:
    """A repository with its newest releases; `news` are names of its that were told lately."""
    cells = environments(view).cells
    lines = tuple(_lines(view, _newest(view, news), cells))
    final = next((line for line in lines if line.final), None)
    return Block(repository(view), lines, _waiting(view, final.component if final else ""))


def _newest(view: View, news: Iterable[Recent]) -> list[str]:
    """The names of what came out last, on whichever line and of whichever component."""
    came = {one.name: one.at for one in news}
    for name, at in _highest(view):
        came[name] = at or came.get(name, EPOCH)
    return nlargest(_LINES, came, key=lambda name: (came[name], name))


def _highest(view: View) -> Iterator[tuple[str, datetime | None]]:
    components = view.names.components()
    each = _OF_FEW if len(components) <= _FEW_COMPONENTS else _OF_MANY
    for component in components:
        for group in releases(view, component, limit=each).groups:
            for row in (*group.final, *group.prereleases):
                yield row.name, row.published_at or row.cut_at


def _lines(view: View, names: Iterable[str], cells: tuple[Cell, ...]) -> Iterator[Line]:
    for name in names:
        try:
            one = release(view, name)
        except NotFound:
            continue  # nothing bore the name yet, or what bore it has another one now
        yield _line(one, cells)


def _line(one: Release, cells: tuple[Cell, ...]) -> Line:
    return Line(
        name=one.name,
        component=one.component,
        title=one.page.name if one.page else "",
        state=one.state,
        final=one.numbering is not None and one.numbering.prerelease is None,
        moved=one.tag is not None and one.tag.moved,
        at=_came(one),
        sha=one.sha,
        held=_held(one.contents) if one.contents else None,
        checks=one.checks,
        running=tuple(
            Place(cell.environment, cell.component, cell.production)
            for cell in cells
            if cell.running and one.name in cell.running.releases
        ),
        positions=one.positions,
    )


def _came(one: Release) -> datetime | None:
    """When it came out: published, or tagged, or begun as a draft."""
    page = one.page
    published = page.published_at if page else None
    return published or (one.tag.cut_at if one.tag else None) or (page.created_at if page else None)


def _held(held: Contents) -> Held:
    return Held(len(held.pulls), len(held.commits), len(held.missing))


def _waiting(view: View, component: str) -> Waiting | None:
    try:
        found = unreleased(view, component)
    except NotFound:
        return None
    return Waiting(component, found.branch, found.base.tag, _held(found.contents))
