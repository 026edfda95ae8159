"""What runs: the commit that an environment has, and whether it went forward or back to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from domain.version import Version, read
from projections.shipments import Shipment
from projections.tags_at import tags_at
from projections.view import View
from projections.who import Who


class Running(Struct, frozen=True):
    """A commit in an environment, since the first of its successes in a row.

    `move`  first, forward, rollback or sideways: neither forward nor back, as far as is known.
    `why`   how we know that.
    """

    sha: str
    ref: str
    releases: tuple[str, ...]
    deployment: str
    since: datetime
    by: Who | None
    url: str
    move: str
    why: str
    positions: tuple[int, ...]


Stay = Sequence[Shipment]
Releases = Mapping[str, tuple[str, ...]]


def running(view: View, ran: Stay) -> tuple[Running | None, Running | None]:
    """What runs now and what ran before it, out of the successes in the order of their time."""
    stays = _stays(ran)
    releases = tags_at(view, (stay[-1].sha for stay in stays))
    found = [
        _running(view, stay, before, releases)
        for stay, before in zip(stays[:2], [*stays[1:], None], strict=False)
    ]
    now, before, *_ = (*found, None, None)
    return now, before


def _stays(ran: Stay) -> list[Stay]:
    """The last three stays of a commit, the newest first; the same deployed again is one stay."""
    stays: list[Stay] = []
    left = list(ran)
    while left and len(stays) < 3:
        start = len(left) - 1
        while start and left[start - 1].sha == left[-1].sha:
            start -= 1
        stays.append(left[start:])
        del left[start:]
    return stays


def _running(view: View, stay: Stay, before: Stay | None, releases: Releases) -> Running:
    first, last = stay[0], stay[-1]
    move, why = _move(view, last.sha, before[-1].sha if before else None, releases)
    return Running(
        sha=last.sha,
        ref=last.ref,
        releases=releases[last.sha],
        deployment=last.id,
        since=first.succeeded_at or first.at,
        by=first.requested_by or first.by,
        url=last.url,
        move=move,
        why=why,
        positions=tuple(sorted({position for one in stay for position in one.positions})),
    )


def _move(view: View, sha: str, before: str | None, releases: Releases) -> tuple[str, str]:
    """By the history where it tells, else by the versions of the two."""
    if before is None:
        return "first", "nothing was deployed here before, as far as is known"
    if view.commits.is_ancestor(before, sha):
        return "forward", f"{before[:10]}, which ran before, is in its history"
    if view.commits.is_ancestor(sha, before):
        return "rollback", f"it is in the history of {before[:10]}, which ran before"
    now, then = _version(releases[sha]), _version(releases[before])
    if now and then and now.component == then.component and now.precedence != then.precedence:
        if now.precedence < then.precedence:
            return "rollback", f"{now.name} is lower than {then.name}, which ran before"
        return "forward", f"{now.name} is higher than {then.name}, which ran before"
    return (
        "sideways",
        f"neither is known to be in the history of the other: {before[:10]} ran before",
    )


def _version(names: Sequence[str]) -> Version | None:
    return next((version for version in map(read, names) if version.versioned), None)
