"""The calendar as a page: a month in weeks, and on a narrow screen the days that hold something."""

from datetime import date
from typing import Final

from flask import Blueprint, Response, request

from projections.calendar import SAY, Day, Month, first_of, month_of
from service.api.errors import BadQuery
from service.web.asking import text_of
from service.web.desk import Desk

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def install(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/<owner>/<name>/calendar")
    def repository_calendar(owner: str, name: str) -> Response:
        """A month of a repository: what is due, when it is closed, and which trains leave."""
        wanted = _wanted()
        with desk.repository(owner, name) as seat:
            link, called = seat.stand.link, seat.repository.name
            today = desk.moment(seat).date()
            first = wanted or today.replace(day=1)
            month = month_of(seat.view, first)
            return desk.page(
                "calendar.html",
                stand=seat.stand,
                twin=link.twin("calendar.month_of_repository", called, month=month.month),
                feed=link.twin("plans.plans_as_calendar", called),
                repository=seat.repository,
                first=first,
                today=today,
                month=month,
                weeks=weeks(month),
                weekdays=WEEKDAYS,
                bare=all(one.bare for one in month.days),
            )


def _wanted() -> date | None:
    text = text_of(request.args, "month")
    first = first_of(text)
    if text and first is None:
        raise BadQuery("month", f"That is no month: {SAY}.")
    return first


def weeks(month: Month) -> list[list[Day | None]]:
    """The month's days from Monday to Sunday; None for those of the months beside it."""
    days: list[Day | None] = [None] * month.days[0].day.weekday()
    days += month.days
    days += [None] * (-len(days) % 7)
    return [days[start : start + 7] for start in range(0, len(days), 7)]
