"""The contents of a range: the pull requests in it, and the commits that belong to none."""

from collections.abc import Iterable

from msgspec import Struct

from projections.change import Change
from projections.contained import ClosedIssue, closed_issues
from projections.notes.settings import Component
from projections.view import View
from projections.who import Who
from projections.within import Ranges


class Contents(Struct, frozen=True):
    """What `base..head` holds, newest first.

    `diverged`  the base is on another line: it is not in the head's history.
    `missing`   commits that are named and not known; their history may lack here.
    `note`      what a reader should know of it, in a sentence; empty where all is plain.
    """

    base: str | None
    head: str
    pulls: tuple[Change, ...]
    commits: tuple[Change, ...]
    issues: tuple[ClosedIssue, ...]
    size: int
    authors: tuple[Who, ...]
    diverged: bool
    missing: tuple[str, ...]
    note: str


def contents(  # noqa: PLR0913 - what may be asked of a range, all named
    view: View,
    base: str | None,
    head: str,
    *,
    less: Iterable[str] = (),
    component: Component | None = None,
    reach: bool = True,
) -> Contents:
    """What is reachable from the head, and neither from the base nor from any of `less`.

    Of a component it is what touched its paths, and what nobody told the paths of. Without `reach`
    no change knows its `releases`, whose cost grows with the number of all tags.
    """
    found = Ranges(view, reach=reach).within(base, head, less=less, component=component)
    return Contents(
        base=base,
        head=head,
        pulls=found.pulls,
        commits=found.commits,
        issues=closed_issues(view, found.pulls, found.texts),
        size=found.size,
        authors=found.authors(),
        diverged=found.diverged,
        missing=found.missing,
        note=found.note,
    )
