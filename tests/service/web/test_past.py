"""Travelling in time: the two times, by form and by link, on every page alike."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.pages import Pages
from tests.story import BEGINNING, Story, sha


@pytest.fixture
def shop(pages: Pages) -> Pages:
    """Told in two deliveries: v1.0.0 is known by the first, v2.0.0 by the second."""
    story = Story()
    story.repository("acme/shop")
    story.commit("one")
    story.cut("v1.0.0", sha("one"))
    pages.told(story.facts)
    later = Story()
    later.minutes = 10
    later.cut("v2.0.0", sha("one"))
    return pages.told(later.facts)


def test_what_was_recorded_later_is_left_out(shop: Pages) -> None:
    page = shop.open("/acme/shop?as_of=3")

    assert "v1.0.0" in page.text
    assert "v2.0.0" not in page.text
    assert "(position 3; 1 position recorded since is left out)" in page.text


def test_what_happened_later_is_left_out(shop: Pages) -> None:
    page = shop.open("/acme/shop?as_at=2024-01-01T00:05:00Z")

    assert "v1.0.0" in page.text
    assert "v2.0.0" not in page.text
    assert "Only what had happened by 1 Jan 2024, 00:05:00 UTC, as we know it now." in page.text


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-01T00:05",
        "2024-01-01T00:05:00",
        "2024-01-01 00:05:00",
        "2024-01-01T00:05:00Z",
        "2024-01-01T02:05:00%2B02:00",
    ],
)
def test_a_moment_may_be_written_as_people_and_forms_do(shop: Pages, written: str) -> None:
    page = shop.open(f"/?as_at={written}")

    assert "by 1 Jan 2024, 00:05:00 UTC" in page.text


def test_a_day_is_its_beginning(shop: Pages) -> None:
    assert "by 1 Jan 2024, 00:00:00 UTC" in shop.open("/?as_at=2024-01-01").text


def test_an_empty_form_asks_for_now(shop: Pages) -> None:
    page = shop.open("/acme/shop?as_of=&as_at=")

    assert "v2.0.0" in page.text
    assert "Back to now" not in page.text


def test_links_stay_in_the_past_and_one_leads_back(shop: Pages) -> None:
    page = shop.open("/acme/shop?as_of=3&as_at=2024-01-01T00:05:00Z&component=*")

    (release,) = [link for link in page.links() if "/releases/v1.0.0" in link]
    assert parse_qs(urlsplit(release).query) == {
        "as_of": ["3"],
        "as_at": ["2024-01-01T00:05:00Z"],
    }
    assert "/acme/shop?component=*" in page.links()
    assert parse_qs(urlsplit(page.twin()).query)["as_of"] == ["3"]


def test_forms_take_the_past_along(shop: Pages) -> None:
    page = shop.open("/?as_of=3")

    hidden = [tag for tag in page.all("input", type="hidden") if tag.attributes["name"] == "as_of"]
    assert {tag.attributes["value"] for tag in hidden} == {"3"}
    assert len(hidden) == 2  # the search's and the filter's; the form for travelling has its own


def test_steps_lead_a_little_earlier_and_later(shop: Pages) -> None:
    page = shop.open("/?as_at=2024-01-02T00:00:00Z")

    assert "/?as_at=2024-01-01T00:00:00Z" in page.links()
    assert "/?as_at=2024-01-02T01:00:00Z" in page.links()


def test_there_is_no_step_beyond_the_calendar(shop: Pages) -> None:
    assert "an hour later" not in shop.open("/?as_at=9999-12-31T23:30:00Z").text


def test_in_the_past_moments_are_told_by_the_calendar(shop: Pages) -> None:
    past, now = shop.open("/acme/shop?as_of=4"), shop.open("/acme/shop")

    assert "1 Jan 2024, 00:03" in past.text
    assert "23 hours ago" in now.text


def test_before_anything_happened_nothing_is_known(shop: Pages) -> None:
    before = f"{BEGINNING - timedelta(days=1):%Y-%m-%d}"

    assert "No repository was known by then" in shop.open(f"/?as_at={before}").text
    assert "No tag and no GitHub release is known by then" in shop.open("/releases?as_of=0").text
    assert "No deployment was told by then" in shop.open("/environments?as_of=0").text
    assert "Add a repository" in shop.open(f"/acme/shop?as_at={before}", 404).text


def test_a_fact_is_not_known_before_it_was_recorded(shop: Pages) -> None:
    shop.open("/facts/4?as_of=4")

    assert "no fact at position 4" in shop.open("/facts/4?as_of=3", 404).text


def test_a_position_beyond_the_last_is_the_last(shop: Pages) -> None:
    assert "(position 4)" in shop.open("/?as_of=999").text


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("as_of=yesterday", "“yesterday” is no moment"),
        ("as_at=2024-13-01", "is no moment"),
        ("as_of=99999999999999999999", "No ledger has as many positions"),
        ("as_at=2024-01-01T25:00", "is no moment"),
        ("page=0", "Pages have numbers"),
        ("page=x", "Pages have numbers"),
        ("q=%00", "control characters"),
        ("cursor=x", "cursor"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_way_on(shop: Pages, query: str, why: str) -> None:
    path = "/releases" if "cursor" in query else "/"
    page = shop.open(f"{path}?{query}", 422)

    assert why.casefold() in page.text.casefold()
    assert path in page.links()


def test_when_it_was_recorded_is_shown_on_the_form(shop: Pages) -> None:
    page = shop.open("/?as_of=3")

    (field,) = page.all("input", name="as_of", type="datetime-local")
    assert field.attributes["value"].startswith("20")
