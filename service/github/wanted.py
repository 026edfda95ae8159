"""What our App asks GitHub for: each permission and each event, with what it is for.

Nothing is listed a second time: what is read is told by the kinds of the backfill, what is said by
the publishers, and what is heard by the table of events that we translate.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from service.github.backfill.kinds import KINDS
from service.github.publishing import NEEDS
from webhooks.translate import EVENTS

READ: Final = "read"
WRITE: Final = "write"

# The permission without which GitHub sends an App no such event.
OPENED_BY: Final = {
    "check_run": "checks",
    "check_suite": "checks",
    "create": "contents",
    "delete": "contents",
    "deployment": "deployments",
    "deployment_protection_rule": "deployments",
    "deployment_review": "deployments",
    "deployment_status": "deployments",
    "issue_comment": "issues",
    "issues": "issues",
    "label": "metadata",
    "merge_group": "merge_queues",
    "milestone": "issues",
    "package": "packages",
    "pull_request": "pull_requests",
    "pull_request_review": "pull_requests",
    "push": "contents",
    "registry_package": "packages",
    "release": "contents",
    "repository": "metadata",
    "status": "statuses",
    "workflow_run": "actions",
}
# Every App hears these, and none may ask for them.
UNASKED: Final = frozenset({"installation", "installation_repositories"})
# GitHub describes no permission under which a manifest could ask for these: a repository's own
# webhook tells them.
BY_HOOKS: Final = frozenset({"repository_advisory"})


class Permission(NamedTuple):
    """What the App may do: `level` is `read` or `write`; `why` are the reasons, one or more."""

    name: str
    level: str
    why: tuple[str, ...]


class Event(NamedTuple):
    """What the App hears of, and the permission that opens it."""

    name: str
    permission: str


def events() -> tuple[Event, ...]:
    """Those that the App subscribes to."""
    heard = sorted(
        name for name in EVENTS if "." not in name and name not in UNASKED and name not in BY_HOOKS
    )
    return tuple(Event(name, OPENED_BY[name]) for name in heard)


def permissions() -> tuple[Permission, ...]:
    """The least that all of it needs."""
    levels: dict[str, str] = {}
    reasons: dict[str, list[str]] = {}
    for name, level, why in _reasons():
        if levels.get(name) != WRITE:
            levels[name] = level
        reasons.setdefault(name, []).append(why)
    return tuple(Permission(name, levels[name], (*reasons[name],)) for name in sorted(levels))


def _reasons() -> Iterator[tuple[str, str, str]]:
    for kind in KINDS:
        for name in kind.permissions:
            yield name, READ, f"read of a repository {kind.what}"
    for need in NEEDS.values():
        for name, level in need.permissions.items():
            yield name, level, f"say where a team asks for it: {need.what}"
    heard = events()
    for name in dict.fromkeys(one.permission for one in heard):
        theirs = ", ".join(one.name for one in heard if one.permission == name)
        yield name, READ, f"hear of {theirs}"
