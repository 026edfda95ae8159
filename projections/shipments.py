"""Shipments: the course of each deployment, from the wish to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
from projections.fold import in_order, positions
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


@dataclass(frozen=True, slots=True)
class Shipment:
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
    positions: tuple[int, ...]


def shipments_of(told: Iterable[Told]) -> tuple[Shipment, ...]:
    """Every deployment that the facts tell of, by the time of its first news."""
    courses: dict[str, list[Told]] = {}
    for one in in_order(told):
        if isinstance(one.fact, DeploymentFact):
            courses.setdefault(one.fact.deployment.id, []).append(one)
    return tuple(_shipment(course) for course in courses.values())


def _shipment(course: list[Told]) -> Shipment:
    facts = [one.fact for one in course if isinstance(one.fact, DeploymentFact)]
    last = max(reversed(facts), key=lambda fact: (_STAGE[type(fact)], fact.at, _doubt(fact)))
    wish = next((fact for fact in facts if isinstance(fact, DeploymentRequested)), None)
    state, word = _state(last)
    what = _fullest(facts)
    return Shipment(
        id=what.id,
        environment=what.environment,
        sha=what.sha,
        ref=what.ref,
        task=what.task,
        state=state,
        told=word,
        at=last.at,
        by=who(last.by),
        requested_at=wish.at if wish else None,
        requested_by=who(wish.by) if wish else None,
        succeeded_at=max(
            (fact.at for fact in facts if isinstance(fact, DeploymentSucceeded)), default=None
        ),
        production=what.production,
        transient=what.transient,
        url=what.url,
        log_url=getattr(last, "log_url", ""),
        positions=positions(course),
    )


def _doubt(fact: DeploymentFact) -> int:
    return _DOUBT.get(type(fact), 0)


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


def _state(last: DeploymentFact) -> tuple[str, str]:
    match last:
        case DeploymentSucceeded():
            return "succeeded", "success"
        case DeploymentFailed():
            return "failed", last.state
        case DeploymentDeactivated():
            return "deactivated", "inactive"
        case DeploymentProgressed():
            return "under_way", last.state
        case _:
            return "requested", ""
