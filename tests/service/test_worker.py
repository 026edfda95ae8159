"""One process works on a database; a task that fails is told, and stops nobody else."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import structlog
from structlog.typing import FilteringBoundLogger

from domain.errors import ShipledgerError
from service.bookmarks import Bookmarks
from service.leader import Leader, leader
from service.ledger import Ledger
from service.worker import BREATH, PATIENCE, Task, Worker, runs

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def quiet() -> FilteringBoundLogger:
    """A log that drops every line."""
    return structlog.wrap_logger(  # type: ignore[no-any-return]
        structlog.ReturnLogger(),
        wrapper_class=structlog.make_filtering_bound_logger(50),
        processors=[],
    )


Make = Callable[..., Worker]


@pytest.fixture
def make(ledger: Ledger, database_url: str, clock: Clock) -> Iterator[Make]:
    leaders: list[Leader] = []

    def made(*tasks: Task) -> Worker:
        leaders.append(leader(database_url))
        return Worker(tasks, database=ledger.database, leader=leaders[-1], clock=clock, log=quiet())

    yield made
    for one in leaders:
        one.resign()


def test_a_task_runs_when_it_is_due(make: Make, clock: Clock) -> None:
    done: list[datetime] = []
    worker = make(Task("note", timedelta(minutes=5), lambda _: done.append(clock())))
    rests = []
    for minutes in (0, 4, 5):
        clock.now = NOON + timedelta(minutes=minutes)
        rests.append(worker.round(Event()))
    assert done == [NOON, NOON + timedelta(minutes=5)]
    assert rests == [timedelta(minutes=5), timedelta(minutes=1), timedelta(minutes=5)]


def test_one_of_two_leads_until_it_resigns(make: Make, database_url: str) -> None:
    done: list[str] = []
    first = make(Task("first", timedelta(0), lambda _: done.append("first")))
    second = make(Task("second", timedelta(0), lambda _: done.append("second")))
    assert (first.round(Event()), second.round(Event())) == (BREATH, PATIENCE)
    stop = Event()
    stop.set()
    first.run(stop)
    assert second.round(Event()) == BREATH
    assert done == ["first", "second"]


def test_a_task_that_fails_is_told_and_stops_no_other(
    make: Make, ledger: Ledger, clock: Clock
) -> None:
    done: list[str] = []

    def refuse(_: Event) -> None:
        raise ShipledgerError("GitHub is closed on Sundays")

    def stumble(_: Event) -> None:
        raise ValueError("oh")

    every = timedelta(minutes=1)
    worker = make(
        Task("refused", every, refuse),
        Task("stumbled", every, stumble),
        Task("went well", every, lambda _: done.append("it")),
    )
    worker.round(Event())
    assert done == ["it"]
    assert [(one.name, one.ended, one.error) for one in runs(ledger.database)] == [
        ("refused", NOON, "GitHub is closed on Sundays"),
        ("stumbled", NOON, "our mistake, please report it: ValueError('oh')"),
        ("went well", NOON, ""),
    ]


def test_a_stop_is_heard_between_tasks(make: Make) -> None:
    done: list[str] = []
    stop = Event()
    every = timedelta(minutes=1)
    worker = make(
        Task("first", every, lambda told: told.set()),
        Task("second", every, lambda _: done.append("second")),
    )
    worker.run(stop)
    assert done == []


def test_a_bookmark_is_found_again(ledger: Ledger) -> None:
    marks = Bookmarks(ledger.database)
    assert marks.place("backfill:1") is None
    marks.put("backfill:1", {"page": 2})
    marks.put("backfill:1", {"page": 3})
    marks.put("heal:1", "2026-01-01")
    assert marks.place("backfill:1") == {"page": 3}
    assert marks.places("backfill:") == {"backfill:1": {"page": 3}}
    marks.take_out("backfill:1")
    assert marks.places("") == {"heal:1": "2026-01-01"}
