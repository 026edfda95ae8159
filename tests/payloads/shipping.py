"""Payloads of releases, packages and deployments."""

from datetime import datetime
from typing import Any

from tests.payloads.basics import Repo, Sent, iso, minute, sent, user


def release(
    repo: Repo, action: str, tag: str, at: datetime, *, id_: int = 1, changes: Any = None, **of: Any
) -> Sent:
    """Any action; keywords override fields of the release."""
    page = {
        "id": id_,
        "tag_name": tag,
        "target_commitish": "main",
        "name": tag,
        "body": "",
        "draft": False,
        "prerelease": False,
        "immutable": False,
        "html_url": f"https://github.com/{repo.name}/releases/tag/{tag}",
        "author": user("ada"),
        # GitHub's `created_at` is the date of the commit.
        "created_at": iso(minute(-600)),
        "published_at": iso(at),
        "updated_at": iso(at),
        "assets": [],
    }
    more = {"changes": changes} if changes is not None else {}
    return sent(repo, "release", at, action=action, release={**page, **of}, **more)


def _deployment(id_: int, commit_id: str, environment: str, at: datetime) -> dict[str, Any]:
    return {
        "id": id_,
        "sha": commit_id,
        "ref": "main",
        "task": "deploy",
        "environment": environment,
        "original_environment": environment,
        "production_environment": environment == "production",
        "transient_environment": False,
        "payload": {},
        "creator": user("ada"),
        "created_at": iso(at),
        "updated_at": iso(at),
    }


def deployment(repo: Repo, commit_id: str, environment: str, at: datetime, *, id_: int = 1) -> Sent:
    asked = _deployment(id_, commit_id, environment, at)
    return sent(repo, "deployment", at, action="created", deployment=asked)


def deployment_status(
    repo: Repo,
    commit_id: str,
    environment: str,
    state: str,
    at: datetime,
    *,
    id_: int = 1,
    deployment_id: int = 1,
) -> Sent:
    told = {
        "id": id_,
        "state": state,
        "description": "",
        "environment": environment,
        "environment_url": f"https://{environment}.example.org",
        "log_url": "https://ci.example.org/1",
        "created_at": iso(at),
        "updated_at": iso(at),
    }
    asked = _deployment(deployment_id, commit_id, environment, minute(0))
    return sent(
        repo, "deployment_status", at, action="created", deployment_status=told, deployment=asked
    )


def deployment_review(
    repo: Repo, action: str, commit_id: str, at: datetime, *, id_: int = 1, **more: Any
) -> Sent:
    """A request names its environment; `more` gives the jobs, approver and comment of an answer."""
    run = {"id": id_, "head_sha": commit_id, "updated_at": iso(at)}
    return sent(
        repo,
        "deployment_review",
        at,
        action=action,
        workflow_run=run,
        since=iso(minute(1)),
        **more,
    )


def package(repo: Repo, name: str, version: str, at: datetime, **of: Any) -> Sent:
    """An npm package; keywords override fields of its version."""
    told = {
        "id": 9,
        "version": version,
        "tag_name": None,
        "html_url": f"https://github.com/{repo.name}/packages/9",
        "created_at": iso(at),
        "updated_at": iso(at),
        "package_files": [],
    }
    box = {"name": name, "package_type": "npm", "package_version": {**told, **of}}
    return sent(repo, "package", at, action="published", package=box)


def repository_advisory(repo: Repo, action: str, ghsa: str, at: datetime, **of: Any) -> Sent:
    weakness: dict[str, Any] = {
        "ghsa_id": ghsa,
        "cve_id": None,
        "severity": "high",
        "summary": "The lock can be picked",
        "html_url": f"https://github.com/{repo.name}/security/advisories/{ghsa}",
        "created_at": iso(minute(0)),
        "published_at": iso(at) if action == "published" else None,
        "vulnerabilities": [],
    }
    return sent(
        repo, "repository_advisory", at, action=action, repository_advisory={**weakness, **of}
    )
