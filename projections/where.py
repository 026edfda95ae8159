"""Where is it? The releases and environments that a change or an issue has reached."""

from dataclasses import dataclass
from datetime import datetime

from projections.view import View


@dataclass(frozen=True, slots=True)
class Landed:
    """A commit that brings it: `how` is itself, merge commit, cherry-pick or commit message."""

    sha: str
    how: str
    origin: str  # the commit that it was picked from
    pull: int | None
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InRelease:
    """A release that contains it, by the first of the commits; `first` of its series, if final."""

    name: str
    component: str
    series: str
    final: bool
    first: bool
    cut_at: datetime | None
    via: str
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InEnvironment:
    """An environment that runs a commit which contains it."""

    environment: str
    component: str
    sha: str
    since: datetime
    via: str
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """`state` is the thing's own: open, closed, merged; a commit is `known` or only named."""

    kind: str  # pull, commit, issue
    asked: str
    title: str
    state: str
    note: str
    pulls: tuple[int, ...]
    commits: tuple[Landed, ...]
    releases: tuple[InRelease, ...]
    environments: tuple[InEnvironment, ...]
    reverted_by: tuple[str, ...]
    positions: tuple[int, ...]


def where_is_pull(view: View, number: int) -> Where:
    """`NotFound` where no fact tells of the pull request."""
    raise NotImplementedError


def where_is_commit(view: View, sha: str) -> Where:
    """By its full SHA or its beginning; `NotFound` where no commit, or more than one, begins so."""
    raise NotImplementedError


def where_is_issue(view: View, number: int) -> Where:
    """Through the pull requests and commits that close it; `NotFound` where nothing tells of it."""
    raise NotImplementedError
