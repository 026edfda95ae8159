"""The calendar as a page and in JSON: a month in weeks, from any standpoint."""

import pytest

from tests.pages import Pages
from tests.service.web.test_planning import FREEZE, HOLIDAYS, NEW, PLAN, WHY, Planner

CALENDAR = "/acme/app/calendar"
TWIN = "/api/v1/repositories/acme/app/calendar"


@pytest.fixture
def planner(pages: Pages) -> Planner:
    return Planner(pages)


def test_an_empty_month_teaches_how_it_is_filled(planner: Planner) -> None:
    page = planner.open(f"{CALENDAR}?month=2026-12")

    assert "Nothing is due in December 2026, nothing closes, and no train leaves." in page.text
    assert {PLAN, FREEZE} <= set(page.links())
    assert f"{CALENDAR}?month=2026-11" in page.links()
    assert f"{CALENDAR}?month=2027-01" in page.links()
    assert "/api/v1/repositories/acme/app/plans/calendar.ics" in page.links()


def test_weeks_begin_on_monday(planner: Planner) -> None:
    page = planner.open(f"{CALENDAR}?month=2026-12")

    assert page.all("abbr")[0].attributes["title"] == "Monday"
    # The first of December 2026 is a Tuesday.
    assert [tag.attributes.get("class") for tag in page.all("td")][:2] == ["void", "bare"]
    assert len(page.all("td")) == 35


def test_this_month_is_shown_where_none_is_asked_for(planner: Planner) -> None:
    page = planner.open(CALENDAR)

    assert "January 2024" in page.title
    assert page.all("td")[1].attributes["aria-current"] == "date"


def test_plans_and_windows_stand_in_their_days_now_and_not_before(planner: Planner) -> None:
    planner.send(PLAN, **NEW, available="2024-01-05")
    planner.send(FREEZE, do="declare", **HOLIDAYS | {"start": "2024-01-08T16:00"}, reason=WHY)

    page = planner.open(CALENDAR)
    assert "Friday, 5 January v2.0.0 available" in page.text
    assert "Monday, 8 January frozen: holidays from 16:00 UTC" in page.text
    assert "Monday, 22 January frozen: holidays until 16:00 UTC" in page.text
    past = planner.open(f"{CALENDAR}?as_at=2024-01-01T12:00:00Z")
    assert "Nothing is due in January 2024" in past.text


def test_its_twin_is_the_same_in_json(planner: Planner) -> None:
    planner.send(PLAN, **NEW, available="2024-01-05")

    assert planner.open(CALENDAR).twin() == f"{TWIN}?month=2024-01"
    month = planner.pages.site.get(TWIN).json
    assert month is not None
    assert (month["month"], month["days"][4]["due"][0]["release"]) == ("2024-01", "v2.0.0")
    later = planner.pages.site.get(f"{TWIN}?month=2026-12").json
    assert later is not None
    assert later["days"][30]["day"] == "2026-12-31"


def test_what_is_no_month_is_refused_with_how_to_write_one(planner: Planner) -> None:
    assert planner.pages.site.get(f"{TWIN}?month=December").status_code == 422
    page = planner.pages.open(f"{CALENDAR}?month=December", 422)
    assert "write a month as 2026-12" in page.text
