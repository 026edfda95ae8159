"""Release trains: when they leave, what rules can be meant, and what is skipped."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.deed import Deed, Signing
from domain.edit import AlreadySo
from domain.errors import Refused
from domain.train import Timetable, Train, days, proved

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MIRA = Signing("mira", NOON, "Half of us are at sea.")
FIRST = date(2026, 1, 14)
TRAIN = Train("fortnightly", FIRST, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", freeze=3, candidate=2)


@pytest.fixture
def timetable() -> Timetable:
    return Timetable.of("00000000-0000-0000-0000-0000000000aa", at=NOON)


def test_it_leaves_on_the_days_of_its_rule() -> None:
    found = list(days(TRAIN, date(2026, 1, 1), date(2026, 2, 25)))

    assert found == [date(2026, 1, 14), date(2026, 1, 28), date(2026, 2, 11), date(2026, 2, 25)]
    assert list(days(TRAIN, date(2026, 1, 29), date(2026, 2, 10))) == []


@given(st.dates(date(2026, 1, 14), date(2040, 1, 1)), st.integers(1, 9))
def test_a_weekly_train_leaves_every_so_many_weeks(day: date, weeks: int) -> None:
    train = replace(TRAIN, every=f"FREQ=WEEKLY;INTERVAL={weeks}")

    assert (day in days(train, day, day)) == ((day - FIRST).days % (7 * weeks) == 0)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"every": ""}, "a rule with FREQ"),
        ({"every": "FREQ=HOURLY"}, "a rule with FREQ"),
        ({"every": "FREQ=DAILY;BYHOUR=3"}, "no hour of the day"),
        ({"every": "FREQ=DAILY;BYMONTH=13"}, "say FREQ=MONTHLY"),
        ({"every": "FREQ=WEEKLY;INTERVAL=0"}, "INTERVAL"),
        ({"every": "FREQ=MONTHLY;BYDAY=XX"}, "none by RFC 5545"),
        ({"every": "FREQ=WEEKLY\nRDATE:1"}, "a rule with FREQ"),
        ({"freeze": 1, "candidate": 2}, "freeze is not the later one"),
        ({"freeze": 1000}, "freeze is not the later one"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        proved(replace(TRAIN, **changed))


def test_one_that_can_be_meant_is_not() -> None:
    assert proved(TRAIN) == TRAIN


def test_a_departure_is_skipped_and_restored(timetable: Timetable) -> None:
    timetable.skip(TRAIN, FIRST, MIRA)
    with pytest.raises(AlreadySo, match="skips 2026-01-14 already"):
        timetable.skip(TRAIN, FIRST, MIRA)
    timetable.restore(TRAIN, FIRST, MIRA)
    with pytest.raises(AlreadySo, match="leaves on 2026-01-14 already"):
        timetable.restore(TRAIN, FIRST, MIRA)

    told = [one for one in timetable.pending_events if isinstance(one, Deed)]
    assert [(type(one).TOPIC, one.train, one.day) for one in told] == [  # type: ignore[attr-defined]
        ("train.skipped", "fortnightly", "2026-01-14"),
        ("train.restored", "fortnightly", "2026-01-14"),
    ]
    assert told[0].about() == ("trains",)


@pytest.mark.parametrize(
    ("day", "sign", "why"),
    [
        (date(2026, 1, 15), MIRA, "does not leave on 2026-01-15"),
        (date(2025, 12, 31), MIRA, "does not leave on 2025-12-31"),
        (FIRST, MIRA._replace(reason=""), "Say why"),
    ],
)
def test_to_skip_is_refused(timetable: Timetable, day: date, sign: Signing, why: str) -> None:
    with pytest.raises(Refused, match=why):
        timetable.skip(TRAIN, day, sign)
