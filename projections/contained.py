"""What a range contains: a pull request, a commit of none, an issue that it closes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain import subject
from projections.belonging import Match
from projections.matching import Matching
from projections.pull_state import Review, issues_of
from projections.texts import Text
from projections.view import Member, View
from projections.who import Who, who

Reverted = Mapping[str, tuple[str, ...]]  # a commit, and those that revert it


@dataclass(frozen=True, slots=True)
class ContainedPull:
    """A pull request that is in the range.

    `how`       merge commit, branch commits, commit message, rebase or cherry-pick.
    `inferred`  why we believe it where the pull request itself did not tell.
    `commits`   its commits in the range, `sha` the one that brought it in.
    `known`     whether any fact tells of the pull request itself; else `title` is the commit's.
    `also_as`   where it was cherry-picked from.
    `reverted_by`  the commits in the range that revert it.
    """

    number: int
    title: str
    author: Who | None
    base: str
    labels: tuple[str, ...]
    milestone: str
    body: str
    closes: tuple[int, ...]
    merged_at: datetime | None
    merged_by: Who | None
    sha: str
    commits: tuple[str, ...]
    how: str
    inferred: str
    known: bool
    also_as: tuple[str, ...]
    reverted_by: tuple[str, ...]
    reviews: tuple[Review, ...]
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ContainedCommit:
    """A commit in the range that belongs to no pull request that we know of.

    `inferred` says where the order of a push stands in for its parents.
    """

    sha: str
    title: str
    message: str
    merge: bool
    author: Who | None
    authored_at: datetime | None
    also_as: tuple[str, ...]
    reverts: tuple[str, ...]
    reverted_by: tuple[str, ...]
    inferred: str
    positions: tuple[int, ...]


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


def contained_pulls(
    members: Iterable[Member],
    texts: Mapping[str, Text],
    matching: Matching,
    reverted: Reverted,
) -> Iterator[ContainedPull]:
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
        yield _pull(match, texts[sha], commits[number], matching, reverted)


def _pull(
    match: Match,
    text: Text,
    commits: list[str],
    matching: Matching,
    reverted: Reverted,
) -> ContainedPull:
    state = matching.pulls[match.number]
    pull = state.pull if state else None
    merge = len(text.parents) > 1
    return ContainedPull(
        number=match.number,
        title=pull.title if pull else _title(text),
        author=who(pull.author if pull else None if merge else text.authorship.author),
        base=pull.base if pull else "",
        labels=pull.labels if pull else (),
        milestone=pull.milestone if pull else "",
        body=pull.body if pull else "",
        closes=pull.closes if pull else text.authorship.closes,
        merged_at=state.merged_at if state else None,
        merged_by=state.merged_by if state else None,
        sha=text.sha,
        commits=tuple(commits),
        how=match.how,
        inferred=match.inferred,
        known=pull is not None,
        also_as=text.authorship.picked_from,
        reverted_by=reverted.get(text.sha, ()),
        reviews=state.reviews if state else (),
        positions=tuple(sorted({text.position, *(state.positions if state else ())})),
    )


def _title(text: Text) -> str:
    """What a message that names a pull request says is its title; of a merge it stands below."""
    lines = [line for line in text.authorship.message.splitlines() if line.strip()]
    if text.title.startswith("Merge pull request #") and len(lines) > 1:
        return lines[1].strip()
    return text.title.removesuffix(f"(#{text.authorship.pulls[-1]})").rstrip()


def contained_commit(member: Member, text: Text | None, reverted: Reverted) -> ContainedCommit:
    wrote = text.authorship if text else None
    return ContainedCommit(
        sha=member.sha,
        title=text.title if text else "",
        message=wrote.message if wrote else "",
        merge=text is not None and len(text.parents) > 1,
        author=who(wrote.author) if wrote else None,
        authored_at=wrote.authored_at if wrote else None,
        also_as=wrote.picked_from if wrote else (),
        reverts=wrote.reverts if wrote else (),
        reverted_by=reverted.get(member.sha, ()),
        inferred="the order of a push stands for its parents" if member.inferred else "",
        positions=(text.position if text else member.position,),
    )


def closed_issues(
    view: View, pulls: Iterable[ContainedPull], texts: Mapping[str, Text]
) -> tuple[ClosedIssue, ...]:
    by_pulls: dict[int, list[int]] = defaultdict(list)
    by_commits: dict[int, list[str]] = defaultdict(list)
    for pull in pulls:
        for number in pull.closes:
            by_pulls[number].append(pull.number)
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
