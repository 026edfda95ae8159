"""Stays: how long a release's commit was in an environment, by what was told of deployments."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from domain import subject
from domain.deployment import (
    DeploymentDeactivated,
    DeploymentFact,
    DeploymentFailed,
    DeploymentSucceeded,
)
from domain.fact import Told
from domain.soak import ARRIVED, LEFT, Move, Stay, stays
from projections.case import Case
from projections.environments import components_of
from projections.fold import in_order
from projections.shipments import shipments_of

_DOES: Final[dict[type, str]] = {
    DeploymentSucceeded: ARRIVED,
    DeploymentFailed: LEFT,
    DeploymentDeactivated: LEFT,
}


class Stays(NamedTuple):
    """The stays in the order of their time, and the facts that told of the commit there."""

    found: tuple[Stay, ...]
    positions: tuple[int, ...]


def stays_in(case: Case, environment: str) -> Stays:
    """Those of the release's commit."""
    told = case.view.about(subject.environment(environment))
    positions = tuple(one.position for one in told if _sha(one) == case.sha)
    return Stays(tuple(stays(str(case.sha), _moves(case, told))), positions)


def _moves(case: Case, told: Iterable[Told]) -> Iterator[Move]:
    """Those of the release's component, and those that do not say whose they are.

    What does not say so may have taken its place: then it soaked less long, as far as is known.
    """
    facts = list(told)
    parts = components_of(case.view, shipments_of(facts))
    for one in in_order(facts):
        does = _DOES.get(type(one.fact))
        if does is None or not isinstance(one.fact, DeploymentFact):
            continue
        what = one.fact.deployment
        part = parts.get(what.ref, "")
        if part in ("", case.component) or what.sha == case.sha:
            yield Move(one.fact.at, does, what.id, what.sha)


def _sha(told: Told) -> str:
    return told.fact.deployment.sha if isinstance(told.fact, DeploymentFact) else ""
