"""Matching: whether distinct people fill every place that they are wanted for, and which stay free.

A greedy choice refuses what is possible: who may stand in two places is put into the first, and the
second stays empty. So places are filled by augmenting paths (Kuhn's algorithm, after Berge), and as
many are filled as can be.
"""

from collections.abc import Collection, Mapping, Sequence


def matching(places: Sequence[Collection[str]]) -> dict[int, str]:
    """Who stands in which place, by the place's index; each place names who may stand there.

    The answer has as many places as any could. It does not depend on the order within a place.
    """
    standing: dict[str, int] = {}
    for place in range(len(places)):
        _seat(place, places, standing, set())
    return {place: person for person, place in standing.items()}


def _seat(
    place: int, places: Sequence[Collection[str]], standing: dict[str, int], asked: set[str]
) -> bool:
    """Seat somebody in the place, if need be by moving others; False where nobody can be."""
    for person in sorted(places[place]):
        if person in asked:
            continue
        asked.add(person)
        if person not in standing or _seat(standing[person], places, standing, asked):
            standing[person] = place
            return True
    return False


def filled(wanted: Mapping[str, tuple[int, Collection[str]]]) -> dict[str, tuple[str, ...]]:
    """Of each requirement, which wants so many of those, the people who fill it, each only once."""
    places = [(name, people) for name, (count, people) in wanted.items() for _ in range(count)]
    found = matching([people for _, people in places])
    told: dict[str, list[str]] = {name: [] for name in wanted}
    for place, person in found.items():
        told[places[place][0]].append(person)
    return {name: tuple(sorted(people)) for name, people in told.items()}
