"""The state of a pull request: as it stood last, and who reviewed it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from domain.fact import Told
from domain.issue import IssueFact
from domain.pull_request import PullRequest, PullRequestFact, PullRequestMerged, PullRequestOpened
from domain.review import ReviewDismissed, ReviewFact
from projections.fold import in_order, places
from projections.who import Who, who


class Review(Struct, frozen=True):
    """One review as it stands: approved, changes_requested, commented or dismissed."""

    by: Who | None
    state: str
    sha: str
    at: datetime


class PullState(Struct, frozen=True):
    """The pull request by its newest snapshot; a merge is never undone."""

    pull: PullRequest
    state: str  # open, closed, merged
    merge_sha: str | None
    merged_at: datetime | None
    merged_by: Who | None
    inferred: str
    reviews: tuple[Review, ...]
    positions: tuple[int, ...]


class IssueState(Struct, frozen=True):
    """The issue by its newest snapshot."""

    number: int
    title: str
    state: str
    reason: str
    positions: tuple[int, ...]


def pulls_of(told: Iterable[Told]) -> dict[int, PullState]:
    """By number, every pull request that the facts tell of."""
    by_number: dict[int, list[Told]] = {}
    for one in in_order(told):
        if isinstance(one.fact, PullRequestFact):
            by_number.setdefault(one.fact.pull.number, []).append(one)
        elif isinstance(one.fact, ReviewFact):
            by_number.setdefault(one.fact.number, []).append(one)
    states = {number: _pull(facts) for number, facts in by_number.items()}
    return {number: state for number, state in states.items() if state is not None}


def _pull(told: list[Told]) -> PullState | None:
    facts = [one.fact for one in told if isinstance(one.fact, PullRequestFact)]
    if not facts:
        return None
    last = _latest(facts)
    merges = [fact for fact in facts if fact.pull.state == "merged"]
    merge = _latest(merges) if merges else None
    merged = merge.pull if merge else None
    return PullState(
        pull=last.pull,
        state="merged" if merged else last.pull.state,
        merge_sha=merged.merge_commit_sha if merged else None,
        merged_at=merged.merged_at if merged else None,
        merged_by=who(merged.merged_by) if merged else None,
        inferred=merge.inferred if merge else "",
        reviews=_reviews(told),
        positions=places(told),
    )


def _latest(facts: Iterable[PullRequestFact]) -> PullRequestFact:
    return max(facts, key=_version)


def _version(fact: PullRequestFact) -> tuple[datetime, int]:
    """GitHub's own clock is good to the second; within it the opening is first, the merge last."""
    kind = type(fact)
    return fact.pull.updated_at, 2 if kind is PullRequestMerged else kind is not PullRequestOpened


def _reviews(told: Iterable[Told]) -> tuple[Review, ...]:
    """Each review once: its author is who wrote it, not who dismissed it."""
    newest: dict[int, ReviewFact] = {}
    author: dict[int, Who | None] = {}
    for one in told:
        fact = one.fact
        if isinstance(fact, ReviewFact):
            if not isinstance(fact, ReviewDismissed):
                author.setdefault(fact.review, who(fact.by))
            if not isinstance(newest.get(fact.review), ReviewDismissed):
                newest[fact.review] = fact
    return tuple(
        Review(author.get(number), _verdict(fact), fact.sha, fact.at)
        for number, fact in sorted(newest.items())
    )


def _verdict(fact: ReviewFact) -> str:
    return "dismissed" if isinstance(fact, ReviewDismissed) else fact.state


def issues_of(told: Iterable[Told]) -> Mapping[int, IssueState]:
    """By number, every issue that the facts tell of."""
    by_number: dict[int, list[Told]] = {}
    for one in in_order(told):
        if isinstance(one.fact, IssueFact):
            by_number.setdefault(one.fact.issue.number, []).append(one)
    return {number: _issue(facts) for number, facts in by_number.items()}


def _issue(told: list[Told]) -> IssueState:
    facts = [one.fact for one in told if isinstance(one.fact, IssueFact)]
    last = max(facts, key=lambda fact: (fact.issue.updated_at, fact.at)).issue
    return IssueState(last.number, last.title, last.state, last.reason, places(told))
