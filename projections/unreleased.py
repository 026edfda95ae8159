"""The unreleased: what lies on the default branch and in no release of a component yet."""

from collections.abc import Iterator

from msgspec import Struct

from projections.base import Base
from projections.branches import Head, default_head
from projections.contents import Contents, contents
from projections.notes.policies import moves_on
from projections.notes.series import Lineup
from projections.notes.settings import Settings
from projections.standing import standing
from projections.tag_state import TagState
from projections.view import Range, View


class Unreleased(Struct, frozen=True):
    """`base` is the highest final release; where that lies on another line, see its `why`.

    `besides` are lower releases that have something which the branch has and the base has not, by
    name: that is released, too.
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
        besides=", ".join(tag.name for tag in besides) or None,
        contents=contents(
            view, base.sha, head.sha, less=[tag.sha for tag in besides if tag.sha], reach=False
        ),
        positions=(
            head.position,
            *base.positions,
            *(one for tag in besides for one in tag.positions),
        ),
    )


def since(
    view: View, component: str, head: Head, lineup: Lineup
) -> tuple[Base, tuple[TagState, ...]]:
    """From where a head is unreleased, and which lower releases have some of it already."""
    finals = list(_finals(view, component, lineup))
    if not finals:
        return Base(None, None, "no final release yet: the whole history", (), ()), ()
    highest, *lower = finals
    range_ = view.commits.between(highest.sha, head.sha)
    base = _base(highest, head.branch if range_.diverged else "")
    return base, _besides(view, lower, range_)


def _finals(view: View, component: str, lineup: Lineup) -> Iterator[TagState]:
    names = (version.name for version in lineup.below(component) if version.final)
    return (tag for tag in standing(view, names) if not moves_on(view, tag))


def _besides(view: View, lower: list[TagState], range_: Range) -> tuple[TagState, ...]:
    """Those that have something of the range, without those that others of them contain."""
    by_sha = {tag.sha: tag for tag in reversed(lower) if tag.sha}
    held = view.commits.containing([one.sha for one in range_.commits], by_sha)
    having = frozenset[str]().union(*held.values())
    inside = view.commits.containing(having, having) if having else {}
    outermost = {sha for sha in having if inside[sha] == {sha}}
    return tuple(tag for tag in lower if tag.sha in outermost and by_sha[tag.sha] is tag)


def _base(highest: TagState, line: str) -> Base:
    why = "highest final release"
    if line:
        why += f"; it lies on another line, so from where that left {line}"
    return Base(highest.name, highest.sha, why, (), highest.positions)
