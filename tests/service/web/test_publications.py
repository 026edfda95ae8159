"""What went out, as pages and by the API: each attempt with its answer, and sent again by hand."""

from collections.abc import Iterator

import pytest

from domain.token import READ, WRITE_DELIVERIES
from tests.pages import Page, Pages
from tests.service.notify.receiver import Receiver, Scripted, receiving
from tests.service.notify.telling import Team, a_team


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def team(pages: Pages, receiver: Receiver) -> Team:
    """Who told of one release, which was refused."""
    team = a_team(pages.ledger, receiver.url)
    receiver.answers.append(Scripted(404, b"no_service"))
    team.published("v1.0.0", name="<b>One")
    team.work()
    return team


class Sender:
    """Somebody with a token in the browser."""

    def __init__(self, pages: Pages, *scopes: str) -> None:
        self.pages = pages
        token = pages.site.token(READ, *scopes)
        self.headers = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}

    def open(self, path: str, status: int = 200) -> Page:
        return self.pages.open(path, status, Authorization=self.headers["Authorization"])

    def send(self, path: str) -> int:
        (first, *_) = self.open(path).all("input", name="form_token")
        told = {"form_token": first.attributes["value"]}
        answer = self.pages.client.post(path, data=told, headers=self.headers)
        self.said = Page(answer.get_data(as_text=True)) if answer.status_code == 409 else None
        return answer.status_code


def test_where_nothing_went_out_the_page_teaches_how_something_would(pages: Pages) -> None:
    page = pages.open("/publications")

    assert "under notify:" in page.text
    assert "shipledger notify test" in page.text
    assert "/publications" in pages.open("/deliveries").links()


@pytest.mark.usefixtures("team")
def test_it_is_listed_by_its_state_with_why(pages: Pages) -> None:
    page = pages.open("/publications?state=given+up")

    assert "1 given up" in page.text
    assert "room: it answered 404: no_service" in page.text
    assert "/publications/1" in page.links()
    assert page.twin() == "/api/v1/publications?state=given+up"
    assert "None is done." in pages.open("/publications?state=done").text


@pytest.mark.usefixtures("team")
def test_one_is_shown_with_every_attempt_and_its_answer(pages: Pages, receiver: Receiver) -> None:
    page = pages.open("/publications/1")

    assert "release.published" in page.text
    assert "404 not taken" in page.text
    assert receiver.url not in page.source
    assert "hidden-room" not in page.source
    assert "/publications/1/again" in page.links()
    pages.open("/publications/9", 404)


def test_it_is_sent_again_from_the_page(team: Team, pages: Pages, receiver: Receiver) -> None:
    sender = Sender(pages, WRITE_DELIVERIES)
    assert sender.send("/publications/1/again") == 303
    assert sender.send("/publications/1/again") == 409
    assert sender.said is not None
    assert "It is wanted" in sender.said.text
    assert "/publications/1/again" not in pages.open("/publications/1").links()

    team.send()
    assert len(receiver.heard) == 2
    page = pages.open("/publications/1")
    assert "answered 200" in page.text
    assert "Send it again" in page.text
    assert team.one().by == "a test (token 1)"


@pytest.mark.usefixtures("team")
def test_who_may_only_read_sends_nothing_again(pages: Pages) -> None:
    Sender(pages).open("/publications/1/again", 403)
    reader = pages.site.token(READ)
    assert pages.site.post("/api/v1/publications/1/retry", token=reader).status_code == 403
    assert pages.site.post("/api/v1/publications/1/retry").status_code == 401


def test_it_is_sent_again_by_the_api_which_tells_every_attempt(team: Team, pages: Pages) -> None:
    token = pages.site.token(WRITE_DELIVERIES)
    answer = pages.site.post("/api/v1/publications/1/retry", token=token)
    assert (answer.status_code, answer.json["state"]) == (202, "wanted")
    again = pages.site.post("/api/v1/publications/1/retry", token=token)
    assert again.status_code == 409
    team.send()

    attempts = pages.site.get("/api/v1/publications/1/attempts").json["items"]
    assert [(one["status"], one["failure"]) for one in attempts] == [
        (404, "it answered 404: no_service"),
        (200, ""),
    ]
    assert pages.site.get("/api/v1/publications/1").json["how"] == "answered 200"
    assert pages.site.get("/api/v1/publications/9/attempts").status_code == 404


def test_a_list_of_many_has_pages(team: Team, pages: Pages) -> None:
    for number in range(51):
        team.published(f"v2.0.{number}")
    team.react()

    first = pages.open("/publications")
    assert "/publications?after=3" in first.links()
    assert "release.published" in pages.open("/publications?after=3").text
