"""A commit as GitHub shows it: in a push, beside a check, and in the lists of its REST API."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.github.accounts import user
from tests.github.clock import iso
from tests.github.git import Change, Commit, Signature

if TYPE_CHECKING:
    from tests.github.repository import Repository


def pushed(repo: "Repository", shas: Sequence[str]) -> list[dict[str, Any]]:
    """Commits as a push tells them: with the names of their files."""
    touched = repo.git.touched(shas)
    return [
        simple(repo, one) | {"distinct": True} | _files(touched[one.sha])
        for one in repo.git.read(shas)
    ]


def _files(changes: Sequence[Change]) -> dict[str, list[str]]:
    kinds = ("added", "removed", "modified")
    return {kind: [one.path for one in changes if one.status == kind] for kind in kinds}


def simple(repo: "Repository", commit: Commit) -> dict[str, Any]:
    return {
        "id": commit.sha,
        "tree_id": commit.tree,
        "message": commit.message.rstrip("\n"),
        "timestamp": iso(commit.committer.at),
        "url": f"{repo.html}/commit/{commit.sha}",
        "author": _person(commit.author),
        "committer": _person(commit.committer),
    }


def short(repo: "Repository", sha: str) -> dict[str, Any]:
    """GitHub's `simple-commit`, which tells neither files nor an address."""
    told = simple(repo, repo.git.one(sha))
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
