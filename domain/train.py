"""A release train: it leaves on the days of its timetable, with whoever is ready by then."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from dateutil.rrule import rrulestr
from eventsourcing.domain import event
from msgspec import Struct

from domain.aggregate import Aggregate, Beginning
from domain.deed import Deed, Signing, reasoned
from domain.edit import LONGEST_NAME, AlreadySo, line
from domain.errors import Refused

# Under it is filed what is decided about trains.
TRAINS: Final = "trains"
_FREQUENCIES: Final = frozenset({"WEEKLY", "MONTHLY", "YEARLY", "DAILY"})
_WITHIN_A_DAY: Final = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_NOT_BY_DAY: Final = frozenset({"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})


class Train(Struct, frozen=True):
    """`freeze` and `candidate` are how many days before it leaves those dates are."""

    name: str
    first: date
    every: str
    freeze: int = 0
    candidate: int = 0
    component: str = ""
    type_: str = "regular"
    about: str = ""


def proved(train: Train) -> Train:
    """The train, where its rule can be meant; raises `Refused`."""
    told = dict(part.partition("=")[0::2] for part in train.every.upper().split(";"))
    often = told.get("FREQ", "")
    if often not in _FREQUENCIES or _WITHIN_A_DAY & told.keys() or "\n" in train.every:
        raise Refused(
            "it leaves by a rule with FREQ of DAILY, WEEKLY, MONTHLY or YEARLY, as"
            " FREQ=WEEKLY;INTERVAL=2;BYDAY=WE, and on no hour of the day"
        )
    if often in {"DAILY", "WEEKLY"} and _NOT_BY_DAY & told.keys():
        raise Refused("a rule by weeks or days names no months or days of them: say FREQ=MONTHLY")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", told.get("INTERVAL", "1")):
        raise Refused("its INTERVAL is a number from 1 to 9999")
    try:
        rrulestr(train.every.upper(), dtstart=_noon(train.first))
    except (ValueError, TypeError, KeyError) as wrong:
        raise Refused(f"its rule is none by RFC 5545: {wrong}") from wrong
    if not 0 <= train.candidate <= train.freeze <= 366:
        raise Refused("nothing may change before there is a candidate: freeze is not the later one")
    return train


def days(train: Train, since: date, until: date) -> Iterator[date]:
    """The days on which it leaves, by its timetable, from one day to another, both included."""
    rule: Any = rrulestr(train.every.upper(), dtstart=_noon(train.first))
    for one in rule.between(_noon(since) - timedelta(hours=1), _noon(until), inc=True):
        yield one.date()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


class OfTrains(Deed):
    """A decision about one departure: of the train, on the day that its timetable says."""

    train: str
    day: str

    def about(self) -> tuple[str, ...]:
        return (TRAINS,)


class Timetable(Aggregate):
    """One for each repository. The trains themselves stand in its file."""

    TOPIC = "timetable"

    class Opened(Beginning):
        TOPIC = "timetable.opened"
        repository: str
        at: datetime

    class Skipped(OfTrains):
        """It does not leave on that day."""

        TOPIC = "train.skipped"

        def apply(self, timetable: "Timetable") -> None:
            timetable.skipped.add((self.train, self.day))

    class Restored(OfTrains):
        """It leaves after all."""

        TOPIC = "train.restored"

        def apply(self, timetable: "Timetable") -> None:
            timetable.skipped.discard((self.train, self.day))

    @event(Opened)
    def __init__(self, repository: str, at: datetime) -> None:
        self.repository = repository
        self.at = at
        self.skipped: set[tuple[str, str]] = set()

    @staticmethod
    def create_id(repository: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"shipledger:/timetable/{repository}")

    @classmethod
    def of(cls, repository: str, *, at: datetime) -> "Timetable":
        """An empty one: nothing was decided yet."""
        return cls(repository=repository, at=at)

    def skip(self, train: Train, day: date, sign: Signing) -> None:
        """Let it not leave on a day of its timetable."""
        key = self._departure(train, day)
        if key in self.skipped:
            raise AlreadySo(f"«{train.name}» skips {day} already.")
        self._decide(self.Skipped, key, reasoned(sign))

    def restore(self, train: Train, day: date, sign: Signing) -> None:
        """Let it leave after all."""
        key = self._departure(train, day)
        if key not in self.skipped:
            raise AlreadySo(f"«{train.name}» leaves on {day} already.")
        self._decide(self.Restored, key, reasoned(sign))

    @staticmethod
    def _departure(train: Train, day: date) -> tuple[str, str]:
        if day not in days(train, day, day):
            raise Refused(
                f"«{train.name}» does not leave on {day}: {train.every} from {train.first}."
            )
        return line("train", train.name, LONGEST_NAME), day.isoformat()

    def _decide(self, kind: type[OfTrains], key: tuple[str, str], sign: Signing) -> None:
        told = {"repository": self.repository, "train": key[0], "day": key[1]}
        self.trigger_event(kind, **told, **sign._asdict())
