"""By the keyboard alone: a release is planned, and a repository closed for the holidays."""

import pytest
from playwright.sync_api import Locator, Page, expect

from domain.token import READ, WRITE_RELEASES
from tests.pages import Pages
from tests.service.web.browsing import Visit
from tests.service.web.test_planning import PLANS, Planner

pytestmark = pytest.mark.browser
FURTHEST = 60


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def write(page: Page, label: str, *keys: str) -> None:
    tab_to(page, page.get_by_label(label).first)
    for one in keys:
        if one.startswith("Arrow"):
            page.keyboard.press(one)
        else:
            page.keyboard.type(one)


def press(page: Page, role: str, name: str) -> None:
    tab_to(page, page.get_by_role(role, name=name).first)  # type: ignore[arg-type]  # a role
    page.keyboard.press("Enter")


def test_a_release_is_planned_and_a_freeze_declared_by_keys_alone(
    visit: Visit, served: str, pages: Pages
) -> None:
    Planner(pages)
    token = pages.site.token(READ, WRITE_RELEASES, person="mira")
    headers = {"Authorization": f"Bearer {token}"}
    page = visit(f"{served}{PLANS}", extra_http_headers=headers, locale="en-US")

    press(page, "link", "Plan a release")
    write(page, "Release", "v2.0.0")
    write(page, "Type", "ArrowDown")
    write(page, "Owner", "mira")
    write(page, "Available", "01122024")
    write(page, "A new task", "Tell support")
    press(page, "button", "Plan it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan of v2.0.0")
    expect(page.get_by_role("status")).to_contain_text("A release of type hotfix")
    expect(page.get_by_text("2024-01-12")).to_be_visible()

    press(page, "link", "plans")
    press(page, "link", "Declare a freeze")
    write(page, "Name", "holidays")
    write(page, "It starts", "01012024", "ArrowRight", "1200AM")
    write(page, "It lasts 12h", "14d")
    write(page, "Environments", "production")
    write(page, "Why", "Nobody is there.")
    press(page, "button", "Declare it")

    told = "Closed until 15 Jan 2024, 00:00 UTC in production: frozen by «holidays»."
    expect(page.get_by_role("note")).to_contain_text(told)
