"""A freeze: windows of time in which releases may not go on, or in which alone they may.

A place is open where no window that denies is active, and where, if any window allows, one of those
is. Times are local to the window's zone, as people mean them: «Friday 16:00 in Berlin» stays that
when clocks change. Where the clock skips a time or has it twice, the window is taken to be as long
as it could be where it denies, and as short where it allows: what is in doubt is closed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr
from msgspec import Struct

from domain.errors import Refused
from domain.selector import EVERYTHING, Selector

DENY, ALLOW = "deny", "allow"
LONGEST: Final = timedelta(days=366)
# So far ahead the next opening or closing is looked for.
HORIZON: Final = timedelta(days=400)
_FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# Days that a rule seeks by walking: quickly from month to month, slowly from day to day.
_OF_YEAR: Final = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYEASTER"})
# A rule that begins long ago is walked from there.
_EARLIEST: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - local to the window's zone


class Span(NamedTuple):
    """From a moment up to another, which is not in it; both in UTC."""

    start: datetime
    end: datetime

    def holds(self, now: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.start <= now < self.end


class Window(Struct, frozen=True):
    """`start` is local to the zone and has no offset; `lasts` is counted on the clock on the wall.

    `every`     a recurrence rule (RFC 5545, 3.3.10) without DTSTART; empty where it is once.
    `rollbacks` whether it stops rollbacks, too.
    """

    name: str
    kind: str
    start: datetime
    lasts: timedelta
    zone: str = "UTC"
    every: str = ""
    rollbacks: bool = False
    reason: str = ""
    selector: Selector = EVERYTHING


def proved(window: Window) -> Window:
    """The window; refuses one that could not be meant."""
    if window.kind not in (DENY, ALLOW):
        raise Refused(f"A window denies or allows; «{window.name}» is to {window.kind}.")
    if window.zone not in _zones():
        raise Refused(f"There is no time zone {window.zone}: write one as Europe/Berlin, or UTC.")
    if window.start.tzinfo is not None:
        raise Refused("Write the start without an offset: it is local to the window's zone.")
    if not timedelta() < window.lasts <= LONGEST:
        raise Refused(f"«{window.name}» has to last for more than nothing, and at most a year.")
    if window.start < _EARLIEST:
        raise Refused(f"«{window.name}» begins before the year 2000: write its next beginning.")
    if window.every:
        _prove_rule(window)
    return window


def _prove_rule(window: Window) -> None:
    rule = window.every.upper().removeprefix("RRULE:")
    # Within a day there are so many occurrences that looking ahead would take for ever.
    parts = [one.partition("=")[0::2] for one in rule.split(";")]
    often = [value for name, value in parts if name == "FREQ"]
    within = {name for name, _ in parts} & {"BYHOUR", "BYMINUTE", "BYSECOND"}
    if len(often) != 1 or often[0] not in _FREQUENCIES or within or "\n" in rule:
        raise Refused(
            f"«{window.name}» recurs by a rule with one FREQ of {', '.join(_FREQUENCIES)}, and"
            " none of BYHOUR, BYMINUTE and BYSECOND."
        )
    _prove_steps(window.name, dict(parts))
    try:
        rrulestr(rule, dtstart=window.start)
    except (ValueError, TypeError, KeyError) as wrong:
        raise Refused(f"The rule of «{window.name}» is none by RFC 5545: {wrong}.") from wrong


def _prove_steps(name: str, told: dict[str, str]) -> None:
    """A rule that never goes on, or seeks a 30 February day by day, is walked for ever."""
    if not re.fullmatch(r"[1-9][0-9]{0,3}", told.get("INTERVAL", "1")):
        raise Refused(f"The INTERVAL of «{name}» is a number from 1 to 9999.")
    if told["FREQ"] in {"DAILY", "WEEKLY"} and (of_year := _OF_YEAR & told.keys()):
        raise Refused(f"«{name}» has {', '.join(sorted(of_year))}: say FREQ=MONTHLY or YEARLY.")


@lru_cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def spans(window: Window, since: datetime, until: datetime) -> Iterator[Span]:
    """Every time that the window is active in any part of the stretch, by its start."""
    # Two days: no zone is further from UTC, and no change of clocks is longer.
    margin = timedelta(days=2)
    low = (since - window.lasts - margin).replace(tzinfo=None)
    high = (until + margin).replace(tzinfo=None)
    for start in _starts(window, low, high):
        span = _span(window, start)
        if span.start < span.end and span.end > since and span.start < until:
            yield span


def _starts(window: Window, low: datetime, high: datetime) -> Iterable[datetime]:
    if not window.every:
        return [window.start] if low <= window.start <= high else []
    rule = window.every.upper().removeprefix("RRULE:")
    found: list[datetime] = rrulestr(rule, dtstart=window.start).between(low, high, inc=True)
    return found


def _span(window: Window, start: datetime) -> Span:
    first, last = _moments(start, window.zone), _moments(start + window.lasts, window.zone)
    if window.kind == DENY:
        return Span(min(first), max(last))
    return Span(max(first), min(last))


def _moments(local: datetime, zone: str) -> tuple[datetime, datetime]:
    """What a local time may mean: twice the same, but where clocks change (PEP 495)."""
    where = ZoneInfo(zone)
    before = local.replace(tzinfo=where, fold=0).astimezone(UTC)
    after = local.replace(tzinfo=where, fold=1).astimezone(UTC)
    return before, after


class State(NamedTuple):
    """Whether a place is open; `by` are the windows that close it, `until` when that changes.

    `until` is None where nothing changes within `HORIZON`.
    """

    open: bool
    by: tuple[Window, ...]
    until: datetime | None


def state(windows: Sequence[Window], now: datetime) -> State:
    """How a place stands for which all these windows hold."""
    known = [(one, list(spans(one, now, now + HORIZON))) for one in windows]
    edges = sorted(
        {edge for _, some in known for span in some for edge in span if now < edge < now + HORIZON}
    )
    here = _closing(known, now)
    changed = (edge for edge in edges if bool(_closing(known, edge)) != bool(here))
    return State(not here, here, next(changed, None))


def _closing(known: Sequence[tuple[Window, Sequence[Span]]], now: datetime) -> tuple[Window, ...]:
    """The windows that close the place at a moment: those that deny, or those that do not allow."""
    active = [one for one, some in known if any(span.holds(now) for span in some)]
    if denying := tuple(one for one in active if one.kind == DENY):
        return denying
    allowing = tuple(one for one, _ in known if one.kind == ALLOW)
    return () if any(one.kind == ALLOW for one in active) else allowing
