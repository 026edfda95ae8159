"""Payloads of refs: pushes, and the hints that come beside them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.payloads.basics import ZERO, Repo, Sent, sent


def commit(id_: str, message: str, at: datetime, author: str = "Ada") -> dict[str, Any]:
    """A commit as a push lists it: without its parents."""
    person = {"name": author, "email": f"{author.lower()}@example.org", "username": author.lower()}
    return {
        "id": id_,
        "tree_id": ZERO,
        "distinct": True,
        "message": message,
        "timestamp": at.isoformat(),
        "author": person,
        "committer": person,
        "added": [],
        "removed": [],
        "modified": [],
    }


def push(
    repo: Repo,
    ref: str,
    before: str,
    after: str,
    at: datetime,
    *,
    commits: Sequence[dict[str, Any]] = (),
    head: dict[str, Any] | None = None,
    forced: bool = False,
    by: str = "ada",
) -> Sent:
    """A ref that came to be, moved, or went; the head commit is the last one unless told."""
    deleted = after == ZERO
    last = commits[-1] if commits else commit(after, f"Commit {after[-4:]}", at)
    return sent(
        repo,
        "push",
        at,
        by,
        ref=ref,
        before=before,
        after=after,
        created=before == ZERO,
        deleted=deleted,
        forced=forced,
        base_ref=None,
        compare=f"https://github.com/{repo.name}/compare/{before[:12]}...{after[:12]}",
        commits=list(commits),
        head_commit=None if deleted else head or last,
        pusher={"name": by, "email": f"{by}@example.org"},
    )


def push_branch(
    repo: Repo,
    name: str,
    before: str,
    after: str,
    at: datetime,
    *,
    commits: Sequence[dict[str, Any]] = (),
    forced: bool = False,
) -> Sent:
    return push(repo, f"refs/heads/{name}", before, after, at, commits=commits, forced=forced)


def push_tag(
    repo: Repo,
    name: str,
    commit_id: str,
    at: datetime,
    *,
    tag_object: str = "",
    before: str = ZERO,
) -> Sent:
    """A tag; an annotated one has an object of its own, and `before` is the former object."""
    head = commit(commit_id, f"Commit {commit_id[-4:]}", at)
    after = tag_object or commit_id
    return push(repo, f"refs/tags/{name}", before, after, at, head=head, forced=before != ZERO)


def delete_tag(repo: Repo, name: str, before: str, at: datetime) -> Sent:
    return push(repo, f"refs/tags/{name}", before, ZERO, at)


def create(repo: Repo, ref_type: str, ref: str, at: datetime) -> Sent:
    return sent(
        repo, "create", at, ref=ref, ref_type=ref_type, master_branch="main", pusher_type="user"
    )


def delete(repo: Repo, ref_type: str, ref: str, at: datetime) -> Sent:
    return sent(repo, "delete", at, ref=ref, ref_type=ref_type, pusher_type="user")
