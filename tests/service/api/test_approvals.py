"""Approvals over HTTP: shown, voted on, void when what was shown changes, and never over quorum."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.deed import Signing
from domain.errors import Refused
from domain.token import APPROVE, READ, WRITE_NOTES
from projections.approvals.judged import Judged
from projections.case import case_of
from service.approving import Approving, Where
from service.ledger import Ledger
from tests.site import Site, prove_problem, pushed_tag

SHOP = "/api/v1/repositories/harbour/checkout"
RELEASE = f"{SHOP}/releases/v1.7.0"
POLICY = """
approvals:
  layers:
    - {name: QA, required: 2, meaning: I have tested it.}
  break-glass: {review-within: 24h}
"""


class Company:
    """A repository with a policy, and people with tokens."""

    def __init__(self, site: Site, policy: str = POLICY) -> None:
        self.site = site
        body = {"path": ".shipledger.yml", "content": policy, "reason": "We want four eyes."}
        answer = site.ask(
            *("PUT", f"{SHOP}/notes/settings"), token=site.token(WRITE_NOTES, READ), json=body
        )
        assert answer.status_code == 200, answer.json

    def person(self) -> str:
        return self.site.token(APPROVE, READ)

    def shown(self, query: str = "") -> Any:
        return self.site.get(f"{RELEASE}/approvals{query}").json

    def vote(self, token: str, decision: str = "approve", **told: Any) -> Any:
        body = {"decision": decision, "digest": self.shown()["manifest"]["digest"]} | told
        return self.site.post(f"{RELEASE}/approvals", token=token, json=body)


@pytest.fixture
def company(demo: Site) -> Company:
    return Company(demo)


def test_two_people_approve_what_they_were_shown(company: Company) -> None:
    first, second = company.person(), company.person()
    before = company.shown()
    assert (before["state"], before["layers"][0]["missing"]) == ("pending", 2)

    one = company.vote(first)
    assert (one.status_code, one.json["changed"]) == (200, True)
    assert company.vote(first).json["changed"] is False
    company.vote(second)

    after = company.shown()
    assert after["state"] == "passed"
    assert after["layers"][0]["by"] == ["token:2", "token:3"]
    vote = after["votes"][0]
    assert (vote["meaning"], vote["channel"], vote["means"]) == (
        *("I have tested it.", "api", "token:2"),
    )
    assert vote["digest"] == company.shown(f"?as_of={vote['seen']}")["manifest"]["digest"]


def test_a_vote_on_something_else_than_what_stands_is_refused(company: Company) -> None:
    answer = company.vote(company.person(), digest="0" * 64)

    assert answer.status_code == 409
    assert prove_problem(answer)["type"].endswith("not-as-shown")
    assert company.shown()["votes"] == []


def test_a_third_is_refused_and_that_is_remembered(company: Company) -> None:
    for _ in range(2):
        company.vote(company.person())

    answer = company.vote(company.person())

    assert answer.status_code == 409
    assert "has all the approvals" in prove_problem(answer)["detail"]
    (attempt,) = company.shown()["attempts"]
    assert attempt["what"] == "approve"


def test_a_moved_tag_voids_the_votes_and_says_what_changed(company: Company) -> None:
    company.vote(company.person())
    where = company.site.get(f"{SHOP}/releases/v1.6.0").json["sha"]
    now = company.site.get(RELEASE).json["sha"]
    push = pushed_tag("v1.7.0", where) | {"before": now}
    push["repository"] = repository_of(company.site)
    company.site.deliver("push", push)

    (vote,) = company.shown()["votes"]

    assert vote["counts"] is False
    assert vote["void"][0] == f"its commit was {now[:10]}, and is {where[:10]}"
    assert company.shown()["layers"][0]["missing"] == 2


def repository_of(site: Site) -> dict[str, Any]:
    """The demonstration's repository, as GitHub would name it."""
    told = site.get(SHOP).json
    return {
        "id": int(told["forge_id"]),
        "full_name": told["name"],
        "name": told["name"].partition("/")[2],
        "owner": {"login": told["name"].partition("/")[0]},
        "default_branch": told["default_branch"],
        "pushed_at": int(datetime.now(UTC).timestamp()),
    }


def test_a_no_needs_a_reason_and_can_be_withdrawn(company: Company) -> None:
    mira = company.person()
    assert company.vote(mira, "reject").status_code == 409
    company.vote(mira, "reject", reason="It loses orders.")
    assert company.shown()["state"] == "failed"

    company.vote(mira, "withdraw", reason="It was another release.")

    assert company.shown()["state"] == "pending"


def test_the_glass_is_broken_by_who_may_and_only_for_a_reason(demo: Site) -> None:
    company = Company(demo, POLICY.replace("{review", "{people: ['token:2'], review"))
    body = {"environment": "production", "reason": "Customers cannot pay."}
    olga, eve = company.person(), company.person()

    refused = demo.post(f"{RELEASE}/break-glass", token=eve, json=body)
    assert "may break the glass of v1.7.0 are token:2" in prove_problem(refused)["detail"]
    broken = demo.post(f"{RELEASE}/break-glass", token=olga, json=body)
    (glass,) = broken.json["now"]["broken"]
    assert (glass["review"], glass["blocking"]) == ("due", ["QA"])

    review = {"environment": "production", "sha": glass["sha"], "outcome": "upheld"}
    review["reason"] = "A rollback would have been worse."
    reviewed = demo.post(f"{RELEASE}/break-glass/review", token=eve, json=review)
    assert reviewed.json["now"]["broken"][0]["review"] == "upheld"


def test_a_deputy_is_named_and_unnamed(company: Company) -> None:
    mira = company.person()
    body = {"to": "Dora", "until": "2999-01-01T00:00:00Z", "reason": "I am away."}
    path = f"{RELEASE}/approvals/delegation"

    named = company.site.post(path, token=mira, json=body)
    assert named.json["now"]["delegations"][0]["to"] == "dora"
    ended = company.site.post(path, token=mira, json={"reason": "I am back."})
    assert ended.json["now"]["delegations"] == []


def test_a_release_that_nobody_knows_is_not_voted_on(company: Company) -> None:
    assert company.site.get(f"{SHOP}/releases/v99/approvals").status_code == 404
    body = {"decision": "approve", "digest": "0" * 64}
    path = f"{SHOP}/releases/v99/approvals"
    assert company.site.post(path, token=company.person(), json=body).status_code == 404


def test_of_fifty_who_vote_at_once_two_count(company: Company) -> None:
    ledger: Ledger = company.site.ledger
    with ledger.stand() as stand:
        stream: UUID = ledger.resolve(stand, "harbour/checkout")
    approving = Approving(ledger)

    def vote(number: int) -> str:
        sign = Signing(f"voter-{number}", datetime.now(UTC))
        try:
            approving.vote(Where(stream, "v1.7.0"), "approve", sign)
        except Refused as refused:
            return str(refused)
        return "counted"

    with ThreadPoolExecutor(50) as crowd:
        told = list(crowd.map(vote, range(50)))

    assert told.count("counted") == 2
    with ledger.look(stream) as view:
        answer = Judged(case_of(view, "v1.7.0", "", datetime.now(UTC))).answer()
    assert len(answer.layers[0].by) == 2
    assert len(answer.votes) == 2
    assert len(answer.attempts) == 48
