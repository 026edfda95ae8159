"""Matching: never greedy, never more than one place for a person, and as many as can be."""

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from domain.matching import filled, matching

PEOPLE = "abcde"
PLACES = st.lists(st.frozensets(st.sampled_from(PEOPLE)), max_size=5)


def most(places: list[frozenset[str]]) -> int:
    """By trying everybody everywhere."""
    return max(
        (
            count
            for count in range(len(places) + 1)
            for some in combinations(range(len(places)), count)
            for people in permutations(PEOPLE, count)
            if all(person in places[place] for place, person in zip(some, people, strict=True))
        ),
        default=0,
    )


@given(PLACES)
def test_as_many_places_are_filled_as_can_be(places: list[frozenset[str]]) -> None:
    found = matching(places)

    assert len(found) == most(places)
    assert all(person in places[place] for place, person in found.items())
    assert len(set(found.values())) == len(found)


@given(PLACES, st.randoms(use_true_random=False))
def test_the_order_of_places_does_not_matter(places: list[frozenset[str]], chance: object) -> None:
    shuffled = list(places)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert len(matching(shuffled)) == len(matching(places))


@given(PLACES, st.sampled_from(PEOPLE))
def test_one_more_who_may_never_makes_it_less(places: list[frozenset[str]], person: str) -> None:
    assert len(matching([place | {person} for place in places])) >= len(matching(places))


def test_who_may_stand_in_two_places_leaves_the_one_where_others_can() -> None:
    told = filled({"anybody": (1, {"mira", "noor"}), "security": (1, {"mira"})})

    assert told == {"anybody": ("noor",), "security": ("mira",)}
