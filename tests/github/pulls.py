"""Pull requests: opened from real branches, merged by git in each of GitHub's three ways, reviewed.

`merge_commit_sha` names a commit that is not on any branch until the merge: the trial of one. It
stays where a pull request is closed without a merge (github documentation of «Get a pull request»).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.github import merging
from tests.github.accounts import Account
from tests.github.issues import CLOSING, Issue
from tests.github.pull_shapes import full, review

if TYPE_CHECKING:
    from tests.github.hub import Hub
    from tests.github.repository import Repository


@dataclass
class Review:
    id: int
    state: str
    body: str
    user: Account
    commit_id: str
    submitted_at: datetime


@dataclass
class Pull(Issue):
    """An issue with branches. `id` is the issue's; the pull request has one of its own."""

    pull_id: int = 0
    head_ref: str = ""
    head_sha: str = ""
    base_ref: str = ""
    base_sha: str = ""
    draft: bool = False
    merged_at: datetime | None = None
    merged_by: Account | None = None
    merge_commit_sha: str | None = None
    commits: list[str] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)

    EVENT = "pull_request"

    def tell(self, action: str, by: str, **more: Any) -> None:
        told = {"action": action, "number": self.number, "pull_request": full(self)}
        self.repo.tell("pull_request", by, **told, **more)

    def merge(self, method: str = "merge", by: str = "grace", *, title: str | None = None) -> str:
        """Merge it, push the base branch, close it and what it says that it closes."""
        repo, at = self.repo, self.touch()
        ref = f"refs/heads/{self.base_ref}"
        drafts = merging.WAYS[method](self, repo.signature(by), title)
        before = repo.git.refs[ref]
        written = repo.git.write(*drafts)
        self.merge_commit_sha, self.base_sha = written[-1], before
        self.state, self.closed_at, self.merged_at = "closed", at, at
        self.merged_by = self.closed_by = repo.hub.account(by)
        repo.tell_push(ref, before, written[-1], by)
        self.tell("closed", by)
        if self.base_ref == repo.default_branch:
            self._close_issues(by)
        return written[-1]

    def _close_issues(self, by: str) -> None:
        for number in CLOSING.findall(f"{self.title}\n{self.body or ''}"):
            known = self.repo.by_number.get(int(number))
            if known and known.state == "open" and known is not self:
                known.close(by=by)

    def close(self, reason: str = "", by: str = "ada") -> None:  # noqa: ARG002 - as an issue
        """Without a merge; GitHub keeps no reason here."""
        self.closed_at, self.state = self.touch(), "closed"
        self.closed_by = self.repo.hub.account(by)
        self.tell("closed", by)

    def reopen(self, by: str = "ada") -> None:
        self.touch()
        self.state, self.closed_at = "open", None
        self.tell("reopened", by)

    def retarget(self, base: str, by: str = "ada") -> None:
        before = (self.base_ref, self.base_sha)
        self.touch()
        self.base_ref, self.base_sha = base, self.repo.head(base)
        self.measure()
        changes = {"ref": {"from": before[0]}, "sha": {"from": before[1]}}
        self.tell("edited", by, changes={"base": changes})

    def ready(self, by: str = "ada") -> None:
        self.touch()
        self.draft = False
        self.tell("ready_for_review", by)

    def push(self, *messages: str, by: str = "ada") -> list[str]:
        return self.repo.push(self.head_ref, *messages, by=by)

    def review(self, state: str = "approved", by: str = "grace", body: str = "") -> Review:
        """`approved`, `changes_requested` or `commented`; written small here, and large in REST."""
        hub, at = self.repo.hub, self.touch()
        made = Review(hub.next("review"), state, body, hub.account(by), self.head_sha, at)
        self.reviews.append(made)
        self._tell_review(made, "submitted", by)
        return made

    def dismiss(self, dismissed: Review, by: str = "ada") -> None:
        self.touch()
        dismissed.state = "dismissed"
        self._tell_review(dismissed, "dismissed", by)

    def _tell_review(self, of: Review, action: str, by: str) -> None:
        told = {"review": review(self, of, event=True), "pull_request": full(self, event="review")}
        self.repo.tell("pull_request_review", by, action=action, **told)

    def measure(self) -> None:
        """Look again at which commits it has, and try the merge."""
        git = self.repo.git
        self.head_sha = git.refs.get(f"refs/heads/{self.head_ref}", self.head_sha)
        self.commits = git.between(self.base_sha, self.head_sha)
        trial = merging.trial(self, self.repo.signature("web-flow"))
        self.merge_commit_sha = git.write(trial)[-1] if trial else None


class Pulls:
    hub: "Hub"

    def __init__(self) -> None:
        self.pulls: list[Pull] = []

    def pull(
        self: "Repository",
        title: str,
        *,
        commits: tuple[str, ...] = (),
        branch: str | None = None,
        base: str | None = None,
        body: str | None = None,
        labels: tuple[str, ...] = (),
        draft: bool = False,
        by: str = "ada",
    ) -> Pull:
        """Open one from a branch, which is made with these commits where it is not yet."""
        base = base or self.default_branch
        branch = branch or f"change-{self.next_number()}"
        if f"refs/heads/{branch}" not in self.git.refs:
            self.push(branch, *(commits or (title,)), onto=self.head(base), by=by)
        return self.open_pull(title, branch, base, body=body, labels=labels, draft=draft, by=by)

    def open_pull(
        self: "Repository",
        title: str,
        branch: str,
        base: str,
        *,
        body: str | None = None,
        labels: tuple[str, ...] = (),
        draft: bool = False,
        by: str = "ada",
    ) -> Pull:
        hub, at = self.hub, self.hub.clock.tick()
        number, id_ = self.next_number(), hub.next("issue")
        made = Pull(self, id_, number, title, body, hub.account(by), at, at)
        made.pull_id, made.draft = hub.next("pull"), draft
        made.head_ref, made.base_ref, made.base_sha = branch, base, self.head(base)
        made.measure()
        self.enter(made)
        self.pulls.append(made)
        made.tell("opened", by)
        made.label(*labels, by=by)
        return made

    def synchronize(self, branch: str, before: str, after: str, by: str) -> None:
        """Pull requests from this branch have other commits now."""
        for one in self.pulls:
            if one.head_ref == branch and one.state == "open" and set(after) != {"0"}:
                one.touch()
                one.measure()
                one.tell("synchronize", by, before=before, after=after)
