"""Soak time: the longest stay without a break, by the moves in an environment."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.soak import ARRIVED, LEFT, Move, Stay, longest, stays

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hour(number: float) -> datetime:
    return NOON + number * HOUR


def came(number: float, sha: str, deployment: str = "") -> Move:
    return Move(hour(number), ARRIVED, deployment or f"{sha} at {number}", sha)


def soaked(moves: list[Move], now: float) -> timedelta:
    return longest(stays("ours", moves), hour(now))


def test_what_never_arrived_did_not_soak() -> None:
    assert soaked([came(0, "other")], 9) == timedelta()


def test_it_soaks_until_another_commit_arrives() -> None:
    assert soaked([came(0, "ours")], 5) == 5 * HOUR
    assert soaked([came(0, "ours"), came(3, "other")], 9) == 3 * HOUR


def test_to_deploy_it_again_is_no_break() -> None:
    assert soaked([came(0, "ours"), came(3, "ours")], 5) == 5 * HOUR


def test_pieces_are_not_added_up() -> None:
    moves = [came(0, "ours"), came(3, "other"), came(4, "ours"), came(6, "other")]

    assert soaked(moves, 9) == 3 * HOUR


def test_a_deployment_that_left_ends_the_stay_where_it_was_the_last() -> None:
    first, second = came(0, "ours", "1"), came(1, "ours", "2")

    assert soaked([first, Move(hour(2), LEFT, "1", "ours")], 9) == 2 * HOUR
    assert soaked([first, second, Move(hour(2), LEFT, "1", "ours")], 9) == 9 * HOUR
    assert soaked([Move(hour(2), LEFT, "1", "ours")], 9) == timedelta()


def test_what_has_not_begun_yet_has_no_length() -> None:
    assert Stay(hour(3)).length(hour(2)) == timedelta()
    assert Stay(hour(0), hour(8)).length(hour(2)) == 2 * HOUR


courses = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from([ARRIVED, ARRIVED, LEFT]),
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["ours", "other"]),
    ),
    max_size=12,
).map(lambda told: [Move(hour(at), *rest) for at, *rest in sorted(told)])
moments = st.integers(0, 300)


@given(courses, moments, moments)
def test_it_only_grows_with_time(moves: list[Move], one: int, other: int) -> None:
    assert soaked(moves, min(one, other)) <= soaked(moves, max(one, other))


@given(courses, moments)
def test_it_is_never_longer_than_the_time_since_the_first_arrival(
    moves: list[Move], now: int
) -> None:
    arrivals = [one.at for one in moves if one.what == ARRIVED and one.sha == "ours"]
    most = max(hour(now) - min(arrivals), timedelta()) if arrivals else timedelta()

    assert soaked(moves, now) <= most


@given(courses)
def test_stays_follow_each_other(moves: list[Move]) -> None:
    found = list(stays("ours", moves))

    assert all(one.until is not None and one.until <= then.since for one, then in pairwise(found))


@given(courses, st.integers(0, 200), moments)
def test_another_commit_in_between_never_makes_it_longer(
    moves: list[Move], at: int, now: int
) -> None:
    disturbed = sorted([*moves, came(at, "other")], key=lambda one: one.at)

    assert soaked(disturbed, now) <= soaked(moves, now)
