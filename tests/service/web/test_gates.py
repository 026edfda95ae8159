"""The page of a release's gates: what is in its way, who could meet it, and the forms to do so."""

import pytest

from domain.token import READ, WRITE_NOTES, WRITE_RELEASES
from tests.pages import Page, Pages
from tests.site import pushed_tag

WHY = "It was tried on a till."
GATES = "/octo/shop/releases/v1.0.0/gates"
UAT, UNIT = f"{GATES}/decide?gate=UAT", f"{GATES}/decide?gate=unit+tests"
SHA = "a" * 40
POLICY = """
gates:
  - {name: unit tests, layer: unit, checks: build}
  - {name: UAT, layer: UAT, sign-off: {attachments: 1}}
  - {name: scan, checks: scan, environments: [production], waivable: false}
"""


class Decider:
    """Somebody with a token in the browser, before v1.0.0 of octo/shop."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        token = pages.site.token(READ, WRITE_RELEASES, WRITE_NOTES)
        self.headers = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}
        pages.site.deliver("push", pushed_tag())

    def settle(self, policy: str = POLICY) -> None:
        body = {"path": ".shipledger.yml", "content": policy, "reason": "We agreed on it."}
        path = "/api/v1/repositories/octo/shop/notes/settings"
        answer = self.pages.site.ask("PUT", path, json=body, headers=self.headers)
        assert answer.status_code == 200

    def open(self, path: str) -> Page:
        return self.pages.open(path, Authorization=self.headers["Authorization"])

    def send(self, path: str, **fields: str) -> int:
        (first, *_) = self.open(path).all("input", name="form_token")
        told = {"form_token": first.attributes["value"], "reason": WHY, "sha": SHA, **fields}
        answer = self.pages.client.post(path, data=told, headers=self.headers)
        self.said = Page(answer.get_data(as_text=True)) if answer.status_code == 409 else None
        return answer.status_code


@pytest.fixture
def decider(pages: Pages) -> Decider:
    return Decider(pages)


def test_with_no_policy_the_page_teaches_how_one_is_written(decider: Decider) -> None:
    page = decider.open(GATES)

    assert "Nothing is asked of this release." in page.text
    assert "shipledger policy check .shipledger.yml" in page.text


def test_it_says_why_the_release_is_blocked_and_who_could_help(decider: Decider) -> None:
    decider.settle()
    page = decider.open(f"{GATES}?environment=production")

    assert "It may not go into production yet: 3 conditions are unmet." in page.text
    assert "Could be met by anybody who may sign off." in page.text
    assert [one.attributes.get("aria-current") for one in page.all("a", href=GATES)] == ["page"]


def test_a_gate_is_signed_off_and_waived_and_both_taken_back(decider: Decider) -> None:
    decider.settle()
    report = f"{'ef' * 32}  report.pdf https://docs.example.org/report.pdf"
    assert decider.send(UAT, kind="sign_off", gate="UAT", attachments=report) == 303
    assert decider.send(UNIT, kind="waive", gate="unit tests", bound="yes") == 303

    page = decider.open(GATES)
    assert "all that is asked of it is met" in page.text
    assert "report.pdf" in page.text
    assert decider.send(UAT, kind="withdraw_sign_off", gate="UAT", number="1") == 303
    assert decider.send(UNIT, kind="withdraw_waiver", gate="unit tests", number="1") == 303
    page = decider.open(GATES)
    assert "2 conditions are unmet" in page.text
    assert page.text.count("Withdrawn by") == 2


REFUSED = [
    (UAT, {"kind": "sign_off", "gate": "UAT"}, "wants 1 attachments"),
    (
        *(UAT, {"kind": "sign_off", "gate": "UAT", "attachments": "report.pdf"}),
        "is no attachment: write what sha256sum FILE prints",
    ),
    (UNIT, {"kind": "waive", "gate": "unit tests"}, "A waiver is no rule"),
    (UNIT, {"kind": "waive", "gate": "unit tests", "until": "soon"}, "is no moment"),
    (UNIT, {"kind": "waive", "gate": "unit tests", "until": "2020-01-01T00:00"}, "has passed"),
    (UAT, {"kind": "sign_off", "gate": "UAT", "sha": "b" * 40}, "look at that first"),
    (UNIT, {"kind": "withdraw_waiver", "gate": "unit tests", "number": "7"}, "no waiver 7"),
    (UNIT, {"kind": "burn", "gate": "unit tests"}, "Choose what to decide"),
]


def test_what_is_refused_says_how_to_mend_it(decider: Decider) -> None:
    decider.settle()
    for path, fields, why in REFUSED:
        assert decider.send(path, **fields) == 409, why
        assert decider.said
        assert why in decider.said.text
    assert "Refused attempts" in decider.open(GATES).text


def test_what_may_not_be_waived_has_no_form_for_it(decider: Decider) -> None:
    decider.settle()

    assert "it has to be met" in decider.open(f"{GATES}/decide?gate=scan").text


def test_the_forms_are_for_those_who_may_decide(decider: Decider, pages: Pages) -> None:
    decider.settle()
    reader = {"Authorization": f"Bearer {pages.site.token(READ)}"}

    assert pages.open(GATES, **reader).status == 200
    assert pages.client.get(UAT, headers=reader).status_code == 403
