"""The pages of approvals, plans and freezes: looked at, decided on, and stale at a change."""

import pytest

from domain.token import APPROVE, READ, WRITE_NOTES, WRITE_RELEASES
from tests.pages import Page, Pages
from tests.site import pushed_tag

SHOP = "/octo/shop"
APPROVALS = f"{SHOP}/releases/v1.0.0/approvals"
DECIDE = f"{APPROVALS}/decide"
SHA, OTHER = "a" * 40, "b" * 40
POLICY = """
approvals:
  layers: [{name: QA, people: [mira, noor], meaning: I have tested it.}]
  break-glass: {people: [mira]}
"""


class Voter:
    """Mira in her browser, before v1.0.0 of octo/shop."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        pages.site.deliver("push", pushed_tag())
        self.headers = self.of("mira")

    def of(self, person: str) -> dict[str, str]:
        scopes = (READ, APPROVE, WRITE_NOTES, WRITE_RELEASES)
        token = self.pages.site.token(*scopes, person=person)
        return {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}

    def settle(self, policy: str = POLICY) -> None:
        body = {"path": ".shipledger.yml", "content": policy, "reason": "We agreed on it."}
        path = f"/api/v1/repositories{SHOP}/notes/settings"
        answer = self.pages.site.ask("PUT", path, json=body, headers=self.headers)
        assert answer.status_code == 200

    def open(self, path: str) -> Page:
        return self.pages.open(path, Authorization=self.headers["Authorization"])

    def send(self, do: str, reason: str = "", path: str = DECIDE, **fields: str) -> int:
        page = self.open(path)
        told = {
            "form_token": page.all("input", name="form_token")[0].attributes["value"],
            "digest": page.all("input", name="digest")[0].attributes["value"],
            "do": do,
            "reason": reason,
            **fields,
        }
        answer = self.pages.client.post(path, data=told, headers=self.headers)
        self.said = Page(answer.get_data(as_text=True)).text if answer.status_code == 409 else ""
        return answer.status_code


@pytest.fixture
def voter(pages: Pages) -> Voter:
    return Voter(pages)


def test_with_no_policy_the_pages_teach(voter: Voter) -> None:
    assert "Nobody’s approval is asked for." in voter.open(APPROVALS).text
    assert "has no plan" in voter.open(f"{SHOP}/releases/v1.0.0/plan").text
    page = voter.open(f"{SHOP}/plans").text
    assert "Nothing is planned here." in page
    assert "No window is declared." in page


def test_a_vote_is_cast_on_the_page_and_taken_back(voter: Voter) -> None:
    voter.settle()
    assert voter.send("approve") == 303
    shown = voter.open(APPROVALS).text
    assert "Every layer has the approvals that it wants." in shown
    assert "«I have tested it.»" in shown

    assert voter.send("withdraw") == 409
    assert "Say why" in voter.said
    assert voter.send("withdraw", "It was another release.") == 303
    assert "withdrawn: It was another release." in voter.open(APPROVALS).text


def test_a_commit_more_makes_it_stale_and_the_page_says_what_changed(voter: Voter) -> None:
    voter.settle()
    voter.send("approve")
    push = pushed_tag("v1.0.0", OTHER) | {"before": SHA, "created": False}
    push["head_commit"] |= {"timestamp": "2026-06-02T12:00:00Z"}
    voter.pages.site.deliver("push", push)

    shown = voter.open(APPROVALS).text

    assert "stale" in shown
    assert f"its commit was {SHA[:10]}, and is {OTHER[:10]}" in shown
    gates = voter.open(f"{SHOP}/releases/v1.0.0/gates").text
    assert "1 condition is unmet" in gates


def test_what_changes_while_the_form_is_open_does_not_count(voter: Voter) -> None:
    voter.settle()

    assert voter.send("approve", digest="0" * 64) == 409
    assert "not what you were shown any more" in voter.said


def test_the_glass_is_broken_and_reviewed_on_the_page(voter: Voter) -> None:
    voter.settle()
    there = f"{DECIDE}?environment=production"
    assert voter.send("break", "Customers cannot pay.", there, environment="production") == 303
    assert "The glass was broken" in voter.open(f"{APPROVALS}?environment=production").text

    told = {"environment": "production", "sha": SHA}
    assert voter.send("upheld", "It was right.", there, **told) == 409
    assert "You broke the glass yourself" in voter.said
    voter.headers = voter.of("noor")
    assert voter.send("upheld", "It was right.", there, **told) == 303


def test_a_button_that_the_form_does_not_have_decides_nothing(voter: Voter) -> None:
    voter.settle()

    assert voter.send("crown") == 409
    assert "Choose what to decide" in voter.said


def test_a_plan_is_shown_beside_what_came(voter: Voter) -> None:
    told = {
        "dates": [{"which": "available", "day": "2026-07-01"}],
        "roles": [{"role": "owner", "to": "mira"}],
        "add": ["pull:7"],
        "new_tasks": [{"title": "Tell support"}],
    }
    path = f"/api/v1/repositories{SHOP}/plans/v1.0.0"
    assert voter.pages.site.ask("POST", path, json=told, headers=voter.headers).status_code == 200
    moved = {"dates": [{"which": "available", "day": "2026-07-08"}], "reason": "The bank is late."}
    voter.pages.site.ask("POST", path, json=moved, headers=voter.headers)

    shown = voter.open(f"{SHOP}/releases/v1.0.0/plan").text

    assert "pull:7" in shown
    assert "Tell support" in shown
    assert "2026-07-01 → 2026-07-08" in shown
    assert "v1.0.0" in voter.open(f"{SHOP}/plans").text


def test_a_freeze_is_shown_with_its_end(voter: Voter) -> None:
    told = {"name": "audit", "start": "2020-01-01T00:00", "lasts": "1d", "every": "FREQ=DAILY"}
    told["reason"] = "The auditors are here."
    path = f"/api/v1/repositories{SHOP}/freezes"
    assert voter.pages.site.ask("POST", path, json=told, headers=voter.headers).status_code == 200

    assert "frozen by «audit»" in voter.open(f"{SHOP}/plans").text


def test_a_decision_is_shown_as_it_was_written_down(voter: Voter) -> None:
    voter.settle()
    voter.send("approve")
    path = f"/api/v1/repositories{SHOP}/releases/v1.0.0/approvals"
    position = voter.pages.site.get(path, headers=voter.headers).json["votes"][0]["position"]

    shown = voter.open(f"/facts/{position}").text

    assert "ballot.approved" in shown
    assert "mira" in shown
    raw = voter.pages.site.get(f"/api/v1/facts/{position}", headers=voter.headers).json
    assert (raw["topic"], raw["fields"]["by"]) == ("ballot.approved", "mira")


def test_what_waits_for_me_is_on_one_page(voter: Voter) -> None:
    assert "Nothing waits for mira." in voter.open("/approvals?person=me").text
    voter.settle()
    listed = voter.open("/approvals?person=me").text
    assert "octo/shop v1.0.0" in listed
    path = "/api/v1/approvals?person=me"
    (one, *_) = voter.pages.site.get(path, headers=voter.headers).json["items"]
    assert (one["layer"], one["missing"], one["could"]) == ("QA", 1, ["mira", "noor"])

    voter.send("approve")

    assert "Nothing waits for mira." in voter.open("/approvals?person=me").text
