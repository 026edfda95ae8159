"""The calendar: a month by its days, with what is due, when it is closed, and what leaves."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain import freeze
from domain.freeze import Span, Window
from projections.freezes import declared_in
from projections.plan import plans
from projections.trains import Departure, departures
from projections.view import View

SAY: Final = "write a month as 2026-12, from 2000-01 to 2199-12"
_MONTH: Final = re.compile(r"(2[01][0-9]{2})-(0[1-9]|1[0-2])")
_DAY: Final = timedelta(days=1)
# No zone is further from UTC.
_MARGIN: Final = timedelta(days=2)


class Due(Struct, frozen=True):
    """A date of a plan; `tag` is what the release became, where it was cut."""

    release: str
    which: str
    type: str
    tag: str


class Stretch(Struct, frozen=True):
    """What a window has of a day, on the clocks of its zone.

    `since` is empty where it began before that day, `until` where it goes on: if both are, it is
    the whole day.
    """

    name: str
    kind: str
    zone: str
    since: str
    until: str
    start: datetime
    end: datetime
    types: tuple[str, ...]
    components: tuple[str, ...]
    environments: tuple[str, ...]
    reason: str


class Day(Struct, frozen=True):
    """A day, and all that there is in it."""

    day: date
    due: tuple[Due, ...]
    windows: tuple[Stretch, ...]
    departures: tuple[Departure, ...]

    @property
    def bare(self) -> bool:
        """Whether nothing is in it."""
        return not (self.due or self.windows or self.departures)


class Month(Struct, frozen=True):
    """`before` and `after` are the months beside it; empty where nobody is asked about them."""

    month: str
    before: str
    after: str
    days: tuple[Day, ...]


def first_of(month: str) -> date | None:
    """The first day of a month; None where the text is none."""
    found = _MONTH.fullmatch(month)
    return date(int(found[1]), int(found[2]), 1) if found else None


def month_of(view: View, first: date) -> Month:
    """The month that begins on the day."""
    after = (first + 31 * _DAY).replace(day=1)
    due, closed, leaving = _due(view), _windows(view, first, after), _leaving(view, first, after)
    days = [first + number * _DAY for number in range((after - first).days)]
    return Month(
        month=f"{first:%Y-%m}",
        before=_known(first - _DAY),
        after=_known(after),
        days=tuple(
            Day(one, tuple(due[one]), tuple(closed[one]), tuple(leaving[one])) for one in days
        ),
    )


def _known(day: date) -> str:
    month = f"{day:%Y-%m}"
    return month if first_of(month) else ""


def _due(view: View) -> defaultdict[date, list[Due]]:
    found = defaultdict[date, list[Due]](list)
    for plan in plans(view):
        for one in plan.dates:
            if one.day:
                told = Due(plan.name, one.which, plan.type, plan.tag)
                found[date.fromisoformat(one.day)].append(told)
    return found


def _windows(view: View, first: date, after: date) -> defaultdict[date, list[Stretch]]:
    found = defaultdict[date, list[Stretch]](list)
    for one in declared_in(view):
        zone = ZoneInfo(one.window.zone)
        since, until = (datetime.combine(day, time(), zone) for day in (first, after))
        for span in freeze.spans(one.window, since - _MARGIN, until + _MARGIN):
            for day, stretch in _stretches(one.window, span, first, after):
                found[day].append(stretch)
    return found


def _stretches(
    window: Window, span: Span, first: date, after: date
) -> Iterator[tuple[date, Stretch]]:
    """The window's part of each day of the month."""
    zone = ZoneInfo(window.zone)
    start, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in span)
    day = max(start.date(), first)
    while day < after and (dawn := datetime.combine(day, time())) < end:
        selector = window.selector
        yield (
            day,
            Stretch(
                name=window.name,
                kind=window.kind,
                zone=window.zone,
                since=f"{start:%H:%M}" if start > dawn else "",
                until=f"{end:%H:%M}" if end < dawn + _DAY else "",
                start=span.start,
                end=span.end,
                types=selector.types,
                components=selector.components,
                environments=selector.environments,
                reason=window.reason,
            ),
        )
        day += _DAY


def _leaving(view: View, first: date, after: date) -> defaultdict[date, list[Departure]]:
    found = defaultdict[date, list[Departure]](list)
    for one in departures(view, first, after - _DAY):
        found[one.day].append(one)
    return found
