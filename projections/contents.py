"""The contents of a range: the pull requests in it, and the commits that belong to none."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from domain import subject
from projections.contained import (
    ClosedIssue,
    ContainedCommit,
    ContainedPull,
    closed_issues,
    contained_commit,
    contained_pulls,
)
from projections.matching import matched
from projections.texts import Text, texts_of
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
    range_ = view.commits.between(base, head)
    members = _without(range_, view.commits.between(less, head) if less else range_)
    told = view.about(*(subject.commit(member.sha) for member in members))
    inside = {member.sha for member in members}
    texts = {sha: text for sha, text in texts_of(told).items() if sha in inside}
    matching = matched(view, texts, told, head)
    reverted = _reverted(texts)
    pulls = tuple(contained_pulls(members, texts, matching, reverted))
    lone = (
        one for one in members if one.sha not in matching.leading and one.sha not in matching.owners
    )
    commits = tuple(contained_commit(one, texts.get(one.sha), reverted) for one in lone)
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
        note=_note(range_, members, unread=len(inside - texts.keys())),
    )


def _without(range_: Range, other: Range) -> list[Member]:
    if other is range_:
        return list(range_.commits)
    left = {member.sha for member in other.commits}
    return [member for member in range_.commits if member.sha in left]


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


def _note(range_: Range, members: list[Member], *, unread: int) -> str:
    notes = []
    if range_.missing:
        count = len(range_.missing)
        named = ", ".join(sha[:10] for sha in sorted(range_.missing)[:3])
        notes.append(
            f"{count} commit{'s are' if count > 1 else ' is'} named and not known ({named}), "
            "so their history may lack here: import the repository's history."
        )
    if any(member.inferred for member in members):
        notes.append("For some commits the order of their push stands for their parents.")
    if unread:
        notes.append(f"What {unread} of the commits say was not told by the moment asked about.")
    return " ".join(notes)
