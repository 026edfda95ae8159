"""The page of what came in: first what was not understood and why, then how many of each."""

from datetime import UTC, datetime

from service.delivery import Delivery
from tests.pages import Pages
from tests.site import ping, pushed_tag

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


def park(pages: Pages, number: int, reason: str) -> None:
    one = Delivery("github", f"bad-{number}", "push", b"\xff<broken>", NOON, hook="1")
    pages.ledger.record(one, None, reason)


def test_what_was_not_understood_comes_first_with_its_reason(pages: Pages) -> None:
    pages.site.deliver("ping", ping())
    pages.site.deliver("push", pushed_tag())
    park(pages, 1, "no `ref` in the payload")

    page = pages.open("/deliveries")

    assert page.text.index("1 parked") < page.text.index("1 recorded") < page.text.index("1 noted")
    assert page.text.index("no ref in the payload") < page.text.index("The latest")
    assert "shipledger deliveries retry" in page.text


def test_a_state_is_a_list_of_its_own(pages: Pages) -> None:
    pages.site.deliver("push", pushed_tag())
    park(pages, 1, "no ref")

    parked, recorded = pages.open("/deliveries?state=parked"), pages.open("/deliveries?state=noted")

    assert "no ref" in parked.text
    assert "None is noted." in recorded.text


def test_the_list_has_pages(pages: Pages) -> None:
    for number in range(60):
        park(pages, number, f"reason {number:02}")

    first = pages.open("/deliveries?state=parked")
    second = pages.open("/deliveries?state=parked&after=11")

    assert "60 parked" in first.text
    assert "/deliveries?state=parked&after=11" in first.links()
    assert "reason 59" in first.text
    assert "reason 00" in second.text
    assert "All that are parked" in pages.open("/deliveries").text


def test_a_parked_delivery_is_shown_as_it_came(pages: Pages) -> None:
    park(pages, 1, "not JSON")

    page = pages.open("/deliveries/1")

    assert "Delivery 1 parked" in page.text
    assert "not JSON" in page.text
    assert "takes it up" in page.text


def test_in_the_past_the_shelf_is_as_it_is_now(pages: Pages) -> None:
    pages.site.deliver("push", pushed_tag())

    assert "a shelf has no past" in pages.open("/deliveries?as_of=1").text


def test_nothing_came_yet(pages: Pages) -> None:
    assert "http://localhost/webhooks/github" in pages.open("/deliveries").text
