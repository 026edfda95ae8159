"""Shipments: the course of each deployment, from the wish to its end."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from domain.deployment import (
    Deployment,
    DeploymentDeactivated,
    DeploymentFact,
    DeploymentFailed,
    DeploymentProgressed,
    DeploymentRequested,
    DeploymentSucceeded,
)
from domain.fact import Told
from projections.fold import in_order, places
from projections.who import Who, who

# How far a deployment has come. What is under way never undoes an end; among ends the last counts.
_STAGE: dict[type, int] = {
    DeploymentRequested: 0,
    DeploymentProgressed: 1,
    DeploymentSucceeded: 2,
    DeploymentFailed: 2,
    DeploymentDeactivated: 2,
}
# Of the ends told of one second, the more sceptical is believed.
_DOUBT: dict[type, int] = {DeploymentFailed: 1, DeploymentDeactivated: 2}
# The state after each, and the source's word for it where the fact itself does not have it.
_STATES: dict[type, tuple[str, str]] = {
    DeploymentRequested: ("requested", "requested"),
    DeploymentProgressed: ("under_way", ""),
    DeploymentSucceeded: ("succeeded", "success"),
    DeploymentFailed: ("failed", ""),
    DeploymentDeactivated: ("deactivated", "inactive"),
}


class Shipment(Struct, frozen=True):
    """One deployment.

    `state`  requested, under_way, succeeded, failed or deactivated; `told` in the source's word.
    `at`     when it came to that state; `succeeded_at` its last success, whatever followed.
    """

    id: str
    environment: str
    sha: str
    ref: str
    task: str
    state: str
    told: str
    at: datetime
    by: Who | None
    requested_at: datetime | None
    requested_by: Who | None
    succeeded_at: datetime | None
    production: bool | None
    transient: bool
    url: str
    log_url: str
    inferred: str
    positions: tuple[int, ...]


def shipments_of(told: Iterable[Told]) -> tuple[Shipment, ...]:
    """Every deployment that the facts tell of, by the time of its first news."""
    courses: dict[str, list[Told]] = {}
    for one in in_order(told):
        if type(one.fact) in _STAGE:
            courses.setdefault(one.fact.deployment.id, []).append(one)  # type: ignore[attr-defined]
    return tuple([_shipment(course) for course in courses.values()])


def _shipment(course: list[Told]) -> Shipment:
    facts: list[Any] = [one.fact for one in course]
    last = max(reversed(facts), key=_finality)
    wish = next((fact for fact in facts if type(fact) is DeploymentRequested), None)
    successes = [fact.at for fact in facts if type(fact) is DeploymentSucceeded]
    state, word = _STATES[type(last)]
    what = _fullest(facts)
    return Shipment(
        id=what.id,
        environment=last.deployment.environment,
        sha=what.sha,
        ref=what.ref,
        task=what.task,
        state=state,
        told=word or last.state,
        at=last.at,
        by=who(last.by),
        requested_at=wish.at if wish else None,
        requested_by=who(wish.by) if wish else None,
        succeeded_at=max(successes, default=None),
        production=what.production,
        transient=what.transient,
        url=what.url,
        log_url=getattr(last, "log_url", ""),
        inferred=last.inferred,
        positions=places(course),
    )


def _finality(fact: DeploymentFact) -> tuple[int, datetime, int]:
    kind = type(fact)
    return _STAGE[kind], fact.at, _DOUBT.get(kind, 0)


def _fullest(facts: list[DeploymentFact]) -> Deployment:
    """A status may tell less of its deployment than the wish did: its ref, its kind of place."""
    return max(
        (fact.deployment for fact in facts),
        key=lambda what: (
            bool(what.ref),
            what.production is not None,
            what.transient,
            bool(what.url),
        ),
    )
