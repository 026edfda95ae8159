"""The unreleased: what lies on the default branch and in no release of a component yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from projections.base import Base
from projections.branches import Head, default_head
from projections.contents import Contents, contents
from projections.notes.policies import moves_on
from projections.notes.series import Lineup
from projections.notes.settings import Settings
from projections.standing import standing
from projections.tag_state import TagState
from projections.view import Range, View

# On a repository that releases from other branches alone, so many are looked at, and no more.
_FURTHEST = 500


@dataclass(frozen=True, slots=True)
class Unreleased:
    """`base` is the highest final release; where that lies on another line, see its `why`.

    `besides` is the highest release that the branch contains and the base does not, where there is
    one: what it contains is released, too. The facts do not tell which files a commit touched, so
    every component has all commits that none of its releases contains.
    """

    component: str
    branch: str
    head: str
    base: Base
    besides: str | None
    contents: Contents
    positions: tuple[int, ...]


def unreleased(view: View, component: str = "") -> Unreleased:
    """`NotFound` where the default branch or its head was never told."""
    head = default_head(view)
    base, besides = since(view, component, head, Lineup(view, Settings()))
    return Unreleased(
        component=component,
        branch=head.branch,
        head=head.sha,
        base=base,
        besides=besides.name if besides else None,
        contents=contents(view, base.sha, head.sha, less=_of(besides)),
        positions=(head.position, *base.positions, *(besides.positions if besides else ())),
    )


def since(view: View, component: str, head: Head, lineup: Lineup) -> tuple[Base, TagState | None]:
    """From where a head is unreleased, and what its own line released besides."""
    finals = _finals(view, component, lineup)
    highest = next(finals, None)
    if highest is None or highest.sha is None:
        return Base(None, None, "no final release yet: the whole history", (), ()), None
    range_ = view.commits.between(highest.sha, head.sha)
    base = _base(highest, head.branch if range_.diverged else "")
    return base, _besides(finals, range_) if range_.diverged else None


def _finals(view: View, component: str, lineup: Lineup) -> Iterator[TagState]:
    names = (version.name for version in lineup.below(component) if version.final)
    return (tag for tag in standing(view, names) if not moves_on(view, tag))


def _besides(finals: Iterator[TagState], range_: Range) -> TagState | None:
    """The next release on the branch itself, in what the highest does not contain."""
    ahead = {member.sha for member in range_.commits}
    return next((tag for tag in islice(finals, _FURTHEST) if tag.sha in ahead), None)


def _base(highest: TagState, line: str) -> Base:
    why = "highest final release"
    if line:
        why += f"; it lies on another line, so from where that left {line}"
    return Base(highest.name, highest.sha, why, (), highest.positions)


def _of(besides: TagState | None) -> tuple[str, ...]:
    return (besides.sha,) if besides and besides.sha else ()
