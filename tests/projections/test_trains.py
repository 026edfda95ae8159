"""Departures: what takes each, what was skipped, and what the file says that makes no sense."""

from datetime import date

from domain.deed import Signing
from domain.plan import AVAILABLE, Plan
from domain.train import Timetable
from projections.policy.in_force import policy_of
from projections.trains import departures, next_free, train_of
from tests.gated import Gated
from tests.story import STREAM

FILE = """
trains:
  - name: fortnightly
    first: 2024-01-10
    every: FREQ=WEEKLY;INTERVAL=2;BYDAY=WE
    freeze: 3
    candidate: 2
  - {name: monthly, first: "2024-01-15", every: FREQ=MONTHLY, component: sdk, type: hotfix}
"""
JANUARY = (date(2024, 1, 1), date(2024, 1, 31))


class Station(Gated):
    def __init__(self, policy: str = FILE) -> None:
        super().__init__(policy)
        self.timetable = Timetable.of(str(STREAM), at=self.now())
        self.timetable.collect_events()

    def skip(self, day: date, name: str = "fortnightly", *, restored: bool = False) -> None:
        train = train_of(self.view(), name)
        assert train is not None
        sign = Signing("mira", self.now(), "Nobody is there.")
        (self.timetable.restore if restored else self.timetable.skip)(train, day, sign)
        self.settled(self.timetable)

    def plan(self, release: str, day: date) -> None:
        plan = Plan.of(str(STREAM), release, at=self.now())
        sign = Signing("mira", self.now())
        plan.make("regular", "", "", sign)
        plan.set_date(AVAILABLE, day, sign)
        self.settled(plan)

    def told(self) -> list[tuple[str, int, str, str]]:
        return [
            (one.train, one.day.day, one.state, one.release)
            for one in departures(self.view(), *JANUARY)
        ]


def test_trains_leave_by_their_timetables() -> None:
    station = Station()

    assert station.told() == [
        ("fortnightly", 10, "free", ""),
        ("monthly", 15, "free", ""),
        ("fortnightly", 24, "free", ""),
    ]
    first = departures(station.view(), *JANUARY)[0]
    assert (first.freeze, first.candidate) == (date(2024, 1, 7), date(2024, 1, 8))
    assert departures(station.view(), *JANUARY)[1].freeze is None


def test_a_release_that_is_planned_for_the_day_takes_it_and_leaves_with_its_tag() -> None:
    station = Station()
    station.plan("v1.3.0", date(2024, 1, 10))
    station.plan("sdk-v2.0.0", date(2024, 1, 24))
    station.plan("v1.2.0", date(2024, 1, 24))

    assert [one[2:] for one in station.told()] == [
        ("planned", "v1.3.0"),
        ("free", ""),
        ("left", "v1.2.0"),
    ]


def test_a_skipped_departure_says_by_whom_and_why_until_it_is_restored() -> None:
    station = Station()
    station.skip(date(2024, 1, 10))
    (skipped, *_) = departures(station.view(), *JANUARY)
    free = next_free(station.view(), train_of(station.view(), "fortnightly"), date(2024, 1, 1))  # type: ignore[arg-type]  # it is there
    station.skip(date(2024, 1, 10), restored=True)

    assert (skipped.state, skipped.by, skipped.reason) == ("skipped", "mira", "Nobody is there.")
    assert free is not None
    assert free.day == date(2024, 1, 24)
    assert station.told()[0][2] == "free"


def test_the_next_ones_are_told_from_a_day_on() -> None:
    station = Station()
    found = departures(station.view(), date(2024, 1, 16), date(2024, 2, 15))

    assert [one.day for one in found] == [date(2024, 1, 24), date(2024, 2, 7), date(2024, 2, 15)]
    assert departures(Station("").view(), *JANUARY) == ()
    assert train_of(station.view(), "daily") is None


def test_a_train_that_makes_no_sense_is_a_problem_and_does_not_leave() -> None:
    wrong = (
        FILE
        + """
  - {name: late, first: tomorrow, every: FREQ=WEEKLY}
  - {name: never, first: 2024-01-01, every: FREQ=NEVER}
  - {name: monthly, first: 2024-01-01, every: FREQ=MONTHLY}
"""
    )
    policy = policy_of(Station(wrong).view())

    assert [one.name for one in policy.sections.trains] == ["fortnightly", "monthly"]
    told = " ".join(policy.problems)
    assert "trains[3].first is no day: write it as 2026-01-14" in told
    assert "the train «never»: it leaves by a rule" in told
    assert "two trains are called «monthly»" in told


def test_as_of_before_it_was_skipped_it_left() -> None:
    station = Station()
    before = len(station.facts)
    station.skip(date(2024, 1, 10))
    then = departures(station.view(as_of=before), *JANUARY)

    assert then[0].state == "free"
