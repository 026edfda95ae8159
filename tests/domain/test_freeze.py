"""Freezes: windows in local time, right across every change of clocks, and when they end."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.freeze import ALLOW, DENY, Window, proved, spans, state

HOUR = timedelta(hours=1)
BERLIN = "Europe/Berlin"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


WEEKEND = Window(
    "weekend", DENY, local("2026-01-02T16:00"), 64 * HOUR, BERLIN, "FREQ=WEEKLY;BYDAY=FR"
)
OFFICE = Window(
    *("office", ALLOW, local("2026-01-05T09:00"), 8 * HOUR, BERLIN),
    "RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
)


def test_with_no_window_everything_is_open_for_ever() -> None:
    assert state([], utc("2026-06-01T12:00")) == (True, (), None)


def test_friday_at_four_in_berlin_is_that_in_winter_and_in_summer() -> None:
    winter = next(spans(WEEKEND, utc("2026-01-09"), utc("2026-01-10")))
    summer = next(spans(WEEKEND, utc("2026-07-03T18:00"), utc("2026-07-04")))

    assert winter.start == utc("2026-01-09T15:00")
    assert summer.start == utc("2026-07-03T14:00")


def test_a_weekend_in_which_clocks_change_ends_on_monday_at_eight_all_the_same() -> None:
    (spring,) = spans(WEEKEND, utc("2026-03-28"), utc("2026-03-28T01:00"))
    (autumn,) = spans(WEEKEND, utc("2026-10-24"), utc("2026-10-24T01:00"))

    assert (spring.end, spring.end - spring.start) == (utc("2026-03-30T06:00"), 63 * HOUR)
    assert (autumn.end, autumn.end - autumn.start) == (utc("2026-10-26T07:00"), 65 * HOUR)


@pytest.mark.parametrize(
    ("start", "kind", "span"),
    [
        # Half past two is skipped on 29 March, and comes twice on 25 October.
        ("2026-03-29T02:30", DENY, ("2026-03-29T00:30", "2026-03-29T02:30")),
        ("2026-03-29T02:30", ALLOW, ("2026-03-29T01:30", "2026-03-29T02:30")),
        ("2026-10-25T02:30", DENY, ("2026-10-25T00:30", "2026-10-25T03:30")),
        ("2026-10-25T02:30", ALLOW, ("2026-10-25T01:30", "2026-10-25T03:30")),
    ],
)
def test_what_is_in_doubt_is_closed(start: str, kind: str, span: tuple[str, str]) -> None:
    window = Window("night", kind, local(start), 2 * HOUR, BERLIN)

    (found,) = spans(window, utc("2026-01-01"), utc("2026-12-31"))

    assert (found.start, found.end) == tuple(map(utc, span))


def test_it_says_what_closes_and_until_when() -> None:
    friday = state([WEEKEND], utc("2026-01-09T15:00"))
    assert (friday.open, friday.by) == (False, (WEEKEND,))
    assert friday.until == utc("2026-01-12T07:00")

    thursday = state([WEEKEND], utc("2026-01-08T15:00"))
    assert (thursday.open, thursday.until) == (True, utc("2026-01-09T15:00"))


def test_where_something_is_allowed_all_else_is_not() -> None:
    early, noon = utc("2026-01-06T05:00"), utc("2026-01-06T11:00")

    assert state([OFFICE], early) == (False, (OFFICE,), utc("2026-01-06T08:00"))
    assert state([OFFICE], noon).open
    both = state([OFFICE, WEEKEND], utc("2026-01-09T15:30"))
    assert both == (False, (WEEKEND,), utc("2026-01-12T08:00"))


def test_what_never_changes_within_a_year_has_no_end() -> None:
    long_ago = Window("of old", ALLOW, local("2020-01-01T00:00"), HOUR)

    assert state([long_ago], utc("2026-01-01")) == (False, (long_ago,), None)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "maybe"}, "denies or allows"),
        ({"zone": "Mars/Olympus"}, "no time zone Mars/Olympus"),
        ({"start": utc("2026-01-01")}, "without an offset"),
        ({"lasts": timedelta()}, "more than nothing"),
        ({"lasts": timedelta(days=400)}, "at most a year"),
        ({"start": local("1999-01-01T00:00")}, "before the year 2000"),
        ({"every": "FREQ=SECONDLY"}, "recurs by a rule with"),
        ({"every": "FREQ=DAILY;FREQ=SECONDLY"}, "one FREQ of"),
        ({"every": "FREQ=DAILY;BYSECOND=1,2"}, "none of BYHOUR"),
        ({"every": "FREQ=DAILY;INTERVAL=0"}, "from 1 to 9999"),
        ({"every": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "say FREQ=MONTHLY"),
        ({"every": "FREQ=DAILY;BYDAY=XX"}, "none by RFC 5545"),
    ],
)
def test_a_window_that_cannot_be_meant_is_refused(told: dict[str, object], why: str) -> None:
    fields = {"name": "w", "kind": DENY, "start": local("2026-01-01T00:00"), "lasts": HOUR} | told

    with pytest.raises(Refused, match=why):
        proved(Window(**fields))  # type: ignore[arg-type]


def test_a_window_that_can_be_meant_is_taken() -> None:
    assert proved(WEEKEND) is WEEKEND
    once = Window("once", DENY, local("2026-01-01T00:00"), HOUR)
    assert proved(once) is once


ZONES = st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "UTC"])
NEAR_CHANGES = st.sampled_from(["2026-03-07", "2026-03-28", "2026-04-04", "2026-10-24"])


@given(ZONES, NEAR_CHANGES, st.integers(0, 47), st.integers(1, 60), st.sampled_from([DENY, ALLOW]))
def test_minute_by_minute_it_is_what_the_clock_on_the_wall_says(
    zone: str, day: str, hour: int, lasts: int, kind: str
) -> None:
    start = local(day) + timedelta(hours=hour)
    window = Window("w", kind, start, timedelta(hours=lasts), zone)
    known = list(spans(window, utc("2026-01-01"), utc("2026-12-31")))

    for half_hours in range(-8, 2 * lasts + 110, 3):
        now = utc(day) + timedelta(minutes=30 * half_hours)
        wall = now.astimezone(ZoneInfo(zone))
        inside = start <= wall.replace(tzinfo=None) < start + window.lasts
        active = any(span.holds(now) for span in known)
        if kind == DENY:
            assert active or not inside, "a wall clock within the window is always closed"
        else:
            assert inside or not active, "and one without is never open"


@given(st.integers(0, 24 * 60), st.booleans())
def test_until_is_the_first_minute_at_which_it_is_otherwise(minutes: int, office: bool) -> None:
    windows = [OFFICE, WEEKEND] if office else [WEEKEND]
    now = utc("2026-03-27T00:00") + timedelta(minutes=10 * minutes)
    found = state(windows, now)

    assert found.until is not None
    assert state(windows, found.until).open is not found.open
    assert state(windows, found.until - timedelta(seconds=1)).open is found.open
