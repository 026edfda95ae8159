"""The event API: what another tool tells is recorded once, and what is wrong is pointed at."""

import json
from typing import Any

import pytest

from domain.directory import VIEWER
from domain.token import WRITE_DELIVERIES, WRITE_EVENTS
from tests.service.api.test_permission import granted
from tests.site import Site, pushed_tag

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
DEPLOYED = "dev.cdevents.service.deployed.0.3.0"


def deployed(id_: str = "1", environment: str = "production", **changes: Any) -> dict[str, Any]:
    """A CloudEvent that tells of a deployment of the shop."""
    cdevent = {
        "context": {
            "version": "0.5.0",
            "id": id_,
            "source": "/deployer",
            "type": DEPLOYED,
            "timestamp": "2026-06-02T12:00:00Z",
        },
        "subject": {"id": "shop", "content": {"environment": {"id": environment}}},
        "customData": {"repository": "octo/shop", "commit": "a" * 40, "production": True},
    }
    event = {
        "specversion": "1.0",
        "id": id_,
        "source": "/deployer",
        "type": DEPLOYED,
        "data": cdevent,
    }
    return event | changes


@pytest.fixture
def site(guarded: Site) -> Site:
    guarded.deliver("push", pushed_tag("v1.0.0"))
    return guarded


def send(site: Site, body: object, media_type: str = STRUCTURED, **headers: str) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return site.post(
        "/api/v1/events",
        data=data,
        headers={"Content-Type": media_type} | headers,
        token=site.token(WRITE_EVENTS),
    )


def running(site: Site) -> dict[str, str]:
    path = "/api/v1/repositories/octo/shop/environments"
    cells = site.get(path, token=site.token("read")).json["cells"]
    return {cell["environment"]: cell["running"]["sha"] for cell in cells}


def test_a_deployment_that_another_tool_told_of_is_known_at_once(site: Site) -> None:
    answer = send(site, deployed())

    assert answer.status_code == 202
    assert answer.json["items"][0]["outcome"] == "recorded"
    assert running(site) == {"production": "a" * 40}


def test_the_same_event_is_recorded_once(site: Site) -> None:
    first, again = send(site, deployed()), send(site, deployed())

    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json["items"][0]["outcome"] == "repeated"


def test_an_event_may_come_with_its_attributes_as_headers(site: Site) -> None:
    event = deployed()
    attributes = {f"ce-{name}": event[name] for name in ("specversion", "id", "source", "type")}

    answer = send(site, event["data"], "application/json", **attributes)

    assert answer.json["items"][0]["outcome"] == "recorded"
    assert running(site) == {"production": "a" * 40}


def test_many_events_come_in_one_batch(site: Site) -> None:
    batch = [deployed("1", "staging"), deployed("2", "production"), deployed("1", "staging")]

    answer = send(site, batch, BATCH)

    outcomes = [one["outcome"] for one in answer.json["items"]]
    assert (answer.status_code, outcomes) == (202, ["recorded", "recorded", "repeated"])
    assert running(site).keys() == {"staging", "production"}


def test_another_content_under_a_name_is_a_conflict_and_the_rest_is_recorded(site: Site) -> None:
    send(site, deployed("1", "staging"))

    answer = send(site, [deployed("1", "production"), deployed("2", "testing")], BATCH)

    assert answer.status_code == 409
    assert "number 0" in answer.json["detail"]
    assert running(site).keys() == {"staging", "testing"}


def test_every_fault_of_a_batch_is_pointed_at_and_nothing_is_recorded(site: Site) -> None:
    nowhere = deployed("3")
    nowhere["data"]["customData"]["repository"] = "octo/unknown"
    batch = [deployed("1"), deployed("2", data={}), nowhere]

    answer = send(site, batch, BATCH)

    assert answer.status_code == 422
    pointers = " ".join(one["pointer"] for one in answer.json["errors"])
    assert "#/1/data" in pointers
    assert "#/2/data" in pointers
    assert len(site.ledger.deliveries()) == 1


