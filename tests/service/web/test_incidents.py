"""Incidents over HTTP and as pages: what broke, by which deployment, and whoever knows better."""

from typing import Any

import pytest

from domain.incident import IncidentReported
from domain.token import READ, WRITE_RELEASES
from tests.pages import Page, Pages
from tests.story import Story, minute, sha

LIST, FORM = "/acme/app/incidents", "/acme/app/incidents/decide"
API = "/api/v1/repositories/acme/app/incidents"
WHY = "The stack trace names the new code."


@pytest.fixture
def story() -> Story:
    """Two deployments to production, and an incident half an hour after the second."""
    story = Story()
    story.repository()
    story.cut("v1.0.0", story.commit("one"))
    story.cut("v1.1.0", story.commit("two", sha("one")))
    story.deployed("1", sha("one"), at=minute(60), production=True)
    story.deployed("2", sha("two"), at=minute(90), production=True)
    told = {"incident": "INC/42", "title": "It does not open", "environment": "production"}
    story.tell(IncidentReported, minute(120), **told)
    return story


class Decider:
    """Somebody with a token in the browser."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.token = pages.site.token(READ, WRITE_RELEASES)
        self.headers = {
            "Authorization": f"Bearer {self.token}",
            "Sec-Fetch-Site": "same-origin",
        }

    def form(self) -> Page:
        address = f"{FORM}?incident=INC/42"
        return self.pages.open(address, Authorization=self.headers["Authorization"])

    def send(self, **fields: str) -> tuple[int, str]:
        (first, *_) = self.form().all("input", name="form_token")
        told = {"form_token": first.attributes["value"], "incident": "INC/42", **fields}
        answer = self.pages.client.post(FORM, data=told, headers=self.headers)
        return answer.status_code, answer.get_data(as_text=True)

    def link(self, **body: str) -> Any:
        return self.pages.site.post(f"{API}/INC/42/link", token=self.token, json=body)


@pytest.fixture
def decider(pages: Pages, story: Story) -> Decider:
    pages.told(story.facts)
    return Decider(pages)


def test_where_nothing_broke_the_page_teaches_how_it_is_told(pages: Pages) -> None:
    story = Story()
    story.repository()
    pages.told(story.facts)
    page = pages.open(LIST)
    assert "No incident of this repository was told" in page.text
    assert "dev.cdevents.incident.detected" in page.text
    assert pages.site.get(API).json == {"items": []}


def test_it_says_what_broke_it_how_sure_that_is_and_why(decider: Decider) -> None:
    text = decider.pages.open(LIST).text
    assert "v1.1.0 deployment 2" in text
    assert "inferred, low confidence" in text
    assert "the last of 2 deployments to production in the day before it" in text
    (item,) = decider.pages.site.get(API).json["items"]
    assert (item["basis"], item["confidence"], item["cause"]["deployment"]) == (
        *("inferred", "low"),
        "2",
    )
    assert [one["deployment"] for one in item["candidates"]] == ["1"]
    assert decider.pages.site.get(f"{API}/INC/42").json == item


def test_a_person_confirms_by_the_form_and_the_page_says_who(decider: Decider) -> None:
    form = decider.form()
    assert [one.attributes["value"] for one in form.all("option")][:2] == ["2", "1"]
    assert decider.send(verdict="confirmed", deployment="1", reason=WHY)[0] == 303
    text = decider.pages.open(LIST).text
    assert "v1.0.0 deployment 1" in text
    assert f"confirmed it: {WHY}" in text


def test_a_person_denies_by_the_form(decider: Decider) -> None:
    assert decider.send(verdict="denied", deployment="2", reason=WHY)[0] == 303
    assert "inferred, high confidence" in decider.pages.open(LIST).text
    assert decider.send(verdict="denied", deployment="", reason=WHY)[0] == 303
    assert "no deployment broke it" in decider.pages.open(LIST).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"verdict": "confirmed", "deployment": "2"}, "Say why"),
        ({"verdict": "confirmed", "deployment": "9", "reason": WHY}, "No deployment 9 is known"),
        ({"verdict": "perhaps", "reason": WHY}, "confirmed or denied, and nothing else"),
    ],
)
def test_what_cannot_be_decided_so_is_told_on_the_form(
    decider: Decider, fields: dict[str, str], said: str
) -> None:
    status, text = decider.send(**fields)
    assert status == 409
    assert said in text


def test_a_program_confirms_what_is_held_and_hears_what_stood_before(decider: Decider) -> None:
    first = decider.link(verdict="confirmed", reason=WHY)
    again = decider.link(verdict="confirmed", reason=WHY)
    assert (first.status_code, first.json["changed"]) == (200, True)
    assert (first.json["now"]["basis"], first.json["now"]["cause"]["deployment"]) == (
        *("confirmed", "2"),
    )
    assert (again.json["changed"], len(again.json["already"])) == (False, 1)


def test_where_nothing_is_held_there_is_nothing_to_confirm(decider: Decider) -> None:
    decider.link(verdict="denied", reason=WHY)
    answer = decider.link(verdict="confirmed", reason=WHY)
    assert answer.status_code == 409
    assert "nothing to confirm" in answer.json["detail"]


def test_an_incident_that_nobody_told_of_is_not_there(decider: Decider) -> None:
    assert decider.pages.site.get(f"{API}/INC-9").status_code == 404
    answer = decider.pages.site.post(
        *(f"{API}/INC-9/link",),
        token=decider.token,
        json={"verdict": "denied", "reason": WHY},
    )
    assert answer.status_code == 404


def test_a_list_has_those_that_are_asked_for_in_pages(decider: Decider) -> None:
    story = Story()
    for number in range(3):
        told = {"incident": f"I-{number}", "title": "Again", "environment": "production"}
        story.tell(IncidentReported, minute(200 + number), **told)
    decider.pages.told(story.facts)
    site = decider.pages.site
    page = site.get(f"{API}?limit=3&state=open")
    assert [one["id"] for one in page.json["items"]] == ["I-2", "I-1", "I-0"]
    assert 'rel="next"' in page.headers["Link"]
    assert site.get(f"{API}?state=resolved").json["items"] == []
