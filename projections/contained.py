"""What a range contains: a change for each pull request and lone commit, the issues they close."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain import subject
from domain.commit import Authorship
from projections.belonging import Match
from projections.change import STANDS, Change, Reverted
from projections.matching import Matching
from projections.pull_state import PullState, issues_of
from projections.texts import Text
from projections.view import Member, View
from projections.who import who

Reversals = Mapping[str, tuple[str, ...]]  # a commit, and those that revert it


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


def changed_by_pulls(
    members: Iterable[Member],
    texts: Mapping[str, Text],
    matching: Matching,
    reverted: Reversals,
) -> Iterator[Change]:
    """Each pull request once, where the newest commit that brought it in stands in the range."""
    commits: dict[int, list[str]] = defaultdict(list)
    first: dict[int, tuple[str, Match]] = {}
    for sha in (member.sha for member in members):
        for match in matching.leading.get(sha, ()):
            commits[match.number].append(sha)
            known = first.get(match.number)
            # What GitHub told goes before what a message or a cherry-pick says.
            if known is None or (known[1].inferred and not match.inferred):
                first[match.number] = sha, match
        if sha in matching.owners:
            commits[matching.owners[sha].number].append(sha)
    for number, (sha, match) in first.items():
        state = matching.pulls[number]
        if state is None:
            yield _named(match, texts[sha], commits[number], reverted)
        else:
            yield _told(match, texts[sha], commits[number], reverted, state)


def _told(
    match: Match, text: Text, commits: list[str], reverted: Reversals, state: PullState
) -> Change:
    """A pull request that a fact tells of."""
    pull = state.pull
    return Change(
        key=subject.pull(match.number),
        number=match.number,
        sha=text.sha,
        title=pull.title,
        body=pull.body,
        message=text.authorship.message,
        author=who(pull.author),
        co_authors=(),
        base=pull.base,
        head=pull.head,
        labels=pull.labels,
        milestone=pull.milestone,
        closes=pull.closes,
        at=state.merged_at or text.at,
        authored_at=text.authorship.authored_at,
        merged_at=state.merged_at,
        merged_by=state.merged_by,
        commits=tuple(commits),
        how=match.how,
        inferred=match.inferred,
        known=True,
        merge=False,
        also_as=text.authorship.picked_from,
        origin=None,
        reverts=_reverts(text.authorship),
        reverted_by=reverted.get(text.sha, ()),
        net=STANDS,
        net_why="",
        releases=(),
        touched=None,
        reviews=state.reviews,
        positions=tuple(sorted({text.position, *state.positions})),
    )


def _named(match: Match, text: Text, commits: list[str], reverted: Reversals) -> Change:
    """A pull request that only the message of its commit names."""
    wrote = text.authorship
    return Change(
        key=subject.pull(match.number),
        number=match.number,
        sha=text.sha,
        title=_title(text),
        body="",
        message=wrote.message,
        author=None if len(text.parents) > 1 else who(wrote.author),
        co_authors=(),
        base="",
        head="",
        labels=(),
        milestone="",
        closes=wrote.closes,
        at=text.at,
        authored_at=wrote.authored_at,
        merged_at=None,
        merged_by=None,
        commits=tuple(commits),
        how=match.how,
        inferred=match.inferred,
        known=False,
        merge=False,
        also_as=wrote.picked_from,
        origin=None,
        reverts=_reverts(text.authorship),
        reverted_by=reverted.get(text.sha, ()),
        net=STANDS,
        net_why="",
        releases=(),
        touched=None,
        reviews=(),
        positions=(text.position,),
    )


def _title(text: Text) -> str:
    """What a message that names a pull request says is its title; of a merge it stands below."""
    lines = [line for line in text.authorship.message.splitlines() if line.strip()]
    if text.title.startswith("Merge pull request #") and len(lines) > 1:
        return lines[1].strip()
    return text.title.removesuffix(f"(#{text.authorship.pulls[-1]})").rstrip()


def _reverts(wrote: Authorship) -> tuple[Reverted, ...]:
    return tuple(Reverted(subject.commit(sha), sha, "sha", inside=False) for sha in wrote.reverts)


def changed_by_commit(member: Member, text: Text | None, reverted: Reversals) -> Change:
    """A commit that belongs to no pull request that we know of."""
    wrote = text.authorship if text else None
    return Change(
        key=subject.commit(member.sha),
        number=None,
        sha=member.sha,
        title=text.title if text else "",
        body=text.body if text else "",
        message=wrote.message if wrote else "",
        author=who(wrote.author) if wrote else None,
        co_authors=(),
        base="",
        head="",
        labels=(),
        milestone="",
        closes=wrote.closes if wrote else (),
        at=text.at if text else None,
        authored_at=wrote.authored_at if wrote else None,
        merged_at=None,
        merged_by=None,
        commits=(member.sha,),
        how="",
        inferred="the order of a push stands for its parents" if member.inferred else "",
        known=True,
        merge=text is not None and len(text.parents) > 1,
        also_as=wrote.picked_from if wrote else (),
        origin=None,
        reverts=_reverts(wrote) if wrote else (),
        reverted_by=reverted.get(member.sha, ()),
        net=STANDS,
        net_why="",
        releases=(),
        touched=None,
        reviews=(),
        positions=(text.position if text else member.position,),
    )


def closed_issues(
    view: View, pulls: Iterable[Change], texts: Mapping[str, Text]
) -> tuple[ClosedIssue, ...]:
    by_pulls: dict[int, list[int]] = defaultdict(list)
    by_commits: dict[int, list[str]] = defaultdict(list)
    closing = ((one, pull.number) for pull in pulls for one in pull.closes if pull.number)
    for number, by in closing:
        by_pulls[number].append(by)
    for sha, text in texts.items():
        for number in text.authorship.closes:
            by_commits[number].append(sha)
    numbers = sorted(by_pulls.keys() | by_commits.keys())
    known = issues_of(view.about(*map(subject.issue, numbers)))
    return tuple(
        ClosedIssue(
            number=number,
            title=state.title if (state := known.get(number)) else "",
            state=state.state if state else "",
            reason=state.reason if state else "",
            pulls=tuple(sorted(by_pulls[number])),
            commits=tuple(sorted(by_commits[number])),
            known=state is not None,
            positions=state.positions if state else (),
        )
        for number in numbers
    )