def test_a_missing_header_is_named(site: Site) -> None:
    answer = send(site, {}, "application/json", **{"ce-specversion": "1.0", "ce-id": "1"})

    assert answer.status_code == 422
    assert {one["header"] for one in answer.json["errors"]} <= {"ce-source", "ce-type"}


def test_an_event_of_an_unknown_type_is_kept_and_noted(site: Site) -> None:
    answer = send(site, deployed(type="com.example.party"))

    assert (answer.status_code, answer.json["items"][0]["outcome"]) == (202, "noted")


ODD = {
    "nothing": b"",
    "no JSON": b"{",
    "deeply nested": b'{"a":' * 100_000,
    "invalid UTF-8": b'{"id": "\xff"}',
    "a list for one": b"[]",
    "null": b"null",
    "a lone surrogate": b'{"specversion": "1.0", "id": "\\ud800", "source": "/", "type": "a.b"}',
    "a NUL": b'{"specversion": "1.0", "id": "\\u0000", "source": "/", "type": "a.b"}',
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_what_is_no_event_is_refused_and_not_kept(site: Site, body: bytes) -> None:
    answer = send(site, body)

    assert answer.status_code in {400, 422}
    assert len(site.ledger.deliveries()) == 1


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", ""])
def test_what_does_not_say_that_it_is_an_event_is_told_how_to(site: Site, media_type: str) -> None:
    answer = send(site, deployed(), media_type)

    assert answer.status_code == 400
    assert STRUCTURED in answer.json["detail"]


def test_a_packed_or_endless_body_is_refused(site: Site) -> None:
    assert send(site, deployed(), **{"Content-Encoding": "gzip"}).status_code == 415
    assert send(site, b" " * (8 * 1024 * 1024 + 1)).status_code == 413


def test_a_parked_delivery_is_taken_up_once_it_is_understood(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("service.ingest.translate", None)
        parked = site.deliver("push", pushed_tag("v2.0.0", "b" * 40)).json
    token = site.token(WRITE_DELIVERIES, "read")
    waiting = site.get("/api/v1/deliveries?state=parked", token=token).json["items"]

    answer = site.post(f"/api/v1/deliveries/{parked['seq']}/retry", token=token)

    assert [one["seq"] for one in waiting] == [parked["seq"]]
    assert (answer.status_code, answer.json["outcome"]) == (202, "recorded")
    released = "/api/v1/repositories/octo/shop/releases/v2.0.0"
    assert site.get(released, token=token).json["state"] == "tagged"
    assert site.get("/api/v1/deliveries?state=parked", token=token).json["items"] == []


def test_what_is_not_parked_is_not_tried_again(site: Site) -> None:
    answer = site.post("/api/v1/deliveries/1/retry", token=site.token(WRITE_DELIVERIES))

    assert answer.status_code == 409


def tell(site: Site, token: str, event: dict[str, Any]) -> Any:
    headers = {"Content-Type": STRUCTURED}
    return site.post("/api/v1/events", token=token, headers=headers, data=json.dumps(event))


def test_who_has_no_role_in_a_repository_tells_nothing_of_it(site: Site) -> None:
    granted(site, "mira", VIEWER)
    mira, noor = (site.token(WRITE_EVENTS, person=one) for one in ("mira", "noor"))
    program, before = site.token(WRITE_EVENTS), site.ledger.head()
    missing = deployed()
    missing["data"]["customData"]["repository"] = "octo/sham"

    hidden = tell(site, noor, deployed())

    assert (hidden.status_code, site.ledger.head()) == (422, before)
    said = tell(site, noor, missing).json["errors"][0]["detail"]
    assert hidden.json["errors"][0]["detail"] == said.replace("sham", "shop")
    assert tell(site, mira, deployed()).status_code == 202
    assert tell(site, program, deployed("2")).status_code == 202, "a program tells of all"
