"""The gates of a release over HTTP: asked, signed off, waived, refused, and seen as they were."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from domain.token import READ, WRITE_NOTES, WRITE_RELEASES
from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.ledgers import migrated
from tests.site import Site, pushed_tag

SHOP = "/api/v1/repositories/octo/shop"
RELEASE = f"{SHOP}/releases/v1.0.0"
SHA = "a" * 40
POLICY = """
gates:
  - {name: unit tests, layer: unit, checks: build}
  - {name: UAT, layer: UAT, sign-off: {attachments: 1}, environments: [production]}
"""
WHY = "It was tried on a till."
REPORT = {"name": "report.pdf", "digest": f"sha256:{'ef' * 32}"}


class Clock:
    """Time as the test says."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 2, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Shop:
    """v1.0.0 of octo/shop, under a policy, and somebody who may decide."""

    def __init__(self, site: Site, clock: Clock) -> None:
        self.site, self.clock = site, clock
        self.token = site.token(WRITE_NOTES, WRITE_RELEASES, READ)
        site.deliver("push", pushed_tag())
        self.upload(POLICY)

    def upload(self, content: str) -> TestResponse:
        body = {"path": ".shipledger.yml", "content": content, "reason": "We agreed on it."}
        return self.send("PUT", f"{SHOP}/notes/settings", body)

    def send(self, method: str, path: str, body: Any, token: str = "") -> TestResponse:
        return self.site.ask(method, path, token=token or self.token, json=body)

    def sign_off(self, gate: str = "UAT", **told: Any) -> TestResponse:
        known = {"outcome": "accepted", "sha": SHA, "reason": WHY, "attachments": [REPORT]}
        return self.send("POST", f"{RELEASE}/gates/{gate}/sign-off", known | told)

    def waive(self, gate: str = "unit tests", **told: Any) -> TestResponse:
        return self.send("POST", f"{RELEASE}/gates/{gate}/waivers", {"reason": WHY, **told})

    def gates(self, query: str = "?environment=production") -> dict[str, Any]:
        answer: dict[str, Any] = self.site.get(f"{RELEASE}/gates{query}").json or {}
        return answer

    def states(self, query: str = "?environment=production") -> list[str]:
        return [one["state"] for one in self.gates(query)["gates"]]


@pytest.fixture
def shop(sqlite: Sqlite) -> Iterator[Shop]:
    clock, ledger = Clock(), open_ledger(sqlite.fresh(migrated))
    yield Shop(Site(ledger, public_read=True, clock=clock), clock)
    ledger.close()


def test_the_verdict_tells_what_is_in_the_way_and_who_could_meet_it(shop: Shop) -> None:
    told = shop.site.get(f"{RELEASE}/verdict?environment=production").json

    assert told["state"] == "pending"
    assert [(one["kind"], one["name"], one["state"]) for one in told["blocking"]] == [
        ("gate", "unit tests", "pending"),
        ("gate", "UAT", "pending"),
    ]
    assert told["blocking"][1]["who"] == ["anybody who may sign off"]
    assert told["policy"] == shop.site.get(f"{SHOP}/policy").json["version"]


def test_a_sign_off_and_a_waiver_open_the_release_and_are_answered(shop: Shop) -> None:
    signed = shop.sign_off().json
    assert (signed["changed"], signed["now"]["sign_offs"][0]["attachments"][0]["name"]) == (
        *(True, "report.pdf"),
    )
    assert shop.sign_off().json["already"] == [f"You have accepted {SHA[:10]} at «UAT» already."]
    waived = shop.waive(sha=SHA).json

    assert waived["now"]["waivers"][0]["state"] == "in force"
    assert shop.states() == ["waived", "passed"]
    assert shop.site.get(f"{RELEASE}/verdict?environment=production").json["state"] == "passed"


