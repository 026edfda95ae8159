"""Prometheus: its answers become readings, and no data and errors are told as what they are."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.fact import Actor
from domain.health import HealthRead
from domain.repository import stream_of
from domain.topics import decode, encode
from tests.payloads import minute
from webhooks.prometheus import ERROR, NO_DATA, VALUES, Heard, Value, Wanted, read_answer, readings

AT = 1780315200.781
MOMENT = datetime.fromtimestamp(AT, UTC)
WANTED = Wanted(stream_of("github", "42"), "production", "error_rate", 'rate(e{x="1"}[5m])')


def success(kind: str, result: Any, **more: Any) -> bytes:
    told = {"status": "success", "data": {"resultType": kind, "result": result}, **more}
    return json.dumps(told).encode()


def series(value: str, **labels: str) -> dict[str, Any]:
    return {"metric": labels, "value": [AT, value]}


def test_a_series_without_labels_is_the_figure() -> None:
    assert read_answer(success("vector", [series("0.0021")])) == Heard(
        VALUES, (Value(MOMENT, 0.0021),)
    )


def test_a_scalar_is_one_too() -> None:
    assert read_answer(success("scalar", [AT, "3"])) == Heard(VALUES, (Value(MOMENT, 3.0),))


@pytest.mark.parametrize(
    ("labels", "target"),
    [
        ({"__name__": "up", "region": "eu-1"}, "eu-1"),
        ({"__name__": "up"}, ""),
        ({"region": "eu-1", "az": "a"}, "az=a,region=eu-1"),
    ],
)
def test_labels_say_what_the_figure_is_of(labels: dict[str, str], target: str) -> None:
    (value,) = read_answer(success("vector", [series("1", **labels)])).values
    assert value.target == target


@pytest.mark.parametrize("value", ["NaN", "+Inf", "-Inf", "1e31"])
def test_what_is_no_number_is_no_data_and_no_zero(value: str) -> None:
    heard = read_answer(success("vector", [series(value)]))
    assert (heard.state, heard.values) == (NO_DATA, ())
    assert heard.why == "no series has a number at the moment that was asked about"


def test_no_series_are_no_data() -> None:
    heard = read_answer(success("vector", []))
    assert (heard.state, heard.values) == (NO_DATA, ())
    assert heard.why.startswith("no series is there")


def test_of_several_series_those_with_a_number_count() -> None:
    told = [series("NaN", r="a"), series("0.5", r="b"), {"metric": {"r": "c"}, "histogram": []}]
    heard = read_answer(success("vector", told))
    assert heard.values == (Value(MOMENT, 0.5, "b"),)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (success("matrix", [{"metric": {}, "values": []}]), "gives a matrix"),
        (success("string", [AT, "x"]), "gives a string"),
        (success("vector", [series("1")] * 101), "101 series"),
        (success("vector", [series("1")], warnings=["a store is gone"]), "a store is gone"),
        (success("vector", [series("much")]), "none of Prometheus'"),
        (success("vector", [{"metric": {}, "value": [1e300, "1"]}]), "none of Prometheus'"),
        (
            b'{"status": "error", "errorType": "bad_data", "error": "parse error"}',
            "bad_data: parse",
        ),
        (b'{"status": "error"}', "it says no more"),
        (b'{"status": "success"}', "it says no more"),
        (b"<html>Bad gateway</html>", "none of Prometheus'"),
        (b"\xff", "none of Prometheus'"),
    ],
)
def test_an_error_is_told_and_is_no_value(body: bytes, why: str) -> None:
    heard = read_answer(body)
    assert (heard.state, heard.values) == (ERROR, ())
    assert why in heard.why


def test_a_value_is_a_reading_of_health_with_the_query_to_look_at() -> None:
    wanted = WANTED._replace(sha="a" * 40)
    heard = Heard(VALUES, (Value(minute(9), 0.5, "eu-1"),))
    (keyed,) = readings(wanted, heard, "https://prom.example.org")
    assert keyed.fact == HealthRead(
        at=minute(9),
        via="poll:prometheus",
        by=Actor("Prometheus", kind="tool"),
        environment="production",
        measure="error_rate",
        value=0.5,
        sha="a" * 40,
        target="eu-1",
        url="https://prom.example.org/graph?g0.expr=rate%28e%7Bx%3D%221%22%7D%5B5m%5D%29",
    )
    assert decode(encode(keyed.fact)) == keyed.fact


def test_a_query_that_is_too_long_for_an_address_has_none() -> None:
    wanted = WANTED._replace(promql="x" * 2001)
    (keyed,) = readings(wanted, Heard(VALUES, (Value(minute(9), 1),)), "https://x")
    assert isinstance(keyed.fact, HealthRead)
    assert keyed.fact.url == ""


def test_each_moment_measure_and_series_has_a_key_of_its_own() -> None:
    heard = Heard(VALUES, (Value(minute(9), 1, "a"), Value(minute(9), 1, "b"), Value(minute(8), 1)))
    other = readings(WANTED._replace(measure="latency"), heard, "https://x")
    told = (*readings(WANTED, heard, "https://x"), *other)
    assert len({one.once for one in told}) == 6
    assert readings(WANTED, Heard(NO_DATA), "https://x") == ()
