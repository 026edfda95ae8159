"""Prometheus over HTTP: what it answers is recorded, and nothing that it did not answer."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from domain.health import HealthRead
from domain.repository import RepositoryNamed, stream_of
from domain.subject import health
from projections.signals import Watched, measurements
from service.ledger import Ledger, open_ledger
from service.prometheus import LARGEST, Prometheus, poll
from tests.engines import Sqlite
from tests.github.web import on_loopback
from tests.ledgers import migrated, tell
from webhooks.prometheus import ERROR, NO_DATA, VALUES, Wanted

NOON = datetime(2026, 6, 1, 12, 0, 0, 400_000, tzinfo=UTC)
ASKED = NOON.replace(microsecond=0)
SHOP, BOAT = stream_of("github", "42"), stream_of("github", "43")
ERRORS = Wanted(SHOP, "production", "error_rate", "errors")


class Answers:
    """A Prometheus that knows some queries: `told` has what each gives, by its text."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {}
        self.asked: list[tuple[str, str, str]] = []

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        query, time = form["query"], form["time"]
        self.asked.append((environ["PATH_INFO"], query, environ.get("HTTP_AUTHORIZATION", "")))
        status, answer = self._answer(query, float(time))
        start(status, [("Content-Type", "application/json"), ("Location", "http://elsewhere/")])
        return [answer]

    def _answer(self, query: str, time: float) -> tuple[str, bytes]:
        told = self.told.get(query, [])
        if isinstance(told, tuple):
            return told
        result = [{"metric": labels, "value": [time, value]} for labels, value in told]
        data = {"resultType": "vector", "result": result}
        return "200 OK", json.dumps({"status": "success", "data": data}).encode()


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def prometheus(answers: Answers) -> Iterator[Prometheus]:
    with on_loopback(answers) as address:
        yield Prometheus(f"{address}/prefix/", "secret-token")


@pytest.fixture
def ledger(sqlite: Sqlite) -> Iterator[Ledger]:
    ledger = open_ledger(sqlite.fresh(migrated))
    for stream, name in ((SHOP, "octo/shop"), (BOAT, "octo/boat")):
        named = {"name": name, "forge": "github", "forge_id": name, "default_branch": "main"}
        tell(ledger, stream, [RepositoryNamed(at=NOON, via="test", **named)])
    yield ledger
    ledger.close()


def read(ledger: Ledger, stream: Any = SHOP) -> list[HealthRead]:
    with ledger.look(stream) as view:
        told = view.about(health("production", NOON))
    return [one.fact for one in told if isinstance(one.fact, HealthRead)]


def test_what_it_answers_is_recorded_and_found_by_those_who_ask_of_health(
    ledger: Ledger, prometheus: Prometheus, answers: Answers
) -> None:
    answers.told = {"errors": [({}, "0.002")], "latency": [({"region": "eu-1"}, "0.4")]}
    latency = Wanted(BOAT, "production", "latency", "latency", "a" * 40)
    heard = poll(ledger, prometheus, [ERRORS, latency], lambda: NOON)
    assert [answer.state for _, answer in heard] == [VALUES, VALUES]
    with ledger.look(SHOP) as view:
        (only,) = measurements(view, Watched("production"), ASKED, NOON)
    assert (only.at, only.measure, only.value) == (ASKED, "error_rate", 0.002)
    (boat,) = read(ledger, BOAT)
    assert (boat.value, boat.target, boat.sha) == (0.4, "eu-1", "a" * 40)
    assert answers.asked[0] == ("/prefix/api/v1/query", "errors", "Bearer secret-token")


def test_each_value_is_recorded_once_for_its_moment(
    ledger: Ledger, prometheus: Prometheus, answers: Answers
) -> None:
    answers.told = {"errors": [({}, "0.002")]}
    for seconds in (0, 0.5, 30):
        now = NOON + timedelta(seconds=seconds)
        poll(ledger, prometheus, [ERRORS], lambda now=now: now)  # type: ignore[misc]  # bound now
    assert [one.at for one in read(ledger)] == [ASKED, ASKED + timedelta(seconds=30)]


def test_two_that_want_the_same_hear_it_once(
    ledger: Ledger, prometheus: Prometheus, answers: Answers
) -> None:
    answers.told = {"errors": [({}, "0.002")]}
    poll(ledger, prometheus, [ERRORS, ERRORS._replace(stream=BOAT)], lambda: NOON)
    assert len(answers.asked) == 1
    assert len(read(ledger)) == len(read(ledger, BOAT)) == 1


WRONG = {
    "no series": ([], NO_DATA, "no series is there"),
    "nothing divided by nothing": ([({}, "NaN")], NO_DATA, "no series has a number"),
    "a query that is none": (
        *(("400 Bad Request", b'{"status":"error","errorType":"bad_data","error":"parse"}'),),
        *(ERROR, "it answered 400: bad_data: parse"),
    ),
    "no leave": (("401 Unauthorized", b"<html>"), ERROR, "it answered 401"),
    "values with an error's status": (
        ("500 Oops", b'{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}'),
        *(ERROR, "it answered 500"),
    ),
    "elsewhere": (("302 Found", b""), ERROR, "sent us elsewhere"),
    "too much": (("200 OK", b" " * (LARGEST + 1)), ERROR, "more than"),
}


@pytest.mark.parametrize(("told", "state", "why"), WRONG.values(), ids=WRONG)
def test_no_data_and_errors_are_told_and_nothing_is_recorded(
    *, ledger: Ledger, prometheus: Prometheus, answers: Answers, told: Any, state: str, why: str
) -> None:
    answers.told = {"errors": told}
    before = ledger.head()
    ((_, heard),) = poll(ledger, prometheus, [ERRORS], lambda: NOON)
    assert (heard.state, heard.values) == (state, ())
    assert why in heard.why
    assert ledger.head() == before


def test_one_that_fails_does_not_take_the_others_with_it(
    ledger: Ledger, prometheus: Prometheus, answers: Answers
) -> None:
    answers.told = {"errors": [({}, "0.002")], "bad": ("400 Bad Request", b"{}")}
    heard = poll(ledger, prometheus, [ERRORS._replace(promql="bad"), ERRORS], lambda: NOON)
    assert [answer.state for _, answer in heard] == [ERROR, VALUES]
    assert len(read(ledger)) == 1


def test_a_prometheus_that_is_gone_is_an_error_that_does_not_tell_its_address() -> None:
    heard = Prometheus("http://127.0.0.1:9").ask("errors", NOON)
    assert heard.state == ERROR
    assert "nobody answered there (ConnectionError)" in heard.why