def test_time_passes_in_an_answer_and_not_in_one_that_was_fixed(shop: Shop) -> None:
    until = shop.clock.now + timedelta(hours=1)
    shop.waive(expires_at=until.isoformat())
    before = shop.site.get(f"{RELEASE}/gates")
    then = shop.site.ledger.head()
    shop.clock.now += timedelta(hours=2)

    after = shop.site.get(f"{RELEASE}/gates", headers={"If-None-Match": before.headers["ETag"]})
    assert [one["state"] for one in after.json["gates"]] == ["pending", "not_applicable"]
    assert after.json["waivers"][0]["state"] == "expired"
    at = (shop.clock.now - timedelta(hours=1, minutes=30)).isoformat().replace("+00:00", "Z")
    assert shop.states(f"?as_at={at}")[0] == "waived"
    assert shop.gates(f"?as_of={then - 1}")["waivers"] == []


def test_what_was_withdrawn_is_seen_for_ever(shop: Shop) -> None:
    shop.sign_off()
    shop.waive(sha=SHA)
    for what in ("sign-offs", "waivers"):
        answer = shop.send("POST", f"{RELEASE}/{what}/1/withdraw", {"reason": "A mistake."})
        assert answer.json["changed"] is True

    told = shop.gates()
    assert [one["state"] for one in told["gates"]] == ["pending", "pending"]
    assert told["sign_offs"][0]["withdrawn"]["reason"] == "A mistake."
    assert told["waivers"][0]["withdrawn"]["by"].startswith("token:")


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"gate": "unit tests"}, 409, "is met by its checks, and not by a sign-off"),
    ({"gate": "nothing"}, 404, "no gate «nothing»: there is «unit tests», «UAT»"),
    ({"sha": "b" * 40}, 409, f"names {SHA} now, and not"),
    ({"attachments": []}, 409, "wants 1 attachments"),
    ({"attachments": [{"name": "a", "digest": "md5:1"}]}, 409, "is to be sha256:"),
    ({"reason": " "}, 409, "Say why"),
    ({"outcome": "fine"}, 422, "Mend what"),
]


def test_a_sign_off_is_refused_with_a_way_to_mend_it(shop: Shop) -> None:
    for told, status, why in REFUSED:
        answer = shop.sign_off(**told)
        assert (answer.status_code, why in answer.json["detail"]) == (status, True), answer.json

    assert [one["what"] for one in shop.gates()["denials"]] == ["sign-off"] * 5


def test_who_may_not_decide_cannot(shop: Shop) -> None:
    reader = shop.site.token(READ, WRITE_NOTES)
    body = {"reason": WHY, "sha": SHA}

    assert shop.send("POST", f"{RELEASE}/gates/UAT/waivers", body, reader).status_code == 403


def test_a_role_that_does_not_allow_it_is_refused(shop: Shop) -> None:
    shop.upload(POLICY + "roles: {approver: {people: [mira]}}\n")
    answer = shop.waive(sha=SHA)

    assert (answer.status_code, "none that may waive" in answer.json["detail"]) == (403, True)


def test_a_release_that_nobody_knows_is_not_found(shop: Shop) -> None:
    assert shop.site.get(f"{SHOP}/releases/v9/verdict").status_code == 404


def test_the_policy_is_told_with_its_versions(shop: Shop) -> None:
    first = shop.site.get(f"{SHOP}/policy").json
    shop.upload("gates: []\n")
    second = shop.site.get(f"{SHOP}/policy").json

    assert (first["path"], first["content"], first["problems"]) == (".shipledger.yml", POLICY, [])
    assert [one["version"] for one in second["history"]] == [second["version"], first["version"]]
    assert second["history"][0]["reason"] == "We agreed on it."


def test_a_file_is_tried_before_it_counts(shop: Shop) -> None:
    def check(content: str) -> dict[str, Any]:
        told: dict[str, Any] = shop.send("POST", f"{SHOP}/policy/check", {"content": content}).json
        return told

    assert check(POLICY)["valid"] is True
    wrong = check("gates: [{name: a, chekcs: b}]\nnotes: {sectoins: []}\n")
    assert wrong["valid"] is False
    assert len(wrong["problems"]) == 3
    answer = shop.upload("gates: [{name: a}]\n")
    assert (answer.status_code, "needs one of checks" in answer.json["errors"][0]["detail"]) == (
        *(422, True),
    )
