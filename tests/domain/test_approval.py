"""Approval: layers in their order, filled by distinct people as far as they can be."""

from hypothesis import given
from hypothesis import strategies as st

from domain.approval import OPEN, SATISFIED, WAITING, Place, count, standing

QA = Place("qa", 1, frozenset({"mira", "noor"}))
RISK = Place("risk", 2, frozenset({"noor", "omar", "ivan"}))
PEOPLE = st.frozensets(st.sampled_from("abcd"))
PLACES = st.lists(st.tuples(st.integers(1, 3), PEOPLE), max_size=3).map(
    lambda some: [Place(f"layer {at}", *one) for at, one in enumerate(some)]
)


def states(*approving: str, several: bool = False) -> list[tuple[str, int]]:
    return [(one.state, one.missing) for one in standing((QA, RISK), approving, several=several)]


def test_a_layer_opens_once_the_one_before_has_all_that_it_wants() -> None:
    assert states() == [(OPEN, 1), (WAITING, 2)]
    assert states("mira") == [(SATISFIED, 0), (OPEN, 2)]
    assert states("mira", "noor") == [(SATISFIED, 0), (OPEN, 1)]
    assert states("mira", "noor", "omar") == [(SATISFIED, 0), (SATISFIED, 0)]


def test_whoever_could_stand_in_two_layers_is_put_where_nobody_else_can_be() -> None:
    first, second = standing((QA, RISK), ("noor", "mira", "omar"), several=False)

    assert first.by == ("mira",)
    assert second.by == ("noor", "omar")


def test_one_word_is_not_counted_twice_unless_that_is_allowed() -> None:
    assert states("noor", "omar") == [(SATISFIED, 0), (OPEN, 1)]
    assert states("noor", "omar", several=True) == [(SATISFIED, 0), (SATISFIED, 0)]


def test_a_later_layers_people_do_not_fill_an_earlier_one() -> None:
    assert states("omar", "ivan") == [(OPEN, 1), (WAITING, 0)]
    assert count(standing((QA, RISK), ("omar", "ivan"), several=False)) == 0


def test_a_layer_that_names_nobody_takes_anybody() -> None:
    (only,) = standing([Place("any", 2, None)], ("x", "y", "z"), several=False)

    assert (only.state, len(only.by)) == (SATISFIED, 2)


@given(PLACES, PEOPLE, st.booleans())
def test_a_satisfied_layer_has_as_many_as_it_wants_and_all_before_it_have(
    places: list[Place], approving: frozenset[str], several: bool
) -> None:
    told = standing(places, approving, several=several)

    satisfied = [one.state == SATISFIED for one in told]
    assert satisfied == sorted(satisfied, reverse=True)
    assert all(len(one.by) == one.place.required for one in told if one.state == SATISFIED)
    assert all(set(one.by) <= approving for one in told)
    if not several:
        given = [person for one in told for person in one.by]
        assert len(given) == len(set(given))


@given(PLACES, PEOPLE, st.sampled_from("abcd"))
def test_one_more_approval_never_makes_fewer(
    places: list[Place], approving: frozenset[str], person: str
) -> None:
    before = count(standing(places, approving, several=False))

    assert count(standing(places, approving | {person}, several=False)) >= before
