"""The branches: the commit that each points to, now or at an earlier moment."""

from datetime import datetime

from msgspec import Struct

from domain import subject
from domain.errors import NotFound
from projections.identity import identity
from projections.moves import moves
from projections.view import View


class Head(Struct, frozen=True):
    """Where a branch points, since when, and by which fact we know."""

    branch: str
    sha: str
    since: datetime
    position: int


def head_of(view: View, branch: str, moment: datetime | None = None) -> Head | None:
    """None where the branch is gone, or no fact tells its commit, at the moment or the view's."""
    told = view.about(subject.branch(branch))
    steps = moves(one for one in told if moment is None or one.fact.at <= moment)
    if not steps or steps[-1].after is None:
        return None
    last = steps[-1]
    return Head(branch, last.after or "", last.told.fact.at, last.told.position)


def default_head(view: View, moment: datetime | None = None) -> Head:
    """The head of the default branch; `NotFound` says what is missing where it is not known."""
    branch = identity(view).default_branch
    if not branch:
        raise NotFound("the default branch was never told: import the repository, or let it push")
    head = head_of(view, branch, moment)
    if head is None:
        when = f" by {moment.isoformat()}" if moment else ""
        raise NotFound(f"the head of {branch} is not known{when}: import the repository's history")
    return head
