"""The releases of a repository or of one component: the newest version first, page by page."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from domain.fact import Told
from domain.version import read
from projections.fold import positions
from projections.numbering import Numbering, numbering
from projections.page import pages_of
from projections.release_state import current_page, release_state
from projections.standing import told_of
from projections.tag_state import tag_of
from projections.view import View
from projections.who import Who


class Row(Struct, frozen=True):
    """A release in a list: what can be told without looking into it."""

    name: str
    component: str
    numbering: Numbering | None
    state: str  # see `projections.release.Release`
    sha: str | None
    moved: bool
    cut_at: datetime | None
    cut_by: Who | None
    published_at: datetime | None
    title: str
    url: str
    positions: tuple[int, ...]


class Group(Struct, frozen=True):
    """A final release with the prereleases that led to it, or prereleases of one yet to come.

    `core` is the version they all lead to, or a name that is no version.
    """

    component: str
    core: str
    final: tuple[Row, ...]  # more than one where a version was tagged under several names
    prereleases: tuple[Row, ...]


class Releases(Struct, frozen=True):
    """A page of groups; `next` is the `after` of the page that follows, None after the last."""

    groups: tuple[Group, ...]
    next: str | None


def releases(
    view: View, component: str | None = None, *, after: str | None = None, limit: int = 30
) -> Releases:
    """At least `limit` names where there are so many, and whole groups only.

    `after` is the last name of the page before. Without a component, one comes after the other.
    """
    names = _names(view, component, after, limit + 1)
    taken: list[str] = []
    following: str | None = None
    for _, group in groupby(names, key=_leads_to):
        if len(taken) >= limit:
            following = taken[-1]
            break
        taken += group
    told = told_of(view, taken)
    rows = filter(None, (_row(name, told[name]) for name in taken))
    return Releases(tuple(_group(*one) for one in groupby(rows, key=_row_leads_to)), following)


def _names(view: View, component: str | None, after: str | None, size: int) -> Iterator[str]:
    last = (read(after).key, after) if after else None
    while page := view.names.page(component, after=last, limit=size):
        yield from (name for _, name in page)
        last = page[-1]


def _leads_to(name: str) -> tuple[str, str]:
    version = read(name)
    return version.component, version.core or version.name


def _row_leads_to(row: Row) -> tuple[str, str]:
    return _leads_to(row.name)


def _group(leads_to: tuple[str, str], rows: Iterable[Row]) -> Group:
    whole = list(rows)
    led = tuple(row for row in whole if row.numbering and row.numbering.prerelease is not None)
    return Group(*leads_to, tuple(row for row in whole if row not in led), led)


def _row(name: str, told: list[Told]) -> Row | None:
    tag, pages = tag_of(name, told), pages_of(name, told)
    if tag is None and not pages:
        return None  # nothing bore the name yet, or what bore it has another name now
    page = current_page(tag, pages)
    return Row(
        name=name,
        component=read(name).component,
        numbering=numbering(name),
        state=release_state(tag, pages),
        sha=tag.sha if tag else None,
        moved=tag.moved if tag else False,
        cut_at=tag.cut_at if tag else None,
        cut_by=tag.cut_by if tag else None,
        published_at=page.published_at if page else None,
        title=page.name if page else "",
        url=page.url if page else "",
        positions=positions(told),
    )
