"""While something goes out, Prometheus is asked what its rules want to know; else nobody is."""

import io
import json
from collections.abc import Iterator
from contextlib import closing
from threading import Event

import pytest

from service.ledger import Ledger, open_ledger
from service.listening import Listening
from service.logs import logger
from service.prometheus import Prometheus
from tests.engines import Sqlite
from tests.github.web import on_loopback
from tests.ledgers import migrated
from tests.rolling import CANARY
from tests.service.test_prometheus import Answers
from tests.service.test_rolling import House

POLICY = CANARY.replace(
    "        measure: error_rate\n", "        measure: error_rate\n        prometheus: rate\n"
)


class Ear:
    """A house whose canary asks Prometheus."""

    def __init__(self, ledger: Ledger, address: str) -> None:
        self.house = House(ledger, POLICY)
        self.written = io.StringIO()
        self.listening = Listening(
            *(ledger, Prometheus(address)),
            clock=self.house.now,
            log=logger(20, self.written),
        )

    def listen(self) -> None:
        self.house.story.wait(1)
        self.listening.run(Event())


@pytest.fixture
def ledger(sqlite: Sqlite) -> Iterator[Ledger]:
    with closing(open_ledger(sqlite.fresh(migrated))) as one:
        yield one


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def ear(ledger: Ledger, answers: Answers) -> Iterator[Ear]:
    with on_loopback(answers) as address:
        yield Ear(ledger, address)


def test_a_breach_that_prometheus_tells_of_takes_a_rollout_back(ear: Ear, answers: Answers) -> None:
    answers.told["rate"] = [({}, "0.2")]
    ear.house.promote()
    ear.house.deployed("2")
    ear.listen()

    assert ear.house.drive().state == "rolled back"


def test_where_nothing_goes_out_nobody_is_asked(ear: Ear, answers: Answers) -> None:
    ear.listen()
    ear.house.promote()
    ear.house.go_on("halt")
    ear.listen()

    assert answers.asked == []


def test_what_was_not_heard_is_told_to_the_operator(ear: Ear) -> None:
    ear.house.promote()
    ear.house.deployed("2")
    ear.listen()

    (line,) = ear.written.getvalue().splitlines()
    told = json.loads(line)
    assert (told["event"], told["measure"], told["state"]) == ("not heard", "error_rate", "no data")
    assert ear.house.drive(6).cause == "no data"
