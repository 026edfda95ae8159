"""The contents of a range: the pull requests in it, and the commits that belong to none."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain import subject
from projections.change import Change
from projections.contained import (
    ClosedIssue,
    changed_by_commit,
    changed_by_pulls,
    closed_issues,
)
from projections.matching import matched
from projections.notes.settings import Component
from projections.texts import Text, texts_of
from projections.touching import concerns
from projections.view import Member, Range, View
from projections.who import Who, everyone


@dataclass(frozen=True, slots=True)
class Contents:
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


def contents(
    view: View,
    base: str | None,
    head: str,
    *,
    less: Iterable[str] = (),
    component: Component | None = None,
) -> Contents:
    """What is reachable from the head, and neither from the base nor from any of `less`.

    Of a component it is what touched its paths, and what nobody told the paths of.
    """
    range_ = view.commits.between(base, head)
    members = _without(range_, [view.commits.between(one, head) for one in less])
    told = view.about(*(subject.commit(member.sha) for member in members))
    inside = {member.sha for member in members}
    texts = {sha: text for sha, text in texts_of(told).items() if sha in inside}
    matching = matched(view, texts, told, head)
    reverted = _reverted(texts)
    pulls = _kept(changed_by_pulls(members, texts, matching, reverted), component)
    lone = (
        one for one in members if one.sha not in matching.leading and one.sha not in matching.owners
    )
    commits = _kept(
        (changed_by_commit(one, texts.get(one.sha), reverted) for one in lone), component
    )
    return Contents(
        base=base,
        head=head,
        pulls=pulls,
        commits=commits,
        issues=closed_issues(view, pulls, texts),
        size=len(members),
        authors=everyone(text.authorship.author for text in texts.values()),
        diverged=range_.diverged,
        missing=tuple(sorted(range_.missing)),
        note=" ".join(
            (
                *_notes(range_, members, unread=len(inside - texts.keys())),
                *_of_component(component, (*pulls, *commits)),
            )
        ),
    )


def _kept(changes: Iterable[Change], component: Component | None) -> tuple[Change, ...]:
    return tuple(one for one in changes if component is None or concerns(component, one))


def _without(range_: Range, others: Iterable[Range]) -> list[Member]:
    members = list(range_.commits)
    for other in others:
        left = {member.sha for member in other.commits}
        members = [member for member in members if member.sha in left]
    return members


def _reverted(texts: Mapping[str, Text]) -> dict[str, tuple[str, ...]]:
    """The commits of the range by what they revert of it; messages may shorten a SHA."""
    shortened: dict[str, str] = {sha[:7]: sha for sha in texts}
    reverted: dict[str, list[str]] = defaultdict(list)
    for sha, text in texts.items():
        for named in text.authorship.reverts:
            whole = shortened.get(named[:7], "")
            if whole.startswith(named):
                reverted[whole].append(sha)
    return {sha: tuple(sorted(by)) for sha, by in reverted.items()}


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
