"""Approval: whose word a release needs, in which order, and how far those who gave it suffice."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from msgspec import Struct

from domain.matching import filled
from domain.selector import EVERYTHING, Selector

# Whom a policy keeps from approving: four eyes are not two that look twice.
TRIGGERER, AUTHORS = "triggerer", "authors"
CO_AUTHORS, MERGERS = "co-authors", "mergers"
EXCLUDABLE: Final = (TRIGGERER, AUTHORS, CO_AUTHORS, MERGERS)

SATISFIED, OPEN, WAITING = "satisfied", "open", "waiting"


class Layer(Struct, frozen=True):
    """So many distinct people of those named; with nobody named, whoever may approve.

    `meaning` is what an approval says: «I have tested it», «I answer for its risks».
    """

    name: str
    required: int = 1
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    meaning: str = ""
    selector: Selector = EVERYTHING


class BreakGlass(Struct, frozen=True):
    """Who may deploy against the verdict, and how soon somebody else looks at it afterwards."""

    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    review_within: timedelta = timedelta(hours=48)


class ApprovalRules(Struct, frozen=True):
    """Layers in the order in which they open. `several` lets one person stand in several.

    `proved_within` is how lately a voter must have proved who he is; None where nobody asks.
    """

    layers: tuple[Layer, ...] = ()
    excluded: frozenset[str] = frozenset(EXCLUDABLE)
    several: bool = False
    break_glass: BreakGlass | None = None
    proved_within: timedelta | None = None


class Place(NamedTuple):
    """A layer of one release: how many it wants of whom, by their keys; None means anybody."""

    name: str
    required: int
    eligible: frozenset[str] | None
    meaning: str = ""

    def takes(self, person: str) -> bool:
        """Whether the person's word counts here."""
        return self.eligible is None or person in self.eligible


class Standing(NamedTuple):
    """A layer as it stands: `by` are those whose word fills it, `missing` how many it still wants.

    `state` is satisfied; open, where it is waited for; or waiting, for the layers before it.
    """

    place: Place
    state: str
    by: tuple[str, ...]
    missing: int


def standing(
    places: Sequence[Place], approving: Iterable[str], *, several: bool
) -> tuple[Standing, ...]:
    """Each layer in its order, filled as far as distinct people can (see `domain.matching`).

    Nobody is counted twice: who could stand in two layers is put where nobody else can be.
    """
    people = frozenset(approving)
    reached = _reached(places, people, several=several)
    # What is filled stays filled when later layers are looked at, though others may stand there.
    by = _filling(places[: reached + 1], people, several=several)
    whole = _filling(places, people, several=several)
    return tuple(
        Standing(
            place,
            SATISFIED if number < reached else OPEN if number == reached else WAITING,
            by.get(place.name, ()),
            place.required - len((by if number <= reached else whole)[place.name]),
        )
        for number, place in enumerate(places)
    )


def _reached(places: Sequence[Place], people: frozenset[str], *, several: bool) -> int:
    """The number of the first layer that is not whole; that of all layers where each is."""
    for number in range(len(places)):
        some = places[: number + 1]
        by = _filling(some, people, several=several)
        if sum(map(len, by.values())) < sum(one.required for one in some):
            return number
    return len(places)


def _filling(
    places: Sequence[Place], people: frozenset[str], *, several: bool
) -> dict[str, tuple[str, ...]]:
    wanted = {one.name: (one.required, frozenset(filter(one.takes, people))) for one in places}
    if several:
        return {name: filled({name: one})[name] for name, one in wanted.items()}
    return filled(wanted)


def count(standings: Iterable[Standing]) -> int:
    """How many places are filled, in the layers that are open or satisfied."""
    return sum(len(one.by) for one in standings)
