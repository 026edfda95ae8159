"""Logging in with a real browser: there, back to the form, and there again for a fresh proof."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from domain.token import WRITE_NOTES
from service.identity.settings import LogIn
from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.github.web import on_loopback
from tests.ledgers import migrated
from tests.service.web.browsing import PHONE, Visit
from tests.site import Site, pushed_tag

pytestmark = pytest.mark.browser
DECIDE = "/octo/shop/releases/v1.0.0/approvals/decide?environment=production"
POLICY = "approvals: {layers: [{name: QA, people: [mira]}], proved-within: 15m}\n"


class Clock:
    """It stands still until somebody waits."""

    now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def address(sqlite: Sqlite, clock: Clock) -> Iterator[str]:
    settings = LogIn(secret_key="k" * 32, local_users=("mira", "noor"))
    with closing(open_ledger(sqlite.fresh(migrated))) as ledger:
        site = Site(ledger, public_read=True, log_in=settings, clock=clock)
        site.deliver("push", pushed_tag())
        body = {"path": ".shipledger.yml", "content": POLICY, "reason": "Four eyes."}
        path = "/api/v1/repositories/octo/shop/notes/settings"
        site.ask("PUT", path, token=site.token(WRITE_NOTES), json=body)
        with on_loopback(site.app) as address:
            yield address


def test_a_form_leads_to_the_log_in_and_back_and_there_again_for_a_fresh_proof(
    visit: Visit, address: str, clock: Clock
) -> None:
    page = visit(f"{address}{DECIDE}", PHONE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.get_by_role("button", name="Continue as mira").click()
    expect(page).to_have_url(f"{address}{DECIDE}")

    clock.now += timedelta(hours=1)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert")).to_contain_text("prove it again")
    page.get_by_role("link", name="Prove it, and come back here").click()
    page.get_by_role("button", name="Continue as mira").click()
    page.get_by_role("button", name="Approve").click()

    expect(page.get_by_text("Every layer has the approvals that it wants.")).to_be_visible()
    page.get_by_role("link", name="mira", exact=True).first.click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
