"""An issue: a wish or a fault, until it is resolved."""

from datetime import datetime

import msgspec

from domain import subject
from domain.fact import Actor, Fact


class Issue(msgspec.Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """The issue as it stood when the fact was told; `reason` is GitHub's `state_reason`."""

    number: int
    title: str
    state: str  # open, closed
    updated_at: datetime
    reason: str = ""
    labels: tuple[str, ...] = ()
    milestone: str = ""
    author: Actor | None = None
    closed_at: datetime | None = None


class IssueFact(Fact, frozen=True, kw_only=True):
    issue: Issue

    def about(self) -> tuple[str, ...]:
        return (
            subject.issue(self.issue.number),
            *map(subject.labelled, self.issue.labels),
            *((subject.within(self.issue.milestone),) if self.issue.milestone else ()),
        )


class IssueOpened(IssueFact, frozen=True, kw_only=True, tag="issue.opened.1"):
    """Somebody reported it."""


class IssueResolved(IssueFact, frozen=True, kw_only=True, tag="issue.resolved.1"):
    """Closed as completed."""


class IssueDismissed(IssueFact, frozen=True, kw_only=True, tag="issue.dismissed.1"):
    """Closed as not planned or as a duplicate."""


class IssueReopened(IssueFact, frozen=True, kw_only=True, tag="issue.reopened.1"):
    """Not resolved after all."""


class IssueReworded(IssueFact, frozen=True, kw_only=True, tag="issue.reworded.1"):
    """Its title or text changed."""


class IssueClassified(IssueFact, frozen=True, kw_only=True, tag="issue.classified.1"):
    """Its labels or its milestone changed."""


class IssueTransferred(IssueFact, frozen=True, kw_only=True, tag="issue.transferred.1"):
    """Moved to another repository."""

    to: str = ""


class IssueDeleted(IssueFact, frozen=True, kw_only=True, tag="issue.deleted.1"):
    """Gone from GitHub."""
