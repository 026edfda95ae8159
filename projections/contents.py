"""The contents of a range: the pull requests in it, and the commits that belong to none."""

from dataclasses import dataclass
from datetime import datetime

from projections.view import View
from projections.who import Who


@dataclass(frozen=True, slots=True)
class ContainedPull:
    """A pull request that is in the range.

    `how`       merge commit, branch commits, commit message, rebase or cherry-pick.
    `inferred`  why we believe it where the pull request itself did not tell.
    `commits`   its commits in the range, `sha` the one that brought it in.
    `known`     whether any fact tells of the pull request itself; else `title` is the commit's.
    `also_as`   where it was cherry-picked from.
    `reverted_by`  the commits in the range that revert it.
    """

    number: int
    title: str
    author: Who | None
    base: str
    labels: tuple[str, ...]
    milestone: str
    body: str
    closes: tuple[int, ...]
    merged_at: datetime | None
    merged_by: Who | None
    sha: str
    commits: tuple[str, ...]
    how: str
    inferred: str
    known: bool
    also_as: tuple[str, ...]
    reverted_by: tuple[str, ...]
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ContainedCommit:
    """A commit in the range that belongs to no pull request that we know of.

    `inferred` says where the order of a push stands in for its parents.
    """

    sha: str
    subject: str
    message: str
    author: Who | None
    authored_at: datetime | None
    also_as: tuple[str, ...]
    reverts: tuple[str, ...]
    reverted_by: tuple[str, ...]
    inferred: str
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClosedIssue:
    """An issue that the range says it closes; `known` tells whether any fact is about it."""

    number: int
    title: str
    state: str  # open, closed, or empty where not known
    reason: str
    pulls: tuple[int, ...]
    commits: tuple[str, ...]
    known: bool
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What `base..head` holds, newest first.

    `diverged`  the base is on another line: it is not in the head's history.
    `missing`   commits that are named and not known; their history may lack here.
    `note`      what a reader should know of it, in a sentence; empty where all is plain.
    """

    base: str | None
    head: str
    pulls: tuple[ContainedPull, ...]
    commits: tuple[ContainedCommit, ...]
    issues: tuple[ClosedIssue, ...]
    size: int
    authors: tuple[Who, ...]
    diverged: bool
    missing: tuple[str, ...]
    note: str


def contents(view: View, base: str | None, head: str, *, less: str | None = None) -> Contents:
    """What is reachable from the head, and neither from the base nor from `less`, where given."""
    raise NotImplementedError
