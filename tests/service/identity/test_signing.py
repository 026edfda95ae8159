"""Signing: a policy may want a fresh proof of who signs, and the page leads to one and back."""

import html
import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from domain.token import APPROVE, READ, WRITE_NOTES, WRITE_RELEASES
from tests.service.identity.door import Door
from tests.service.identity.test_log_in import MIRA, OCTOCAT
from tests.site import prove_problem, pushed_tag

OURS = {"Origin": "http://localhost"}
SHOP = "/octo/shop/releases/v1.0.0"
VOTES = f"{SHOP}/approvals/decide?environment=production"
GATE = f"{SHOP}/gates/decide?gate=UAT"
POLICY = """
gates: [{name: UAT, sign-off: {proved-within: 15m}}]
approvals: {layers: [{name: QA, people: [mira]}], proved-within: 15m}
"""


@pytest.fixture
def shop(door: Door) -> Door:
    """Mira may approve v1.0.0 of octo/shop, and logged in an hour ago."""
    door.site.deliver("push", pushed_tag())
    body = {"path": ".shipledger.yml", "content": POLICY, "reason": "Four eyes."}
    path = "/api/v1/repositories/octo/shop/notes/settings"
    answer = door.site.ask("PUT", path, token=door.site.token(WRITE_NOTES), json=body)
    assert answer.status_code == 200
    door.named("mira", login="mira-dev", emails=("mira@example.org",))
    door.provider.person, door.provider.user = MIRA, OCTOCAT
    proved(door)
    return door


def proved(door: Door, ago: float = 0) -> None:
    """When she showed her password to the provider."""
    at = door.now - timedelta(minutes=ago)
    door.provider.person = MIRA | {"auth_time": int(at.timestamp())}


def sent(door: Door, path: str, **fields: str) -> TestResponse:
    """The form of a page, as it is filled in."""
    page = door.get(path).text
    hidden = dict(re.findall(r'name="(form_token|digest|sha)" value="([0-9a-f]+)"', page))
    return door.client.post(path, data=hidden | fields, headers=OURS)


def way(answer: TestResponse) -> str:
    """The query with which the page leads to the provider."""
    assert answer.status_code == 409, answer.text
    found = re.search(r'href="/login/to/\w+\?([^"]*)">Prove it, and come back here', answer.text)
    assert found, answer.text
    return html.unescape(found[1])


def test_a_proof_that_is_too_old_is_given_anew_and_leads_back_to_the_form(shop: Door) -> None:
    shop.log_in("oidc")
    shop.later(hours=1)
    asking = way(sent(shop, VOTES, do="approve", environment="production"))

    proved(shop)
    back = shop.log_in("oidc", asking=asking).headers["Location"]

    assert (shop.provider.asked[-1]["prompt"], shop.provider.asked[-1]["max_age"]) == ("login", "0")
    assert back == VOTES
    assert sent(shop, VOTES, do="approve", environment="production").status_code == 303
    answer = shop.get(f"/api/v1/repositories{SHOP}/approvals?environment=production").json or {}
    assert answer["votes"][0]["proved_at"] == f"{shop.now:%Y-%m-%dT%H:%M:%SZ}"
    assert [one["by"] for one in answer["attempts"]] == ["mira"]


def test_a_provider_that_shows_no_password_again_helps_nobody(shop: Door) -> None:
    shop.log_in("oidc")
    shop.later(hours=1)
    proved(shop, ago=60)

    shop.log_in("oidc", asking=way(sent(shop, VOTES, do="approve", environment="production")))
    way(sent(shop, VOTES, do="approve", environment="production"))

    shop.provider.person = MIRA  # it says nothing of when
    shop.log_in("oidc")
    assert "prove nothing anew" in sent(shop, VOTES, do="approve", environment="production").text


def test_with_github_the_log_in_stands_for_the_proof(shop: Door) -> None:
    shop.log_in("github")
    shop.later(hours=1)
    told = {"kind": "sign_off", "gate": "UAT", "outcome": "accepted", "reason": "I tried it."}
    asking = way(sent(shop, GATE, **told))

    shop.log_in("github", asking=asking)

    assert shop.provider.asked[-1]["prompt"] == "select_account"
    assert sent(shop, GATE, **told).status_code == 303


def test_a_token_signs_nothing_where_a_fresh_proof_is_wanted(shop: Door) -> None:
    token = shop.site.token(READ, APPROVE, WRITE_RELEASES, person="mira")
    there = f"/api/v1/repositories{SHOP}/approvals"
    shown = shop.site.get(there, token=token).json or {}
    body = {"decision": "approve", "digest": shown["manifest"]["digest"]}

    problem = prove_problem(shop.site.post(there, token=token, json=body))

    assert (problem["status"], problem["type"]) == (409, "urn:shipledger:problem:prove-anew")
    assert "a token, a shell and a comment prove nothing anew" in problem["detail"]
