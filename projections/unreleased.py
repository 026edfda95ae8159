"""The unreleased: what lies on the default branch and in no release of a component yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from domain.version import CEILING, read
from projections.base import Base, moves_on
from projections.branches import Head, default_head
from projections.contents import Contents, contents
from projections.standing import standing
from projections.tag_state import TagState
from projections.view import View

# On a repository that releases from other branches alone, this many are looked at, and no more.
_FURTHEST = 100


@dataclass(frozen=True, slots=True)
class Unreleased:
    """`base` is the highest final release that the branch contains.

    `besides` is the highest of all where that lies on another line: what it contains is released,
    too. Where the branch contains none, that one is the base. The facts do not tell which files a
    commit touched, so every component has all commits that none of its releases contains.
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
    finals = list(islice(_finals(view, component), _FURTHEST))
    highest = finals[0] if finals else None
    inside = (one for one in finals if view.commits.is_ancestor(one.sha or "", head.sha))
    within = next(inside, None)
    base = _base(highest, within, head)
    besides = highest if within and highest is not within else None
    return Unreleased(
        component=component,
        branch=head.branch,
        head=head.sha,
        base=base,
        besides=besides.name if besides else None,
        contents=contents(view, base.sha, head.sha, less=besides.sha if besides else None),
        positions=(head.position, *base.positions, *(besides.positions if besides else ())),
    )


def _finals(view: View, component: str) -> Iterator[TagState]:
    names = (name for name in view.names.below(component, CEILING) if read(name).final)
    return (tag for tag in standing(view, names) if not moves_on(view, tag))


def _base(highest: TagState | None, within: TagState | None, head: Head) -> Base:
    if within is not None:
        return _taken(within, f"highest release that {head.branch} contains")
    if highest is not None:
        return _taken(
            highest, f"highest release; {head.branch} contains none, so from where they parted"
        )
    return Base(None, None, "no final release yet: the whole history", (), ())


def _taken(tag: TagState, why: str) -> Base:
    return Base(tag.name, tag.sha, why, (), tag.positions)
