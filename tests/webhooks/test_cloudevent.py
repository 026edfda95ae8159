"""CloudEvents in their three forms, and what is said of those that are none."""

import base64
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Malformed
from tests.payloads import minute
from tests.payloads.events import STRUCTURED, batch, binary, cdevent, structured
from webhooks.cloudevent import CloudEvent, read_events
from webhooks.malformed_event import MalformedEvent

EVENT = cdevent("environment.created", "production", {"name": "Production"}, minute(9))
DATA = msgspec.json.encode(EVENT["data"])


def faults(request: tuple[list[tuple[str, str]], bytes]) -> tuple[tuple[str, str], ...]:
    with pytest.raises(MalformedEvent) as refused:
        read_events(*request)
    return refused.value.errors


def test_a_structured_event_is_read() -> None:
    headers, body = structured(EVENT)
    assert read_events(headers, body) == (
        CloudEvent(
            id="1",
            source="/deployer",
            type="dev.cdevents.environment.created.0.3.0",
            time=minute(9),
            data=DATA,
            body=body,
            content_type="application/cloudevents+json",
            within="/data",
        ),
    )


def test_binary_mode_says_the_same_by_headers() -> None:
    (event,) = read_events(*binary(EVENT))
    assert (event.id, event.source, event.data) == ("1", "/deployer", DATA)
    assert (event.time, event.content_type, event.within) == (minute(9), "application/json", "")


def test_headers_are_percent_encoded() -> None:
    headers, body = binary({**EVENT, "source": "/b%C3%BCro"})
    assert read_events(headers, body)[0].source == "/büro"


def test_a_batch_is_taken_apart_so_that_each_event_can_be_read_alone() -> None:
    other = {**EVENT, "id": "2"}
    first, second = read_events(*batch(EVENT, other))
    assert (first.id, second.id) == ("1", "2")
    assert (first.within, second.within) == ("/0/data", "/1/data")
    (again,) = read_events([("content-type", second.content_type)], second.body)
    assert again.id == "2"
    assert read_events(*batch()) == ()


def test_data_may_come_in_base64() -> None:
    event = {key: value for key, value in EVENT.items() if key != "data"}
    encoded = base64.b64encode(DATA).decode()
    assert read_events(*structured({**event, "data_base64": encoded}))[0].data == DATA
    ((place, _),) = faults(structured({**event, "data_base64": "ü"}))
    assert place == "/data_base64"
    assert read_events(*structured(event))[0].data == b""


@pytest.mark.parametrize(
    ("change", "place", "what"),
    [
        ({"specversion": "0.3"}, "/specversion", 'must be "1.0"'),
        ({"id": ""}, "/id", "Expected `str` matching regex"),
        ({"id": "a\nb"}, "/id", "Expected `str` matching regex"),
        ({"source": 7}, "/source", "Expected `str`, got `int`"),
        ({"time": "now"}, "/time", "Invalid RFC3339 encoded datetime"),
        ({"datacontenttype": "text/xml"}, "/datacontenttype", "must be application/json"),
    ],
)
def test_a_fault_is_told_with_its_place(change: dict[str, Any], place: str, what: str) -> None:
    ((where, told),) = faults(structured({**EVENT, **change}))
    assert where == place
    assert what in told


def test_a_missing_attribute_has_a_place_too() -> None:
    event = {key: value for key, value in EVENT.items() if key != "source"}
    assert faults(structured(event)) == (("/source", "is missing"),)
    assert faults(binary(event)) == (("ce-source", "is missing"),)
    assert faults(binary({**EVENT, "specversion": "0.3"})) == (("ce-specversion", 'must be "1.0"'),)


def test_all_faults_of_a_batch_are_told_at_once() -> None:
    broken = {key: value for key, value in EVENT.items() if key != "id"}
    assert faults(batch(broken, EVENT, {**EVENT, "specversion": "2"})) == (
        ("/0/id", "is missing"),
        ("/2/specversion", 'must be "1.0"'),
    )


def test_a_batch_has_an_end() -> None:
    ((place, what),) = faults(batch(*[EVENT] * 1001))
    assert (place, what) == ("", "1001 events in a batch: send 1000 at most")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[1]", b"[" * 100_000, b'{"id": "\\ud800"}', b"null"]
)
@pytest.mark.parametrize("kind", ["cloudevents", "cloudevents-batch"])
def test_what_is_no_json_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(Malformed):
        read_events([("Content-Type", f"application/{kind}+json")], body)


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/json"])
def test_what_is_no_event_is_told_how_to_be_one(content_type: str) -> None:
    with pytest.raises(Malformed, match=r"send it with the content type application/cloudevents"):
        read_events([("Content-Type", content_type)], b"{}")


@given(st.lists(st.tuples(st.sampled_from(["ce-id", "ce-type", "ce-specversion"]), st.text())))
def test_no_headers_break_the_reader(headers: list[tuple[str, str]]) -> None:
    with pytest.raises(Malformed):
        read_events([("Content-Type", "application/json"), *headers], b"{}")


@given(st.binary())
def test_no_body_breaks_the_reader(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_events(STRUCTURED, body)
