"""The pages in a real browser: by keys and clicks, on a desk and a phone, and without script."""

import pytest
from playwright.sync_api import expect

from domain.token import READ, WRITE_NOTES
from tests.pages import Pages
from tests.service.web.browsing import DESK, PHONE, Visit
from tests.service.web.test_hostile import TITLES, hostile
from tests.service.web.test_pages import EVERY
from tests.story import Story, sha, stream

pytestmark = pytest.mark.browser


def test_a_walk_from_the_board_to_a_release_to_a_fact(visit: Visit, shown: str) -> None:
    page = visit(shown)

    page.get_by_role("link", name="v2.4.0", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("v2.4.0")
    inside = page.get_by_role("navigation", name="On this page")
    inside.get_by_role("link", name="Timeline").click()
    page.get_by_role("link", name="fact", exact=False).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("deployment.succeeded.1")
    page.get_by_role("link", name="github delivery", exact=False).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Delivery")


def test_by_keys_alone(visit: Visit, shown: str) -> None:
    page = visit(shown)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_placeholder("Filter by repository or version")).to_be_focused()
    page.keyboard.type("docs")
    expect(page.get_by_text("1 repository with")).to_be_visible()
    for _ in range(3):  # past the button and the way to add a repository
        page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "harbour/docs"
    assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("docs")


def test_time_is_travelled_by_keys_too(visit: Visit, shown: str) -> None:
    page = visit(f"{shown}/harbour/checkout")
    travel = page.locator("details.travel")

    travel.locator("summary").press("Enter")
    page.keyboard.press("Escape")
    expect(travel).not_to_have_attribute("open", "")
    expect(travel.locator("summary")).to_be_focused()
    travel.locator("summary").press("Enter")
    page.get_by_label("As it was at").fill("2026-10-01T12:00:00")
    page.get_by_role("button", name="Go there").click()

    expect(page.get_by_role("status").first).to_contain_text(
        "Only what had happened by 1 Oct 2026, 12:00:00 UTC"
    )
    page.get_by_role("link", name="Back to now").first.click()
    expect(page.get_by_text("Only what had happened by")).to_have_count(0)


def test_the_filter_answers_while_one_types_and_is_an_address(visit: Visit, shown: str) -> None:
    page = visit(shown)

    page.get_by_placeholder("Filter by repository or version").fill("icons@3")
    expect(page.get_by_text("1 repository with")).to_be_visible()
    assert page.url.endswith("/?q=icons%403")
    page.reload()
    expect(page.get_by_role("link", name="icons@3.0.0", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("4 repositories")).to_be_visible()


def test_everything_can_be_read_without_script(visit: Visit, shown: str) -> None:
    page = visit(shown, java_script_enabled=False)

    page.get_by_placeholder("Filter by repository or version").fill("ledger")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="v2.4.0", exact=True).click()
    page.get_by_text("1 other base").click()
    page.get_by_placeholder("Where is").fill("harbour/ledger-api#15")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pull request #15 of harbour/ledger-api")).to_be_visible()
    assert page.locator("button[data-copy]:visible").count() == 0


def test_a_sha_is_copied_whole(visit: Visit, shown: str) -> None:
    page = visit(
        f"{shown}/harbour/ledger-api/releases/v2.4.0",
        permissions=["clipboard-read", "clipboard-write"],
    )

    page.get_by_role("button", name="Copy the whole SHA").first.click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert len(copied) == 40


