"""A change: the unit of every change log, a pull request or a commit that belongs to none."""

from datetime import datetime

from msgspec import Struct

from projections.pull_state import Review
from projections.who import Who

# What is left of a change in its range.
STANDS, GONE, REVERTS = "stands", "gone", "reverts"


class Reverted(Struct, frozen=True):
    """What a change says it reverts.

    `key`   the change that is meant, as far as it is known: `pull:12`, `commit:<sha>`; else empty.
    `named` how it was named: a commit's id, `#12`, or a title.
    `how`   sha, number or title: the last is the weakest, and says so in `inferred`.
    `inside` whether the reverted change lies in the same range.
    `shipped_in` the first release that shipped it, where it lies outside and any did.
    """

    key: str
    named: str
    how: str
    inside: bool
    shipped_in: str = ""
    inferred: str = ""


class Origin(Struct, frozen=True):
    """Where a backported change comes from.

    `how`       trailer (`cherry picked from commit`), title («[Backport 1.4] … (#12)»,
                «… (#12) (#15)»), branch (`backport/12-to-1.4`, `cherry-pick-12-to-1.4`).
    `releases`  the releases that contain the origin, in version order.
    """

    key: str
    number: int | None
    sha: str
    how: str
    inferred: str = ""
    releases: tuple[str, ...] = ()


class Change(Struct):
    """One thing that the range brought; nobody alters it.

    It is not frozen, for an answer may have thousands, and a frozen one takes three times as long.

    `key`       `pull:12` or `commit:<sha>`: it stays the same however often notes are made anew,
                and is what people's edits are kept under.
    `sha`       the commit that brought it in; `commits` are its commits in the range.
    `title`     the pull request's, or the commit's first line without its own `(#12)`.
    `body`      the pull request's description, or what follows the first line of the commit.
    `message`   the whole message of `sha`.
    `how`       for a pull request: merge commit, branch commits, commit message, rebase or
                cherry-pick; empty for a commit.
    `inferred`  why we believe it where nobody said so.
    `known`     whether any fact tells of the pull request itself; always true for a commit.
    `merge`     a merge commit of no pull request.
    `co_authors` out of `Co-authored-by` trailers of its commits.
    `at`        when it came in: merged, else committed.
    `also_as`   the commits that it says it was picked from.
    `releases`  every release that contains it, under this or another commit, in version order;
                empty where the question is of one release alone, and does not look at others.
    `reverted_by` the commits of the range that say they take it back, or a part of it.
    `net`       what is left of it in the range: `stands`; `gone` where it was reverted inside the
                range, or is itself the revert of something inside; `reverts` where it reverts what
                an earlier release shipped. `net_why` says it in a sentence.
    `touched`   the paths that its commits touched; None where nobody told.
    """

    key: str
    number: int | None
    sha: str
    title: str
    body: str
    message: str
    author: Who | None
    co_authors: tuple[Who, ...]
    base: str
    head: str
    labels: tuple[str, ...]
    milestone: str
    closes: tuple[int, ...]
    at: datetime | None
    authored_at: datetime | None
    merged_at: datetime | None
    merged_by: Who | None
    commits: tuple[str, ...]
    how: str
    inferred: str
    known: bool
    merge: bool
    also_as: tuple[str, ...]
    origin: Origin | None
    reverts: tuple[Reverted, ...]
    reverted_by: tuple[str, ...]
    net: str
    net_why: str
    releases: tuple[str, ...]
    touched: tuple[str, ...] | None
    reviews: tuple[Review, ...]
    positions: tuple[int, ...]
