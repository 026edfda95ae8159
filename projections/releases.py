"""The releases of a repository or of one component: the newest version first, page by page."""

from dataclasses import dataclass
from datetime import datetime

from projections.numbering import Numbering
from projections.view import View
from projections.who import Who


@dataclass(frozen=True, slots=True)
class Row:
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


@dataclass(frozen=True, slots=True)
class Group:
    """A final release with the prereleases that led to it, or prereleases of one yet to come.

    `core` is the version they all lead to, or a name that is no version.
    """

    component: str
    core: str
    final: tuple[Row, ...]  # more than one where a version was tagged under several names
    prereleases: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Releases:
    """A page of groups; `next` is the `after` of the page that follows, None on the last."""

    groups: tuple[Group, ...]
    next: str | None


def releases(
    view: View, component: str | None = None, *, after: str | None = None, limit: int = 30
) -> Releases:
    """At least `limit` names where there are so many, and whole groups only."""
    raise NotImplementedError
