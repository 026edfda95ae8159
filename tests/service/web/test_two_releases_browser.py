"""Two whole releases in a browser: each person on a page of his own, clicking what is his to do."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from service.ledger import Ledger, open_ledger
from tests.engines import Sqlite
from tests.ledgers import migrated
from tests.pages import Pages
from tests.service.test_two_releases import began, mended, planned_and_cut
from tests.service.two_releases import BANK, PRODUCTION, STARTUP, Clock, Team
from tests.service.web.browsing import Visit

pytestmark = pytest.mark.browser
PAPER = f"{'ab' * 32}  uat.pdf"


class People:
    """A team, and a browser for each of its people."""

    def __init__(self, team: Team, visit: Visit, address: str) -> None:
        self.team, self._visit = team, visit
        self.address = f"{address}/{team.repo.name}"

    def at(self, who: str, path: str) -> Page:
        token = self.team.token(who)
        return self._visit(
            f"{self.address}/{path}", extra_http_headers={"Authorization": f"Bearer {token}"}
        )

    def decide(self, who: str, button: str, **fields: str) -> Page:
        """About production."""
        page = self.at(who, f"rollouts/decide?environment={PRODUCTION}")
        form = page.locator("form").filter(has=page.get_by_role("button", name=button, exact=True))
        for label, text in fields.items():
            form.get_by_label(label.replace("_", " ")).fill(text)
        form.get_by_role("button", name=button, exact=True).click()
        return page

    def sign_off(self, who: str, tag: str) -> None:
        page = self.at(who, f"releases/{tag}/gates?environment={PRODUCTION}")
        page.get_by_role("link", name="Sign off UAT").click()
        page.get_by_label("Documents").fill(PAPER)
        page.get_by_label("What you tried").fill("It was tried on a till.")
        page.get_by_role("button", name="Sign off").click()
        expect(page.get_by_role("heading", name="Sign-offs")).to_be_visible()

    def approve(self, who: str, tag: str) -> Page:
        page = self.at(who, f"releases/{tag}/approvals?environment={PRODUCTION}")
        page.get_by_role("link", name="Decide").click()
        page.get_by_role("button", name="Approve").click()
        return page


@pytest.fixture
def ledger(sqlite: Sqlite) -> Iterator[Ledger]:
    with closing(open_ledger(sqlite.fresh(migrated))) as one:
        yield one


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pages(ledger: Ledger, clock: Clock) -> Pages:
    return Pages(ledger, clock=clock)


def test_a_start_up_ships_by_one_click(
    visit: Visit, served: str, pages: Pages, clock: Clock, ledger: Ledger
) -> None:
    people = People(Team(pages.site, clock, ledger, STARTUP), visit, served)
    team = people.team
    team.merge("Sell shoes")
    team.deploy(team.cut("v1.0.0"))
    team.merge("Sell hats, too")
    head = team.cut("v1.1.0")

    page = people.decide("ada", "Begin", Which="v1.1.0")
    expect(page.get_by_role("note")).to_have_count(0)
    expect(page.get_by_text("It waits for a deployment of")).to_be_visible()
    team.deploy(head)
    team.work()
    page.reload()

    expect(page.locator(".light", has_text="completed")).to_be_visible()


def test_a_company_ships_by_many_clicks(
    visit: Visit, served: str, pages: Pages, clock: Clock, ledger: Ledger
) -> None:
    people = People(Team(pages.site, clock, ledger, BANK), visit, served)
    team = people.team
    before = began(team)
    bad = planned_and_cut(team)
    people.sign_off("tess", "v1.1.0")
    for person in ("tess", "remy", "bea"):
        page = people.approve(person, "v1.1.0")
    expect(page.get_by_role("status")).to_contain_text("passed")

    broken_through_a_freeze(people)
    page = people.decide("ada", "Begin", Which="v1.1.0", Why="Now.")
    team.deploy(bad)
    team.read(0.002)
    team.work()
    clock.wait(minutes=3)
    team.read(0.2)
    team.work()
    page.reload()
    expect(page.get_by_text("rolled back").first).to_be_visible()
    expect(page.get_by_text("Held by policy")).to_be_visible()
    reviewed(people)

    team.deploy(before)
    fix = mended(team, bad)
    people.sign_off("tess", "v1.1.1")
    for person in ("tess", "remy", "bea"):
        people.approve(person, "v1.1.1")
    page = people.decide("ada", "Begin", Which="v1.1.1")
    team.deploy(fix)
    for _ in range(10):
        clock.wait(minutes=4)
        team.read(0.001)
        team.work()
    page.reload()
    expect(page.locator(".light", has_text="completed")).to_be_visible()
    expect(page.locator(".stage").filter(has_text=PRODUCTION)).to_contain_text("v1.1.1")


def broken_through_a_freeze(people: People) -> None:
    team = people.team
    window = {"name": "audit", "start": team.clock().strftime("%Y-%m-%dT%H:%M"), "lasts": "1d"}
    team.post("ada", "freezes", reason="The auditors are here.", **window)
    page = people.decide("ada", "Begin", Which="v1.1.0")
    expect(page.get_by_role("alert")).to_contain_text("freeze")
    page = people.at("bea", f"releases/v1.1.0/approvals/decide?environment={PRODUCTION}")
    form = page.locator("form").filter(has=page.get_by_role("button", name="Break the glass"))
    form.get_by_label("Why").fill("The till is wrong today.")
    form.get_by_role("button", name="Break the glass").click()
    expect(page.get_by_role("heading", name="The glass was broken")).to_be_visible()


def reviewed(people: People) -> None:
    page = people.at("remy", f"releases/v1.1.0/approvals/decide?environment={PRODUCTION}")
    page.get_by_label("What you found").fill("It should have been tried longer.")
    page.get_by_role("button", name="It was wrong").click()
    expect(page.get_by_text("faulted")).to_be_visible()


def test_a_commit_that_comes_after_an_approval_voids_it_and_the_page_shows_by_what(
    visit: Visit, served: str, pages: Pages, clock: Clock, ledger: Ledger
) -> None:
    people = People(Team(pages.site, clock, ledger, BANK), visit, served)
    team = people.team
    began(team)
    first = planned_and_cut(team)
    people.sign_off("tess", "v1.1.0")
    people.approve("tess", "v1.1.0")
    second = team.merge("One thing more")
    team.move("v1.1.0", first)

    page = people.at("remy", f"releases/v1.1.0/approvals?environment={PRODUCTION}")
    vote = page.locator(".kept li").filter(has_text="tess approved")
    expect(vote).to_contain_text("stale")
    expect(vote).to_contain_text(f"its commit was {first[:10]}, and is {second[:10]}")
    expect(vote).to_contain_text("One thing more")
    page = people.decide("ada", "Begin", Which="v1.1.0")
    expect(page.get_by_role("alert")).to_contain_text("may not go into production yet")
