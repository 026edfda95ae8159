"""The contents of a range: the pull requests in it, and the commits that belong to none."""

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from projections.brought import brought
from projections.change import Change
from projections.contained import ClosedIssue, Made, closed_issues
from projections.heard import Heard
from projections.matching import matched
from projections.notes.settings import Component
from projections.surroundings import surroundings
from projections.touching import concerns
from projections.view import Member, Range, View
from projections.who import Who, everyone


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
    known: Made | None = None,
    heard: Heard | None = None,
) -> Contents:
    """What is reachable from the head, and neither from the base nor from any of `less`.

    Of a component it is what touched its paths, and what nobody told the paths of. Without `reach`
    no change knows its `releases`, whose cost grows with the number of all tags. `known` are the
    changes of other ranges of the view, and `heard` what their commits say.
    """
    range_ = view.commits.between(base, head)
    members = _without(range_, [view.commits.between(one, head) for one in less])
    inside = [member.sha for member in members]
    texts, merged, others = (heard or Heard(view, picks=reach)).of(inside)
    matching = matched(view, texts, merged, head)
    changes = brought(members, texts, matching)
    order = {sha: place for place, sha in enumerate(inside)}
    of = component.name if component else ""
    around = surroundings(view, head, changes, texts, others, order, of, reach=reach)
    known = known or Made()
    made = [known.change(one, texts, around[key]) for key, one in changes.items()]
    kept = [one for one in made if component is None or concerns(component, one)]
    pulls = tuple(one for one in kept if one.number is not None)
    return Contents(
        base=base,
        head=head,
        pulls=pulls,
        commits=tuple(one for one in kept if one.number is None),
        issues=closed_issues(view, pulls, texts),
        size=len(members),
        authors=everyone({text.authorship.author for text in texts.values()}),
        diverged=range_.diverged,
        missing=tuple(sorted(range_.missing)),
        note=" ".join(
            (
                *_notes(range_, members, unread=len(members) - len(texts)),
                *_of_component(component, kept),
            )
        ),
    )


def _without(range_: Range, others: Iterable[Range]) -> list[Member]:
    members = list(range_.commits)
    for other in others:
        left = {member.sha for member in other.commits}
        members = [member for member in members if member.sha in left]
    return members


def _notes(range_: Range, members: list[Member], *, unread: int) -> Iterator[str]:
    if range_.missing:
        count = len(range_.missing)
        named = ", ".join(sha[:10] for sha in sorted(range_.missing)[:3])
        yield (
            f"{count} commit{'s are' if count > 1 else ' is'} named and not known ({named}), "
            "so their history may lack here: import the repository's history."
        )
    if any(member.inferred for member in members):
        yield "For some commits the order of their push stands for their parents."
    if unread:
        yield f"What {unread} of the commits say was not told by the moment asked about."


def _of_component(component: Component | None, changes: Collection[Change]) -> Iterator[str]:
    untold = sum(one.touched is None for one in changes)
    if component is not None and component.paths and untold:
        yield (
            f"Nobody told the paths that {untold} of the changes touched, "
            f"so they may not be of {component.name}."
        )
