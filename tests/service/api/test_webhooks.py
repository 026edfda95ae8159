"""The door for GitHub: what was signed is written down, once, and nothing makes it fall."""

import gzip
import hashlib
import hmac
import json
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from tests.site import DELIVERY, Site, ping, pushed_tag, signature, signed

DEEP = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
BAD_BODIES = {
    "deeply nested": DEEP,
    "a number of 5,000 digits": b'{"number": ' + b"9" * 5000 + b"}",
    "invalid UTF-8": b'{"a": "\xff\xfe"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "nothing": b"",
    "a scalar": b"7",
    "null": b"null",
    "a list": b"[]",
    "NaN": b'{"a": NaN}',
    "cut off": b'{"ref": "refs/ta',
    "a lone surrogate": b'{"ref": "\\ud800"}',
    "too large a float": b'{"repository": {"id": 1e400}}',
    "a NUL": b'{"ref": "refs/tags/v\\u0000"}',
    "a year of five digits": b'{"repository": {"id": 1, "full_name": "a/b", "pushed_at": 1e17}}',
}


def test_a_delivery_is_recorded_and_seen_at_once(site: Site) -> None:
    answer = site.deliver("push", pushed_tag("v1.0.0"))

    assert (answer.status_code, answer.json["outcome"]) == (202, "recorded")
    assert site.get("/api/v1/repositories/octo/shop/releases/v1.0.0").json["state"] == "tagged"


def test_an_event_that_we_do_not_follow_is_kept_all_the_same(site: Site) -> None:
    answer = site.deliver("gollum", {"pages": []})

    assert (answer.status_code, answer.json["outcome"]) == (202, "noted")
    assert site.get("/api/v1/deliveries").json["items"][0]["event"] == "gollum"


def test_the_second_delivery_is_no_news(site: Site) -> None:
    first = site.deliver("push", pushed_tag(), id_=DELIVERY)
    again = site.deliver("push", pushed_tag(), id_=DELIVERY)

    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json | {"facts": 0} == again.json
    assert again.json["outcome"] == "repeated"
    assert again.json["seq"] == first.json["seq"]


def test_another_body_under_the_same_id_is_refused(site: Site) -> None:
    site.deliver("push", pushed_tag("v1"), id_=DELIVERY)

    answer = site.deliver("push", pushed_tag("v2"), id_=DELIVERY)

    assert answer.status_code == 409
    assert site.get("/api/v1/repositories/octo/shop/releases/v2").status_code == 404


def test_two_hooks_may_tell_of_one_event(site: Site) -> None:
    site.deliver("ping", ping(1), id_=DELIVERY)

    answer = site.deliver("ping", ping(2), id_=DELIVERY, **{"X-GitHub-Hook-ID": "2"})

    assert answer.status_code == 202


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
def test_what_was_signed_and_cannot_be_read_is_parked(site: Site, body: bytes) -> None:
    answer = site.deliver("push", body)

    assert answer.status_code == 202
    assert answer.json["outcome"] == "parked"
    assert answer.json["reason"]
    token = site.token("deliveries:write")
    kept = site.get(f"/api/v1/deliveries/{answer.json['seq']}/body", token=token)
    assert kept.data == body


BODY = json.dumps(ping()).encode()
SIGNATURES = {
    "none": {},
    "empty": {"X-Hub-Signature-256": ""},
    "of another secret": {"X-Hub-Signature-256": signature(BODY, "another secret of somebody")},
    "of another body": {"X-Hub-Signature-256": signature(b"{}")},
    "in SHA-1 only": {
        "X-Hub-Signature": "sha1=" + hmac.new(b"secret", BODY, hashlib.sha1).hexdigest()
    },
    "not ASCII": {"X-Hub-Signature-256": "sha256=" + "é" * 64},
    "cut off": {"X-Hub-Signature-256": signature(BODY)[:-1]},
    "without its name": {"X-Hub-Signature-256": signature(BODY).removeprefix("sha256=")},
}


@pytest.mark.parametrize("headers", SIGNATURES.values(), ids=SIGNATURES)
def test_without_a_good_signature_nothing_is_recorded(site: Site, headers: dict[str, str]) -> None:
    given = signed("ping", BODY)
    del given["X-Hub-Signature-256"]

    answer = site.post("/webhooks/github", data=BODY, headers=given | headers)

    assert answer.status_code == 401
    assert site.ledger.deliveries() == []


