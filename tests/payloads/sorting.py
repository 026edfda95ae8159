"""Payloads of what changes are sorted by: issues, milestones, labels."""

from datetime import datetime
from typing import Any

from tests.payloads.basics import Repo, Sent, iso, minute, sent, user


def issue(repo: Repo, action: str, number: int, at: datetime, **more: Any) -> Sent:
    """Any action; `issue` overrides fields of the issue, the rest stands beside it."""
    closed = action == "closed"
    wish = {
        "number": number,
        "title": f"Wish {number}",
        "body": None,
        "user": user("ada"),
        "state": "closed" if closed else "open",
        "state_reason": "completed" if closed else None,
        "labels": [],
        "milestone": None,
        "created_at": iso(minute(0)),
        "updated_at": iso(at),
        "closed_at": iso(at) if closed else None,
    }
    wish |= more.pop("issue", {})
    return sent(repo, "issues", at, action=action, issue=wish, **more)


def milestone(repo: Repo, action: str, number: int, at: datetime, **of: Any) -> Sent:
    goal = {
        "number": number,
        "title": f"v{number}",
        "description": None,
        "state": "closed" if action == "closed" else "open",
        "created_at": iso(minute(0)),
        "updated_at": iso(at),
        "closed_at": iso(at) if action == "closed" else None,
        "due_on": None,
    }
    return sent(repo, "milestone", at, action=action, milestone={**goal, **of})


def label(repo: Repo, action: str, name: str, at: datetime, *, before: str = "") -> Sent:
    word = {"id": 3, "name": name, "color": "ededed", "default": False, "description": None}
    changes = {"name": {"from": before}} if before else {}
    return sent(repo, "label", at, action=action, label=word, changes=changes)
