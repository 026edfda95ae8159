"""A calendar (iCalendar, RFC 5545): the dates of plans and the windows of freezes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from domain import freeze
from domain.freeze import DENY
from projections.freezes import declared_in
from projections.plan import Plan, plans
from projections.trains import FREE, SKIPPED, departures
from projections.view import View

MEDIA_TYPE: Final = "text/calendar"
# A calendar shows what was a while ago, too; a window that comes each day is told this often.
BEFORE: Final = timedelta(days=90)
MOST: Final = 400
_MEANT: Final = {
    "freeze": "no more changes",
    "candidate": "candidate",
    "available": "available",
}


def calendar(view: View, repository: str, now: datetime) -> bytes:
    """All plans of a repository by their days, and every time that it is closed, in UTC."""
    made = Calendar()
    made.add("prodid", "-//Shipledger//Plans and freezes//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Releases of {repository}")
    events = (_days, _trains, _windows)
    for event in (event for some in events for event in some(view, repository, now)):
        made.add_component(event)
    return bytes(made.to_ical())


def _days(view: View, repository: str, now: datetime) -> Iterator[Event]:
    for plan in plans(view):
        for one in plan.dates:
            if one.day:
                yield _day(plan, one.which, date.fromisoformat(one.day), repository, now)


def _trains(view: View, repository: str, now: datetime) -> Iterator[Event]:
    """What nobody has planned a release for yet, and what is skipped, would be missing else."""
    first = now.date() - BEFORE
    for one in departures(view, first, now.date() + freeze.HORIZON):
        if one.state in {FREE, SKIPPED}:
            event = _event(f"train-{one.train}-{one.day}", repository, now)
            told = "does not leave" if one.state == SKIPPED else "leaves"
            event.add("summary", f"{repository}: the train {one.train} {told}")
            event.add("dtstart", one.day)
            event.add("dtend", one.day + timedelta(days=1))
            if one.reason:
                event.add("description", one.reason)
            yield event


def _day(plan: Plan, which: str, day: date, repository: str, now: datetime) -> Event:
    event = _event(f"plan-{plan.name}-{which}", repository, now)
    event.add("summary", f"{repository} {plan.name}: {_MEANT[which]}")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    if plan.about:
        event.add("description", plan.about)
    return event


def _windows(view: View, repository: str, now: datetime) -> Iterator[Event]:
    for number, one in enumerate(declared_in(view), 1):
        window = one.window
        word = "frozen" if window.kind == DENY else "open"
        ahead = freeze.spans(window, now - BEFORE, now + freeze.HORIZON)
        for nth, span in zip(range(MOST), ahead, strict=False):
            event = _event(f"freeze-{number}-{nth}-{span.start:%Y%m%d}", repository, now)
            event.add("summary", f"{repository} {word}: {window.name}")
            event.add("dtstart", span.start)
            event.add("dtend", span.end)
            if window.reason:
                event.add("description", window.reason)
            yield event


def _event(what: str, repository: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{what}@{repository.replace('/', '.')}.shipledger")
    event.add("dtstamp", now)
    return event
