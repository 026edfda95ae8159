"""Refusals as pages: each says what is wrong and what to do next, and never more than it may."""

import base64

import pytest

from domain.repository import RepositoryRenamed
from domain.token import READ, WRITE_DELIVERIES
from service.recorders.errors import StoreUnavailable
from tests.pages import Page, Pages
from tests.story import Story, sha


def password(token: str) -> str:
    return "Basic " + base64.b64encode(f"anybody:{token}".encode()).decode()


def test_whoever_may_not_read_is_asked_who_they_are(guarded: Pages) -> None:
    for path in ("/", "/acme/shop", "/deliveries", "/facts/1", "/where?q=%231", "/begin"):
        page = guarded.open(path, 401)

        assert any("Basic" in one for one in page.headers.getlist("WWW-Authenticate"))
        assert "shipledger token create" in page.text
        assert "acme" not in page.text


def test_a_token_is_a_password_for_a_browser(guarded: Pages) -> None:
    token = guarded.site.token(READ)

    assert "Nothing is written down yet" in guarded.open("/", Authorization=password(token)).text


def test_a_token_in_the_address_is_refused(guarded: Pages) -> None:
    token = guarded.site.token(READ)

    assert "never in the address" in guarded.open(f"/?token={token}", 400).text


def test_the_looks_are_for_everybody(guarded: Pages) -> None:
    page = guarded.open("/", 401)

    for tag in (*page.all("link", rel="stylesheet"), *page.all("link", rel="icon")):
        assert guarded.client.get(tag.attributes["href"]).status_code == 200


def test_an_unknown_repository_says_how_to_bring_it_in(pages: Pages) -> None:
    page = pages.open("/acme/cellar", 404)

    assert "No repository acme/cellar is known here: send its webhooks" in page.text
    assert "shipledger import git PATH" in page.text
    assert "/begin" in page.links()


@pytest.mark.parametrize("path", ["/releases/v9", "/releases/a/b@c", "/compare?from=a&to=b"])
def test_an_unknown_release_says_so(pages: Pages, path: str) -> None:
    story = Story()
    story.repository("acme/shop")

    assert "known here" in pages.told(story.facts).open(f"/acme/shop{path}", 404).text


@pytest.mark.parametrize("path", ["/nothing", "/a/b/c", "/facts", "/a/b/"])
def test_an_address_that_leads_nowhere_is_a_page_to_people(pages: Pages, path: str) -> None:
    page = pages.open(path, 404)

    assert "There is no page at this address." in page.text
    assert "/" in page.links()


def test_an_address_that_leads_nowhere_is_a_problem_to_programs(pages: Pages) -> None:
    for accepted in ("application/json", "*/*"):
        answer = pages.client.get("/nothing", headers={"Accept": accepted})
        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"


def test_the_api_tells_problems_and_no_pages(pages: Pages) -> None:
    answer = pages.client.get("/api/v1/repositories/no/body")

    assert answer.mimetype == "application/problem+json"


def test_a_page_is_only_looked_at(pages: Pages) -> None:
    assert pages.client.post("/").status_code == 405


def test_a_former_name_leads_to_the_one_of_today(pages: Pages) -> None:
    story = Story()
    story.repository("acme/shop")
    story.commit("one")
    story.cut("v1.0.0", sha("one"))
    story.tell(RepositoryRenamed, before="acme/shop", name="acme/market")
    pages.told(story.facts)

    answer = pages.client.get("/acme/shop/releases/v1.0.0?as_at=2024-01-02")

    assert answer.status_code == 308
    assert answer.headers["Location"] == "/acme/market/releases/v1.0.0?as_at=2024-01-02"
    pages.open(answer.headers["Location"])


def test_control_characters_in_an_address_are_refused(pages: Pages) -> None:
    assert "control characters" in pages.open("/acme/sh%00op", 422).text


def test_a_database_that_is_away_is_told_of(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("the database did not answer: it went for a walk")

    monkeypatch.setattr(pages.ledger, "stand", away)

    page = pages.open("/?q=x", 503)

    assert page.headers["Retry-After"] == "5"
    assert "/?q=x" in page.links()
    assert "give whoever runs this server the request’s number" in page.text


def test_a_mistake_of_ours_shows_nothing_of_our_inside(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(pages.ledger, "stand", broken)
    page = pages.open("/", 500)

    assert "secret" not in page.source
    assert page.headers["X-Request-Id"] in page.text


def test_a_delivery_shows_its_body_only_to_whoever_may_have_it(guarded: Pages) -> None:
    guarded.told([])
    reader, writer = guarded.site.token(READ), guarded.site.token(READ, WRITE_DELIVERIES)

    def opened(token: str) -> Page:
        return guarded.open("/deliveries/1", Authorization=password(token))

    assert "It is shown to whoever has a token" in opened(reader).text
    assert opened(writer).all("pre", **{"class": "body code"})


def test_a_delivery_of_another_state_than_there_are_is_refused(pages: Pages) -> None:
    assert "A delivery is parked, recorded, noted" in pages.open("/deliveries?state=lost", 422).text
