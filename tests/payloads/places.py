"""Payloads of repositories and of installations of the App."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.payloads.basics import Repo, Sent, iso, minute, sent, user


def repository(repo: Repo, action: str, at: datetime, **changes: Any) -> Sent:
    """Any action; keywords are the `changes`, each a former value in GitHub's form."""
    return sent(repo, "repository", at, action=action, changes=changes)


def installation(
    action: str, repos: Sequence[Repo], at: datetime, *, id_: int = 11, **of: Any
) -> Sent:
    """An event of the App itself, on no repository's behalf."""
    payload = {
        "action": action,
        "installation": {**_installation(id_, at), **of},
        "repositories": [_short(repo) for repo in repos],
        "sender": user(),
    }
    return "installation", payload


def installation_repositories(
    at: datetime, *, added: Sequence[Repo] = (), removed: Sequence[Repo] = (), id_: int = 11
) -> Sent:
    payload = {
        "action": "added" if added else "removed",
        "installation": _installation(id_, at),
        "repository_selection": "selected",
        "repositories_added": [_short(repo) for repo in added],
        "repositories_removed": [_short(repo) for repo in removed],
        "sender": user(),
    }
    return "installation_repositories", payload


def _installation(id_: int, at: datetime) -> dict[str, Any]:
    return {
        "id": id_,
        "account": user("octo"),
        "repository_selection": "all",
        "permissions": {"metadata": "read", "checks": "write"},
        "events": ["push", "release"],
        "created_at": int(minute(0).timestamp()),
        "updated_at": iso(at),
        "suspended_at": None,
    }


def _short(repo: Repo) -> dict[str, Any]:
    name = repo.name.rpartition("/")[2]
    return {"id": repo.id, "name": name, "full_name": repo.name, "private": repo.private}
