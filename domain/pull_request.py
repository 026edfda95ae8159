"""A pull request: from its opening to its merge, or to its end without one."""

from datetime import datetime

import msgspec

from domain import subject
from domain.fact import Actor, Fact, Sha


class PullRequest(msgspec.Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """The pull request as it stood when the fact was told.

    `updated_at` is GitHub's own version of it, good to the second. `merge_commit_sha` is kept only
    once it is merged: before that, GitHub puts a test merge there.
    """

    number: int
    title: str
    author: Actor | None
    base: str
    head: str
    head_sha: Sha
    updated_at: datetime
    state: str  # open, closed, merged
    draft: bool = False
    labels: tuple[str, ...] = ()
    milestone: str = ""
    body: str = ""
    closes: tuple[int, ...] = ()  # issues named with a closing keyword in title or body
    merge_commit_sha: Sha | None = None
    merged_at: datetime | None = None
    merged_by: Actor | None = None
    commits: int = 0
    base_sha: str = ""
    created_at: datetime | None = None


class PullRequestFact(Fact, frozen=True, kw_only=True):
    pull: PullRequest

    def about(self) -> tuple[str, ...]:
        return (subject.pull(self.pull.number),)


class PullRequestOpened(PullRequestFact, frozen=True, kw_only=True, tag="pull_request.opened.1"):
    """Someone proposed a change."""


class PullRequestMerged(PullRequestFact, frozen=True, kw_only=True, tag="pull_request.merged.1"):
    """The change is in its base branch, as `pull.merge_commit_sha`."""

    def about(self) -> tuple[str, ...]:
        return (
            subject.pull(self.pull.number),
            *((subject.commit(self.pull.merge_commit_sha),) if self.pull.merge_commit_sha else ()),
            *(subject.issue(number) for number in self.pull.closes),
        )


class PullRequestAbandoned(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.abandoned.1"
):
    """Closed without a merge."""


class PullRequestReopened(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.reopened.1"
):
    """Proposed again."""


class PullRequestReworded(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.reworded.1"
):
    """Its title or its description changed."""


class PullRequestRetargeted(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.retargeted.1"
):
    """Its base branch changed from `before`."""

    before: str


class PullRequestClassified(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.classified.1"
):
    """Its labels or its milestone changed."""


class PullRequestExtended(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.extended.1"
):
    """Its head moved: commits were pushed to it."""

    before: str


class PullRequestReadied(PullRequestFact, frozen=True, kw_only=True, tag="pull_request.readied.1"):
    """No longer a draft."""


class PullRequestDrafted(PullRequestFact, frozen=True, kw_only=True, tag="pull_request.drafted.1"):
    """A draft again."""


class AutoMergeEnabled(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.auto_merge_enabled.1"
):
    """GitHub will merge it once its conditions hold."""


class AutoMergeDisabled(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.auto_merge_disabled.1"
):
    """GitHub will not merge it by itself any more."""

    reason: str = ""


class PullRequestEnqueued(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.enqueued.1"
):
    """It entered the merge queue."""


class PullRequestDequeued(
    PullRequestFact, frozen=True, kw_only=True, tag="pull_request.dequeued.1"
):
    """It left the merge queue, for `reason` in GitHub's words."""

    reason: str = ""
