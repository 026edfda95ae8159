"""Health rules: what is healthy, what is bad, and what nobody can say, which never passes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.health_rule import (
    BREACHED,
    HEALTHY,
    INCONCLUSIVE,
    NO_DATA,
    WAITING,
    Alarm,
    Health,
    HealthRule,
    Measurement,
    by_alarms,
    by_measurements,
)
from domain.threshold import Threshold

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ERRORS = HealthRule("errors", "error_rate", Threshold("error_rate", most=0.01))


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def reading(at: float, value: float, sample: int | None = None, **told: str) -> Measurement:
    return Measurement(minutes(at), told.get("measure", "error_rate"), value, sample, int(at))


def judged(rule: HealthRule, *found: Measurement, now: float = 10) -> Health:
    return by_measurements(rule, found, NOON, minutes(now))


def test_within_its_bounds_it_is_healthy() -> None:
    health = judged(ERRORS, reading(9, 0.002))

    assert (health.state, health.why) == (HEALTHY, "error_rate is 0.002")
    assert health.positions == (9,)


def test_outside_of_them_it_is_a_breach_even_when_it_is_well_again() -> None:
    health = judged(ERRORS, reading(7, 0.2), reading(9, 0.002))

    assert (health.state, health.why) == (
        BREACHED,
        "error_rate was 0.2 on 2026-06-01 12:07 UTC",
    )
    assert health.positions == (7,)


def test_as_many_bad_readings_as_it_bears_are_no_breach() -> None:
    bearing = HealthRule("errors", "error_rate", ERRORS.healthy, failures=2)

    assert judged(bearing, *(reading(at, 1) for at in (6, 7)), reading(9, 0)).state == HEALTHY
    third = judged(bearing, *(reading(at, 1) for at in (6, 7, 8)), reading(9, 0))
    assert third.state == BREACHED
    assert "bad 3 times where 2 are borne" in third.why


def test_between_healthy_and_unhealthy_nobody_can_say() -> None:
    rule = HealthRule(
        "errors", "error_rate", ERRORS.healthy, unhealthy=Threshold("error_rate", least=0.05)
    )

    assert judged(rule, reading(9, 0.03)).state == INCONCLUSIVE
    assert "may be at most 0.01" in judged(rule, reading(9, 0.03)).why
    assert judged(rule, reading(9, 0.05)).state == BREACHED
    assert judged(rule, reading(9, 0.01)).state == HEALTHY


def test_what_was_read_before_the_step_says_nothing_of_it() -> None:
    assert judged(ERRORS, reading(-1, 5), now=1).state == WAITING


def test_silence_is_no_health() -> None:
    assert judged(ERRORS, now=5).state == WAITING
    assert judged(ERRORS, now=5.1).state == NO_DATA
    assert judged(ERRORS, reading(2, 0), now=7).state == HEALTHY
    silent = judged(ERRORS, reading(2, 0), now=7.1)
    assert silent.state == NO_DATA
    assert silent.why == "nothing was heard of error_rate since 2026-06-01 12:02 UTC"


def test_a_breach_before_the_silence_is_still_one() -> None:
    assert judged(ERRORS, reading(1, 1), now=60).state == BREACHED


def test_a_reading_of_too_few_proves_neither() -> None:
    rule = HealthRule("errors", "error_rate", ERRORS.healthy, sample=100)

    few = judged(rule, reading(9, 1, 99))
    assert (few.state, few.why) == (INCONCLUSIVE, "error_rate is of 99, and has to be of 100")
    assert judged(rule, reading(9, 1)).state == INCONCLUSIVE
    assert judged(rule, reading(9, 1, 100)).state == BREACHED
    assert judged(rule, reading(8, 0, 100), reading(9, 1, 3)).state == HEALTHY


def test_other_measures_say_whether_it_means_anything() -> None:
    busy = (Threshold("requests", least=100),)
    rule = HealthRule("errors", "error_rate", ERRORS.healthy, when=busy)

    unknown = judged(rule, reading(9, 0))
    assert unknown.state == INCONCLUSIVE
    assert "nothing was heard of requests" in unknown.why
    few = judged(rule, reading(9, 0), reading(8, 20, measure="requests"))
    assert few.why == "requests is 20, and must be at least 100 for errors to say anything"
    enough = judged(rule, reading(9, 0), reading(8, 200, measure="requests"))
    assert enough.state == HEALTHY


def test_a_figure_with_only_an_unhealthy_bound_is_healthy_elsewhere() -> None:
    rule = HealthRule("errors", "error_rate", unhealthy=Threshold("error_rate", least=0.05))

    assert judged(rule, reading(9, 0.04)).state == HEALTHY
    assert judged(rule, reading(9, 0.06)).state == BREACHED


def test_an_alert_is_a_breach() -> None:
    rule = HealthRule("alerts", alert="High*")

    assert by_alarms(rule, [], NOON).state == HEALTHY
    fired = by_alarms(rule, [Alarm(minutes(3), "HighErrors", None, 4)], NOON)
    assert (fired.state, fired.why, fired.positions) == (
        BREACHED,
        "HighErrors fired on 2026-06-01 12:03 UTC",
        (4,),
    )


def test_an_alert_that_fired_before_says_nothing_about_the_step() -> None:
    rule = HealthRule("alerts", alert="High*")
    before, after = Alarm(minutes(-3), "HighErrors"), Alarm(minutes(3), "HighLoad")

    assert by_alarms(rule, [before], NOON).state == INCONCLUSIVE
    assert by_alarms(rule, [before, after], NOON).why.startswith("HighLoad fired")


@pytest.mark.parametrize("failures", [0, 1, 3])
@given(values=st.lists(st.floats(0, 1), max_size=12))
def test_it_fails_exactly_where_more_are_bad_than_it_bears(
    failures: int, values: list[float]
) -> None:
    rule = HealthRule("errors", "error_rate", ERRORS.healthy, failures=failures)
    found = [reading(nth / 2, value) for nth, value in enumerate(values)]

    bad = sum(value > 0.01 for value in values)
    assert (judged(rule, *found, now=6).state == BREACHED) == (bad > failures)
