"""A pull request and its reviews as GitHub shows them: in full, in events, shorter in lists."""

from typing import TYPE_CHECKING, Any

from tests.github.accounts import user
from tests.github.clock import iso
from tests.github.sorting import label, milestone

if TYPE_CHECKING:
    from tests.github.pulls import Pull, Review
    from tests.github.repository import Repository


def simple(pull: "Pull") -> dict[str, Any]:
    """GitHub's `pull-request-simple`: no word of `merged`, who merged, and how many commits."""
    repo, hub = pull.repo, pull.repo.hub
    here, page = f"{repo.api}/pulls/{pull.number}", f"{repo.html}/pull/{pull.number}"
    links = {
        "self": here,
        "html": page,
        "issue": f"{repo.api}/issues/{pull.number}",
        "comments": f"{repo.api}/issues/{pull.number}/comments",
        "review_comments": f"{here}/comments",
        "review_comment": f"{repo.api}/pulls/comments{{/number}}",
        "commits": f"{here}/commits",
        "statuses": f"{repo.api}/statuses/{pull.head_sha}",
    }
    return {
        "url": here,
        "id": pull.pull_id,
        "node_id": f"PR_{pull.pull_id}",
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        **{f"{name}_url": place for name, place in links.items() if name not in ("self", "html")},
        "number": pull.number,
        "state": pull.state,
        "locked": False,
        "active_lock_reason": None,
        "title": pull.title,
        "user": user(hub, pull.user),
        "body": pull.body,
        "labels": [label(repo, one) for one in pull.labels],
        "milestone": milestone(repo, pull.milestone),
        "created_at": iso(pull.created_at),
        "updated_at": iso(pull.updated_at),
        "closed_at": pull.closed_at and iso(pull.closed_at),
        "merged_at": pull.merged_at and iso(pull.merged_at),
        "merge_commit_sha": pull.merge_commit_sha,
        "assignee": None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "draft": pull.draft,
        "head": _side(repo, pull.head_ref, pull.head_sha),
        "base": _side(repo, pull.base_ref, pull.base_sha),
        "_links": {name: {"href": place} for name, place in links.items()},
        "author_association": "MEMBER",
        "auto_merge": None,
    }


def full(pull: "Pull", *, event: str = "") -> dict[str, Any]:
    """GitHub's `pull-request`; an event of a review tells the shorter one."""
    told = simple(pull)
    if event == "review":
        return told
    lines = pull.repo.git.counted(pull.base_sha, pull.head_sha)
    return told | {
        "merged": pull.merged_at is not None,
        "mergeable": None if pull.state == "closed" else pull.merge_commit_sha is not None,
        "rebaseable": None,
        "mergeable_state": "unknown",
        "merged_by": user(pull.repo.hub, pull.merged_by),
        "comments": len(pull.comments),
        "review_comments": 0,
        "maintainer_can_modify": False,
        "commits": len(pull.commits),
        "additions": sum(more for more, _ in lines.values()),
        "deletions": sum(less for _, less in lines.values()),
        "changed_files": len(lines),
    }


def minimal(pull: "Pull") -> dict[str, Any]:
    """As a check names the pull requests that it may belong to."""
    here = {"id": pull.repo.id, "url": pull.repo.api, "name": pull.repo.name}
    return {
        "url": f"{pull.repo.api}/pulls/{pull.number}",
        "id": pull.pull_id,
        "number": pull.number,
        "head": {"ref": pull.head_ref, "sha": pull.head_sha, "repo": here},
        "base": {"ref": pull.base_ref, "sha": pull.base_sha, "repo": here},
    }


def _side(repo: "Repository", ref: str, sha: str) -> dict[str, Any]:
    return {
        "label": f"{repo.owner.login}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": user(repo.hub, repo.owner),
        "repo": repo.full(),
    }


def review(pull: "Pull", of: "Review", *, event: bool = False) -> dict[str, Any]:
    here = f"{pull.repo.api}/pulls/{pull.number}"
    page = f"{pull.repo.html}/pull/{pull.number}#pullrequestreview-{of.id}"
    return {
        "id": of.id,
        "node_id": f"PRR_{of.id}",
        "user": user(pull.repo.hub, of.user),
        "body": of.body,
        "state": of.state if event else of.state.upper(),
        "html_url": page,
        "pull_request_url": here,
        "author_association": "MEMBER",
        "_links": {"html": {"href": page}, "pull_request": {"href": here}},
        "submitted_at": iso(of.submitted_at),
        "commit_id": of.commit_id,
    } | ({"updated_at": iso(of.submitted_at)} if event else {})
