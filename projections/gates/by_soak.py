"""Gates that are met by time: the commit stayed in another environment for long enough."""

from collections.abc import Iterable, Iterator
from typing import Final

from domain import subject
from domain.deployment import (
    DeploymentDeactivated,
    DeploymentFact,
    DeploymentFailed,
    DeploymentSucceeded,
)
from domain.duration import in_words
from domain.fact import Told
from domain.gate import Soaked
from domain.soak import ARRIVED, LEFT, Move, longest, stays
from projections.condition import NOT_APPLICABLE, PASSED, PENDING
from projections.environments import components_of
from projections.fold import in_order
from projections.gates.ground import Ground
from projections.gates.reading import Reading
from projections.shipments import shipments_of

_DOES: Final[dict[type, str]] = {
    DeploymentSucceeded: ARRIVED,
    DeploymentFailed: LEFT,
    DeploymentDeactivated: LEFT,
}


def by_soak(way: Soaked, ground: Ground) -> Reading:
    case, place = ground.case, way.environment
    if case.environment.casefold() == place.casefold():
        return Reading(NOT_APPLICABLE, f"{place} is where it soaks")
    told = case.view.about(subject.environment(place))
    found = list(stays(str(case.sha), _moves(ground, told)))
    places = tuple(one.position for one in told if _sha(one) == case.sha)
    if not found:
        why = f"it was never deployed to {place}, where it has to stay for {in_words(way.time)}"
        return Reading(PENDING, why, places, who=(f"whoever deploys to {place}",))
    soaked, last = longest(found, case.now), found[-1]
    so_far = f"it stayed in {place} for {in_words(soaked)} of {in_words(way.time)}"
    if soaked >= way.time:
        return Reading(PASSED, so_far, places, last.until or case.now)
    if last.until is None:
        due = last.since + way.time
        why = f"{so_far}, and will have on {due:%Y-%m-%d %H:%M} UTC"
        return Reading(PENDING, why, places, who=("time alone",))
    why = f"{so_far}, and is there no more"
    return Reading(PENDING, why, places, who=(f"whoever deploys to {place}",))


def _moves(ground: Ground, told: Iterable[Told]) -> Iterator[Move]:
    """Those of the release's component, and those that do not say whose they are.

    What does not say so may have taken its place: then it soaked less long, as far as is known.
    """
    facts = list(told)
    parts = components_of(ground.case.view, shipments_of(facts))
    for one in in_order(facts):
        does = _DOES.get(type(one.fact))
        if does is None or not isinstance(one.fact, DeploymentFact):
            continue
        what = one.fact.deployment
        part = parts.get(what.ref, "")
        if part in ("", ground.case.component) or what.sha == ground.case.sha:
            yield Move(one.fact.at, does, what.id, what.sha)


def _sha(told: Told) -> str:
    return told.fact.deployment.sha if isinstance(told.fact, DeploymentFact) else ""