def test_news_comes_to_the_board_by_itself(visit: Visit, served: str, pages: Pages) -> None:
    story = Story()
    story.repository("acme/app")
    story.commit("one")
    story.cut("v1.0.0", sha("one"))
    pages.told(story.facts)
    page = visit(served)
    page.evaluate("document.querySelector('#board').dataset.mark = 'the old one'")

    page.evaluate("htmx.trigger(document.body, 'tick')")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#board")).to_have_attribute("data-mark", "the old one")
    later = Story()
    later.minutes = 9
    later.cut("v2.0.0", sha("one"))
    pages.told(later.facts)
    page.evaluate("htmx.trigger(document.body, 'tick')")

    expect(page.get_by_role("link", name="v2.0.0", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        pytest.param(DESK, "dark", id="desk-dark"),
        pytest.param(PHONE, "light", id="phone-light"),
        pytest.param(DESK, "light", id="desk-light", marks=pytest.mark.slow),
        pytest.param(PHONE, "dark", id="phone-dark", marks=pytest.mark.slow),
    ],
)
def test_every_page_fits_and_nothing_complains(
    visit: Visit, shown: str, size: tuple[int, int], scheme: str
) -> None:
    page = visit(shown, size, color_scheme=scheme)
    for path in EVERY:
        page.goto(f"{shown}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path


def test_the_colours_are_those_of_the_hour(visit: Visit, shown: str) -> None:
    def paper(scheme: str) -> str:
        page = visit(shown, color_scheme=scheme)
        return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))

    assert paper("light") == "rgb(251, 251, 249)"
    assert paper("dark") == "rgb(20, 23, 26)"


def test_what_strangers_write_does_nothing_and_breaks_no_page(
    visit: Visit, served: str, pages: Pages
) -> None:
    page = visit(served, PHONE)
    for number, title in enumerate(TITLES):
        pages.told(hostile(title, name := f"acme/app-{number}").facts, stream(number))
        release = f"{name}/releases/v1.0.0"
        for path in (
            "",
            name,
            release,
            f"{release}/notes",
            f"{name}/environments",
            f"{name}/incidents",
        ):
            page.goto(f"{served}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], path
        # Notes as a document of their own, and what they say of a title.
        page.goto(f"{served}/api/v1/repositories/{release}/notes?format=html")
        assert page.locator("img, script, style, iframe").count() == 0
        assert page.locator("li").count() > 0


def test_notes_are_edited_while_one_sees_what_comes_of_it(
    visit: Visit, served: str, pages: Pages
) -> None:
    page = visit(f"{served}{candles(pages)}/edit?change=pull:2", **login(pages))

    page.get_by_label("Title").fill("Close at ten")
    expect(page.locator("#preview")).to_contain_text("title: close at night → Close at ten")
    page.get_by_label("In the notes").select_option("hidden")
    expect(page.locator("#preview")).to_contain_text("removed")
    page.get_by_label("In the notes").select_option("as the settings say")
    page.get_by_label("Why kept beside the decision").fill("Night is not a time.")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Recorded.")
    expect(page.locator("article.notes")).to_contain_text("Close at ten")
    page.wait_for_load_state("networkidle")


def test_notes_are_edited_without_script(visit: Visit, served: str, pages: Pages) -> None:
    page = visit(
        f"{served}{candles(pages)}/edit?change=pull:2", java_script_enabled=False, **login(pages)
    )

    page.get_by_label("Title").fill("Close at ten")
    page.get_by_role("button", name="Preview").first.click()
    expect(page.locator("#preview")).to_contain_text("title: close at night → Close at ten")
    page.get_by_label("Why kept beside the decision").fill("Night is not a time.")
    page.get_by_role("button", name="Record").first.click()

    expect(page.get_by_role("status")).to_contain_text("Recorded.")
    page.wait_for_load_state("networkidle")


def candles(pages: Pages) -> str:
    """A shop with a release; the path of its notes."""
    story = Story()
    story.repository("acme/shop")
    story.commit("two")
    story.merged(2, sha("two"), "fix: close at night")
    story.cut("v1.1.0", sha("two"))
    story.branch("main", sha("two"))
    pages.told(story.facts)
    return "/acme/shop/releases/v1.1.0/notes"


def login(pages: Pages) -> dict[str, object]:
    """A browser that gives a token as the password, where it is asked for one."""
    token = pages.site.token(READ, WRITE_NOTES)
    return {"http_credentials": {"username": "anybody", "password": token}}


def test_on_paper_the_frame_is_left_out(visit: Visit, shown: str) -> None:
    page = visit(f"{shown}/harbour/ledger-api/releases/v2.4.0")

    page.emulate_media(media="print")

    expect(page.locator("header.top")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
