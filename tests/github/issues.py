"""Issues and their comments; pull requests are issues too, and share their numbers."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.github.accounts import Account, user
from tests.github.clock import iso
from tests.github.sorting import Label, Milestone, label, milestone

if TYPE_CHECKING:
    from tests.github.hub import Hub
    from tests.github.repository import Repository

CLOSING = re.compile(r"(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)", re.IGNORECASE)


@dataclass
class Comment:
    id: int
    body: str
    user: Account
    created_at: datetime
    updated_at: datetime
    issue: "Issue"
    # What an App wrote, rather than a person.
    app: Any = None


@dataclass
class Issue:
    """`number` is shared with the pull requests of the repository."""

    repo: "Repository"
    id: int
    number: int
    title: str
    body: str | None
    user: Account
    created_at: datetime
    updated_at: datetime
    labels: list[Label] = field(default_factory=list)
    milestone: Milestone | None = None
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    closed_by: Account | None = None
    comments: list[Comment] = field(default_factory=list)

    EVENT = "issues"

    def tell(self, action: str, by: str, **more: Any) -> None:
        self.repo.tell("issues", by, action=action, issue=issue(self, event=True), **more)

    def touch(self) -> datetime:
        self.updated_at = self.repo.hub.clock.tick()
        return self.updated_at

    def comment(self, body: str, by: str = "ada", app: Any = None) -> Comment:
        hub, at = self.repo.hub, self.touch()
        made = Comment(hub.next("comment"), body, hub.account(by), at, at, self, app)
        self.comments.append(made)
        self.repo.comments.append(made)
        told = {"issue": issue(self, event=True), "comment": comment(made)}
        self.repo.tell("issue_comment", by, action="created", **told)
        return made

    def label(self, *names: str, by: str = "ada") -> None:
        for name in names:
            known = self.repo.label(name, by=by)
            if known not in self.labels:
                self.touch()
                self.labels.append(known)
                self.tell("labeled", by, label=label(self.repo, known))

    def unlabel(self, name: str, by: str = "ada") -> None:
        known = self.repo.label(name, by=by)
        self.touch()
        self.labels.remove(known)
        self.tell("unlabeled", by, label=label(self.repo, known))

    def plan(self, title: str | None, by: str = "ada") -> None:
        """Put it into a milestone, or out of any."""
        self.touch()
        before, self.milestone = self.milestone, None
        if title is None:
            if before:
                self.tell("demilestoned", by, milestone=milestone(self.repo, before))
            return
        self.milestone = self.repo.milestone(title, by=by)
        self.tell("milestoned", by, milestone=milestone(self.repo, self.milestone))

    def reword(self, *, title: str | None = None, body: str | None = None, by: str = "ada") -> None:
        changes = {}
        if title is not None:
            changes["title"], self.title = {"from": self.title}, title
        if body is not None:
            changes["body"], self.body = {"from": self.body or ""}, body
        self.touch()
        self.tell("edited", by, changes=changes)

    def close(self, reason: str = "completed", by: str = "ada") -> None:
        self.closed_at = self.touch()
        self.state, self.state_reason, self.closed_by = "closed", reason, self.repo.hub.account(by)
        self.tell("closed", by)

    def reopen(self, by: str = "ada") -> None:
        self.touch()
        self.state, self.state_reason, self.closed_at = "open", "reopened", None
        self.tell("reopened", by)


class Issues:
    hub: "Hub"

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.comments: list[Comment] = []
        self.by_number: dict[int, Issue] = {}

    def issue(
        self: "Repository",
        title: str,
        body: str | None = None,
        *,
        labels: tuple[str, ...] = (),
        by: str = "ada",
    ) -> Issue:
        hub, at = self.hub, self.hub.clock.tick()
        number, id_ = self.next_number(), hub.next("issue")
        made = Issue(self, id_, number, title, body, hub.account(by), at, at)
        made.labels = [self.label(name, by=by) for name in labels]
        self.enter(made)
        made.tell("opened", by)
        return made

    def next_number(self) -> int:
        return len(self.by_number) + 1

    def enter(self, made: Issue) -> None:
        self.issues.append(made)
        self.by_number[made.number] = made


def issue(of: Issue, *, event: bool = False) -> dict[str, Any]:
    repo, here = of.repo, f"{of.repo.api}/issues/{of.number}"
    told = {
        "id": of.id,
        "node_id": f"I_{of.id}",
        "url": here,
        "repository_url": repo.api,
        "labels_url": f"{here}/labels{{/name}}",
        "comments_url": f"{here}/comments",
        "events_url": f"{here}/events",
        "html_url": f"{repo.html}/issues/{of.number}",
        "number": of.number,
        "state": of.state,
        "state_reason": of.state_reason,
        "title": of.title,
        "body": of.body,
        "user": user(repo.hub, of.user),
        "labels": [label(repo, one) for one in of.labels],
        "assignee": None,
        "assignees": [],
        "milestone": milestone(repo, of.milestone),
        "locked": False,
        "active_lock_reason": None,
        "comments": len(of.comments),
        "author_association": "MEMBER",
        "created_at": iso(of.created_at),
        "updated_at": iso(of.updated_at),
        "closed_at": of.closed_at and iso(of.closed_at),
    }
    if of.EVENT == "pull_request":
        told |= {"draft": of.draft, "pull_request": _pull(of)}  # type: ignore[attr-defined]
    if event:
        return told | {"reactions": reactions(here)}
    return told | {"closed_by": user(repo.hub, of.closed_by)}


def _pull(of: Any) -> dict[str, Any]:
    api, html = f"{of.repo.api}/pulls/{of.number}", f"{of.repo.html}/pull/{of.number}"
    return {
        "url": api,
        "html_url": html,
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "merged_at": of.merged_at and iso(of.merged_at),
    }


def comment(of: Comment) -> dict[str, Any]:
    repo, number = of.issue.repo, of.issue.number
    here = f"{repo.api}/issues/comments/{of.id}"
    place = "pull" if of.issue.EVENT == "pull_request" else "issues"
    return {
        "id": of.id,
        "node_id": f"IC_{of.id}",
        "url": here,
        "html_url": f"{repo.html}/{place}/{number}#issuecomment-{of.id}",
        "issue_url": f"{repo.api}/issues/{number}",
        "body": of.body,
        "user": user(repo.hub, of.user),
        "created_at": iso(of.created_at),
        "updated_at": iso(of.updated_at),
        "author_association": "NONE" if of.app else "MEMBER",
        "performed_via_github_app": of.app and of.app.shape(),
        "reactions": reactions(here),
    }


def reactions(here: str) -> dict[str, Any]:
    kinds = ("total_count", "+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
    return {"url": f"{here}/reactions", **dict.fromkeys(kinds, 0)}
