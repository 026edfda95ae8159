"""A commit as GitHub shows it: in a push, beside a check, and in the lists of its REST API."""

from typing import TYPE_CHECKING, Any

from tests.github.accounts import user
from tests.github.clock import iso
from tests.github.git import EMPTY_TREE, Change, Commit, Signature

if TYPE_CHECKING:
    from tests.github.repository import Repository


def simple(repo: "Repository", commit: Commit, *, files: bool = True) -> dict[str, Any]:
    """A commit as a push, a check suite and a workflow run tell it."""
    before = commit.parents[0] if commit.parents else EMPTY_TREE
    changes: list[Change] = repo.git.changes(before, commit.sha) if files else []
    told = {
        "id": commit.sha,
        "tree_id": commit.tree,
        "message": commit.message.rstrip("\n"),
        "timestamp": iso(commit.committer.at),
        "url": f"{repo.html}/commit/{commit.sha}",
        "author": _person(commit.author),
        "committer": _person(commit.committer),
    }
    if files:
        for status in ("added", "removed", "modified"):
            told[status] = [one.path for one in changes if one.status == status]
    return told


def short(repo: "Repository", sha: str) -> dict[str, Any]:
    """GitHub's `simple-commit`, which tells neither files nor an address."""
    told = simple(repo, repo.git.one(sha), files=False)
    return {name: value for name, value in told.items() if name != "url"}


def _person(signature: Signature) -> dict[str, str]:
    return {"name": signature.name, "email": signature.email, "username": signature.name}


def commit(repo: "Repository", told: Commit) -> dict[str, Any]:
    """GitHub's `commit`, as the REST API lists it."""
    here = f"{repo.api}/commits/{told.sha}"
    return {
        "url": here,
        "sha": told.sha,
        "node_id": f"C_{told.sha}",
        "html_url": f"{repo.html}/commit/{told.sha}",
        "comments_url": f"{here}/comments",
        "commit": {
            "url": f"{repo.api}/git/commits/{told.sha}",
            "author": dated(told.author),
            "committer": dated(told.committer),
            "message": told.message.rstrip("\n"),
            "comment_count": 0,
            "tree": {"sha": told.tree, "url": f"{repo.api}/git/trees/{told.tree}"},
            "verification": unverified(),
        },
        "author": _account(repo, told.author),
        "committer": _account(repo, told.committer),
        "parents": parents(repo, told),
    }


def parents(repo: "Repository", told: Commit) -> list[dict[str, str]]:
    return [
        {
            "sha": sha,
            "url": f"{repo.api}/commits/{sha}",
            "html_url": f"{repo.html}/commit/{sha}",
        }
        for sha in told.parents
    ]


def dated(signature: Signature) -> dict[str, str]:
    return {"name": signature.name, "email": signature.email, "date": iso(signature.at)}


def unverified() -> dict[str, Any]:
    silent = dict.fromkeys(("signature", "payload", "verified_at"))
    return {"verified": False, "reason": "unsigned", **silent}


def _account(repo: "Repository", signature: Signature) -> dict[str, Any] | None:
    return user(repo.hub, repo.hub.accounts.get(signature.name.lower()))
