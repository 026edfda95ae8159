"""What all payloads share: accounts, the repository, links and moments."""

from datetime import datetime, timedelta, timezone
from typing import Any

from service.demonstration.cast import (
    INSTALLATION_ID,
    ORGANISATION,
    ORGANISATION_ID,
    Person,
    Repository,
)
from service.demonstration.git import Commit, sha
from service.demonstration.props.proposals import COLOURS, Milestone

Payload = dict[str, Any]

API = "https://api.github.com"
SITE = "https://github.com"


def stamp(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def account(person: Person) -> Payload:
    return {
        "login": person.login,
        "id": person.id,
        "node_id": f"U_{person.id}",
        "url": f"{API}/users/{person.login}",
        "html_url": f"{SITE}/{person.login}",
        "type": person.kind,
        "site_admin": False,
    }


def organisation() -> Payload:
    return {
        "login": ORGANISATION,
        "id": ORGANISATION_ID,
        "node_id": f"O_{ORGANISATION_ID}",
        "url": f"{API}/orgs/{ORGANISATION}",
        "description": "",
    }


def owner() -> Payload:
    return {
        "login": ORGANISATION,
        "id": ORGANISATION_ID,
        "node_id": f"O_{ORGANISATION_ID}",
        "html_url": f"{SITE}/{ORGANISATION}",
        "type": "Organization",
        "site_admin": False,
    }


def repository(of: Repository, *, pushed_at: datetime, updated_at: datetime) -> Payload:
    return {
        "id": of.id,
        "node_id": f"R_{of.id}",
        "name": of.name,
        "full_name": of.full_name,
        "private": of.private,
        "owner": owner(),
        "html_url": site(of),
        "description": of.description,
        "fork": False,
        "url": f"{API}/repos/{of.full_name}",
        "created_at": "2023-02-06T10:00:00Z",
        "updated_at": stamp(updated_at),
        "pushed_at": stamp(pushed_at),
        "default_branch": "main",
        "archived": False,
        "visibility": "private" if of.private else "public",
    }


def short_repository(of: Repository) -> Payload:
    return {
        "id": of.id,
        "node_id": f"R_{of.id}",
        "name": of.name,
        "full_name": of.full_name,
        "private": of.private,
    }


def installation() -> Payload:
    return {"id": INSTALLATION_ID, "node_id": f"I_{INSTALLATION_ID}"}


def site(of: Repository, *parts: object) -> str:
    return "/".join(map(str, (SITE, of.full_name, *parts)))


def label(name: str) -> Payload:
    return {
        "id": int(sha("label", name)[:8], 16),
        "node_id": f"LA_{sha('label', name)[:8]}",
        "name": name,
        "color": COLOURS[name],
        "default": name in ("bug", "documentation"),
        "description": None,
    }


def milestone(of: Repository, one: Milestone | None) -> Payload | None:
    if one is None:
        return None
    return {
        "id": one.id,
        "number": one.number,
        "title": one.title,
        "description": None,
        "creator": account(one.creator),
        "state": "closed" if one.closed_at else "open",
        "html_url": site(of, "milestone", one.number),
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "due_on": stamp(one.due_on),
        "closed_at": stamp(one.closed_at),
    }


def commit(of: Repository, one: Commit) -> Payload:
    """A commit as a push shows it: with its account, and what became of its files."""
    known = {"username": one.author.login}
    short = short_commit(one)
    return short | {
        "distinct": True,
        "url": site(of, "commit", one.sha),
        "author": short["author"] | known,
        "committer": short["committer"] | known,
        "added": [],
        "removed": [],
        "modified": [],
    }


def short_commit(one: Commit) -> Payload:
    """A commit as workflow runs show it; its time is by the author's own clock."""
    person = {"name": one.author.name, "email": one.author.email}
    local = one.at.astimezone(timezone(timedelta(hours=one.author.zone)))
    return {
        "id": one.sha,
        "tree_id": sha("tree", one.sha),
        "message": one.message,
        "timestamp": local.isoformat(timespec="seconds"),
        "author": person,
        "committer": person,
    }
