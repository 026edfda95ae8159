"""The calendar: each day of a month, with what is due, what is closed, and what leaves."""

from datetime import date

import pytest

from domain.deed import Signing
from domain.plan import AVAILABLE, CANDIDATE, Plan
from projections.calendar import Day, first_of, month_of
from tests.gated import Gated
from tests.story import STREAM

POLICY = """
freezes:
  - {name: fridays, start: 2026-12-04T16:00, lasts: 8h, zone: Europe/Berlin, every: FREQ=WEEKLY}
  - {name: holidays, start: 2026-12-24T00:00, lasts: 14d, zone: Europe/Berlin, reason: Rest.}
trains:
  - {name: weekly, first: 2026-12-02, every: FREQ=WEEKLY;BYDAY=WE}
"""
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def story() -> Gated:
    story = Gated(POLICY)
    plan = Plan.of(str(STREAM), "v9.0.0", at=story.now())
    sign = Signing("mira", story.now())
    plan.make("regular", "", "", sign)
    plan.set_date(CANDIDATE, date(2026, 12, 31), sign)
    plan.set_date(AVAILABLE, date(2027, 1, 1), sign)
    story.settled(plan)
    return story


def days(story: Gated, first: date = DECEMBER) -> dict[int, Day]:
    return {one.day.day: one for one in month_of(story.view(), first).days}


def test_a_month_has_all_of_its_days_and_two_beside_it(story: Gated) -> None:
    month = month_of(story.view(), DECEMBER)

    assert (month.before, month.month, month.after) == ("2026-11", "2026-12", "2027-01")
    assert [one.day.day for one in month.days] == list(range(1, 32))
    assert len(days(story, date(2028, 2, 1))) == 29


def test_a_date_stands_in_its_day_and_in_no_other_month(story: Gated) -> None:
    december, january = days(story), days(story, date(2027, 1, 1))

    assert [(one.release, one.which) for one in december[31].due] == [("v9.0.0", "candidate")]
    assert [(one.release, one.which) for one in january[1].due] == [("v9.0.0", "available")]
    assert sum(len(one.due) for one in december.values()) == 1


def test_a_window_has_a_part_of_a_day_or_all_of_it_on_its_own_clocks(story: Gated) -> None:
    december = days(story)

    (friday,) = december[4].windows
    # It ends at midnight: the day after has nothing of it.
    assert (friday.name, friday.since, friday.until) == ("fridays", "16:00", "")
    assert december[5].bare
    (holidays,) = december[24].windows
    assert (holidays.name, holidays.since, holidays.until, holidays.reason) == (
        *("holidays", "", ""),
        "Rest.",
    )
    january = days(story, date(2027, 1, 1))
    assert [one.name for one in january[6].windows] == ["holidays"]
    assert january[7].bare


def test_a_window_of_several_days_ends_at_its_hour() -> None:
    story = Gated("freezes: [{name: audit, start: 2026-12-29T22:00, lasts: 2d 3h}]")

    december, january = days(story), days(story, date(2027, 1, 1))
    told = [
        (one.since, one.until)
        for day in (december[29], december[30], december[31])
        for one in day.windows
    ]
    assert told == [("22:00", ""), ("", ""), ("", "")]
    assert [(one.since, one.until) for one in january[1].windows] == [("", "01:00")]


def test_trains_leave_in_their_days(story: Gated) -> None:
    leaving = {day: one.departures for day, one in days(story).items() if one.departures}

    assert sorted(leaving) == [2, 9, 16, 23, 30]
    assert leaving[2][0].train == "weekly"


def test_the_first_and_the_last_month_have_none_beyond_them(story: Gated) -> None:
    assert month_of(story.view(), date(2000, 1, 1)).before == ""
    assert month_of(story.view(), date(2199, 12, 1)).after == ""


@pytest.mark.parametrize("told", ["", "2026-13", "2026-1", "1999-12", "2200-01", "2026-12-01"])
def test_what_is_no_month_is_none(told: str) -> None:
    assert first_of(told) is None
