"""The signals of an environment: what was measured in it, and which alerts fired there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from domain import subject
from domain.alert import AlertFact, AlertFired
from domain.fact import Told
from domain.health import HealthRead
from domain.health_rule import Alarm, Measurement
from projections.fold import in_order
from projections.view import View

# A moment far from now may be asked about; more days than these are not looked through for it.
MOST_DAYS: Final = 366


class Watched(NamedTuple):
    """An environment, and the one commit or target in it that matters, where it is only one."""

    environment: str
    sha: str = ""
    target: str = ""

    def covers(self, fact: HealthRead) -> bool:
        """A reading that names no commit or target is of the whole environment, and counts."""
        return (not self.sha or fact.sha in ("", self.sha)) and (
            not self.target or fact.target in ("", self.target)
        )


def measurements(
    view: View, watched: Watched, since: datetime, until: datetime
) -> list[Measurement]:
    """What was measured between the two moments, the earliest first."""
    days = (subject.health(watched.environment, day) for day in _days(since, until))
    return [
        Measurement(fact.at, fact.measure, fact.value, fact.sample, position)
        for position, fact in in_order(view.about(*days))
        if isinstance(fact, HealthRead) and since <= fact.at <= until and watched.covers(fact)
    ]


def _days(since: datetime, until: datetime) -> Iterator[datetime]:
    """The last of them, where somebody asks about ages."""
    days = max((until.date() - since.date()).days, -1)
    return (since + timedelta(day) for day in range(max(days - MOST_DAYS, 0), days + 1))


def alarms(view: View, environment: str, since: datetime) -> list[Alarm]:
    """Each time that an alert fired and was not over before `since`, the earliest first."""
    ordered = in_order(view.about(subject.alerts(environment)))
    courses: dict[str, list[Told]] = {}
    for one in ordered:
        if isinstance(one.fact, AlertFact):
            courses.setdefault(one.fact.fingerprint, []).append(one)
    found = (alarm for course in courses.values() for alarm in _alarms(course))
    lasting = (one for one in found if one.until is None or one.until >= since)
    return sorted(lasting, key=lambda one: (one.at, one.alert, one.position))


def _alarms(course: list[Told]) -> Iterator[Alarm]:
    """One alert's: what is told again while it fires is the same alarm."""
    since: Told | None = None
    for one in course:
        if isinstance(one.fact, AlertFired):
            since = since or one
        elif since is not None:
            yield _alarm(since, one.fact.at)
            since = None
    if since is not None:
        yield _alarm(since, None)


def _alarm(fired: Told, until: datetime | None) -> Alarm:
    assert isinstance(fired.fact, AlertFired)
    return Alarm(fired.fact.at, fired.fact.alert, until, fired.position)
