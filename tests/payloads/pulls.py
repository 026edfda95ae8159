"""Payloads of proposed changes: pull requests, reviews and the merge queue."""

from datetime import datetime
from typing import Any

from tests.payloads.basics import Repo, Sent, iso, minute, sent, sha, user
from tests.payloads.pushes import commit


def pull_request(repo: Repo, action: str, number: int, at: datetime, **more: Any) -> Sent:
    """Any action; `pull` overrides fields of the pull request, the rest stands beside it."""
    pull = {
        "id": 1000 + number,
        "number": number,
        "state": "open",
        "title": f"Change {number}",
        "body": None,
        "user": user("ada"),
        "created_at": iso(minute(0)),
        "updated_at": iso(at),
        "closed_at": None,
        "merged_at": None,
        "merged": False,
        "merged_by": None,
        # Before a merge, GitHub puts the trial of one there.
        "merge_commit_sha": "f" * 40,
        "base": {"ref": "main", "sha": sha(1), "repo": {"id": repo.id}},
        "head": {"ref": f"change-{number}", "sha": sha(100 + number), "repo": {"id": repo.id}},
        "labels": [],
        "milestone": None,
        "draft": False,
        "commits": 1,
    }
    pull |= more.pop("pull", {})
    return sent(repo, "pull_request", at, action=action, number=number, pull_request=pull, **more)


def labels(*names: str) -> list[dict[str, Any]]:
    return [{"id": len(name), "name": name, "color": "ededed"} for name in names]


def pull_request_merged(
    repo: Repo, number: int, merge_commit: str, at: datetime, **pull: Any
) -> Sent:
    merged = {
        "state": "closed",
        "merged": True,
        "merged_at": iso(at),
        "closed_at": iso(at),
        "merged_by": user("grace"),
        "merge_commit_sha": merge_commit,
    }
    return pull_request(repo, "closed", number, at, pull={**merged, **pull})


def pull_request_review(
    repo: Repo, action: str, number: int, state: str, at: datetime, *, id_: int = 1
) -> Sent:
    review = {
        "id": id_,
        "state": state,
        "user": user("grace"),
        "body": None,
        "commit_id": sha(100 + number),
        "submitted_at": iso(minute(1)),
    }
    pull = {"number": number, "updated_at": iso(at)}
    return sent(
        repo, "pull_request_review", at, "grace", action=action, review=review, pull_request=pull
    )


def merge_group(repo: Repo, action: str, number: int, head: str, at: datetime, **more: Any) -> Sent:
    group = {
        "head_sha": head,
        "head_ref": f"refs/heads/gh-readonly-queue/main/pr-{number}-{sha(1)}",
        "base_sha": sha(1),
        "base_ref": "refs/heads/main",
        "head_commit": commit(head, f"Merge pull request #{number}", minute(1)),
    }
    return sent(repo, "merge_group", at, action=action, merge_group=group, **more)
