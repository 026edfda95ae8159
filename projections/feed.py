"""The feed: the releases of all repositories in the order in which they were first told."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from domain.version import read
from projections.fold import positions
from projections.names import Recent
from projections.page import pages_of
from projections.release_state import current_page, release_state
from projections.standing import told_of
from projections.tag_state import tag_of
from projections.view import View
from projections.who import Who


class Item(Struct, frozen=True):
    """A release in the feed; `at` is when something first told its name."""

    repository: str
    name: str
    component: str
    state: str  # see `projections.release.Release`
    title: str
    moved: bool
    sha: str | None
    by: Who | None
    at: datetime
    positions: tuple[int, ...]


def items(view: View, repository: str, news: Iterable[Recent]) -> Iterator[tuple[Recent, Item]]:
    """Those of the names that a release bears, in one repository."""
    news = list(news)
    told = told_of(view, [one.name for one in news])
    for one in news:
        tag, pages = tag_of(one.name, told[one.name]), pages_of(one.name, told[one.name])
        if tag is None and not pages:
            continue  # nothing bore the name yet, or what bore it has another one now
        page = current_page(tag, pages)
        yield (
            one,
            Item(
                repository=repository,
                name=one.name,
                component=read(one.name).component,
                state=release_state(tag, pages),
                title=page.name if page else "",
                moved=tag.moved if tag else False,
                sha=tag.sha if tag else None,
                by=(page.published_by if page else None) or (tag.cut_by if tag else None),
                at=one.at,
                positions=positions(told[one.name]),
            ),
        )
