"""Gates that are met by time: the commit stayed in another environment for long enough."""

from domain.duration import in_words
from domain.gate import Soaked
from domain.soak import longest
from projections.condition import NOT_APPLICABLE, PASSED, PENDING
from projections.gates.ground import Ground
from projections.gates.reading import Reading
from projections.stays import stays_in


def by_soak(way: Soaked, ground: Ground) -> Reading:
    case, place = ground.case, way.environment
    if case.environment.casefold() == place.casefold():
        return Reading(NOT_APPLICABLE, f"{place} is where it soaks")
    found, places = stays_in(case, place)
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