def test_two_secrets_are_good_while_one_is_replaced(site: Site) -> None:
    old, new = "the old secret of the hook", "the new secret of the hook"
    rotating = Site(site.ledger, public_read=True, webhook_secrets=(new, old))

    for secret in (old, new):
        headers = signed("ping", BODY, secret=secret)
        answer = rotating.post("/webhooks/github", data=BODY, headers=headers)
        assert answer.status_code == 202


WRONG_HEADERS = {
    "an id that is no UUID": {"X-GitHub-Delivery": "x" * 8000},
    "an id of a line": {"X-GitHub-Delivery": "42; drop"},
    "an odd event": {"X-GitHub-Event": "Push!"},
    "a long event": {"X-GitHub-Event": "a" * 65},
    "an odd hook": {"X-GitHub-Hook-ID": "one"},
}


@pytest.mark.parametrize("headers", WRONG_HEADERS.values(), ids=WRONG_HEADERS)
def test_headers_must_say_what_a_delivery_is(site: Site, headers: dict[str, str]) -> None:
    answer = site.deliver("ping", ping(), **headers)

    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["X-GitHub-Event", "X-GitHub-Delivery"])
def test_a_delivery_without_a_name_is_refused(site: Site, name: str) -> None:
    headers = signed("ping", BODY)
    del headers[name]

    answer = site.post("/webhooks/github", data=BODY, headers=headers)

    assert answer.status_code == 400
    assert name in answer.json["detail"]


def test_a_form_is_read_as_json(site: Site) -> None:
    body = b"payload=" + quote_plus(json.dumps(pushed_tag("v1.0.0"))).encode()

    answer = site.deliver("push", body, **{"Content-Type": "application/x-www-form-urlencoded"})

    assert (answer.status_code, answer.json["outcome"]) == (202, "recorded")


@pytest.mark.parametrize("form", [b"payload=1&payload=2", b"other=1", b"%%%", b"payload=%7B"])
def test_a_form_without_a_payload_is_parked(site: Site, form: bytes) -> None:
    answer = site.deliver("push", form, **{"Content-Type": "application/x-www-form-urlencoded"})

    assert (answer.status_code, answer.json["outcome"]) == (202, "parked")


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "", "application/json5"])
def test_other_forms_are_refused_with_a_hint(site: Site, media_type: str) -> None:
    answer = site.deliver("ping", ping(), **{"Content-Type": media_type})

    assert answer.status_code == 415
    assert "application/json" in answer.json["detail"]


def test_a_packed_body_is_refused(site: Site) -> None:
    answer = site.deliver("ping", ping(), **{"Content-Encoding": "gzip"})

    assert answer.status_code == 415


def test_a_body_of_the_largest_size_is_taken_and_a_larger_one_is_not(site: Site) -> None:
    small = Site(site.ledger, public_read=True, delivery_limit=1000)
    padding = 1000 - len(json.dumps({"zen": ""}))

    assert small.deliver("ping", {"zen": "x" * padding}).status_code == 202
    assert small.deliver("ping", {"zen": "x" * (padding + 1)}).status_code == 413


def test_a_form_may_be_three_times_as_large(site: Site) -> None:
    small = Site(site.ledger, public_read=True, delivery_limit=1000)
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert small.deliver("ping", b"payload=" + b"%7B" * 990, **form).status_code == 202
    assert small.deliver("ping", b"payload=" + b"%7B" * 1000, **form).status_code == 413


def test_a_body_that_was_cut_on_its_way_is_refused(site: Site) -> None:
    answer = site.post("/webhooks/github", data=BODY[:-4], headers=signed("ping", BODY))

    assert answer.status_code == 401


def test_a_mistake_of_ours_loses_no_delivery(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_: object) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("service.ingest.translate", mistaken)

    answer = site.deliver("push", pushed_tag())

    assert (answer.status_code, answer.json["outcome"]) == (202, "parked")
    assert "nobody thought of this" in answer.json["reason"]


def test_a_get_is_told_which_method_is_meant(site: Site) -> None:
    answer = site.get("/webhooks/github")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


@pytest.mark.corpus
def test_every_event_that_github_shows_is_taken_in(site: Site, corpora: Path) -> None:
    with gzip.open(corpora / "deliveries" / "examples.jsonl.gz") as lines:
        examples = [json.loads(line) for line in lines]

    for example in examples:
        answer = site.deliver(example["event"], example["payload"])
        assert answer.json.get("outcome") in {"recorded", "noted"}, (example["event"], answer.json)
