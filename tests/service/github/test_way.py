"""The whole way of a delivery is told: how it came, what it told and touched, and what we said."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from service.cli.main import shipledger
from service.config import Config
from service.delivery import Delivery, DeliveryRow
from service.github.backfill.backfill import Backfill
from service.github.connection import Connection
from service.github.heal import Heal
from service.ledger import Ledger, open_ledger
from service.way import SHOWN, Way, way
from tests.engines import Sqlite
from tests.github.hub import Hub
from tests.github.weather import Weather
from tests.ledgers import migrated
from tests.pages import Pages
from tests.service.github.backfill.catching_up import DOOR, SECRET, read_all, receiver
from tests.service.github.telling import Team, a_team

SOON = datetime(2026, 1, 1, tzinfo=UTC)


def of(ledger: Ledger, event: str, action: str = "") -> DeliveryRow:
    """The newest delivery of an event that told something."""
    rows = [one for one in ledger.deliveries(limit=500) if one.event == event]
    found = (ledger.delivery(one.seq) for one in rows if one.first_position)
    return next(one for one in found if f'"action":"{action}'.encode() in one.body or not action)


def test_from_a_merge_to_the_comment_that_says_where_it_was_released(hub: Hub, team: Team) -> None:
    team.repo.pull("feat: pay by card").merge("squash")
    team.repo.release("v1.0.0", body="")
    team.repo.deploy("production", "success")
    team.work()

    row = of(team.ledger, "pull_request", "closed")
    its = way(team.ledger, row)

    assert (its.how, its.by) == ("received", str(team.app.hook.id if team.app else ""))
    (merged,) = its.facts
    assert merged.topic == "pull_request.merged.1"
    assert "merged" in merged.sentence
    (touched,) = its.touched
    assert touched.repository == "harbour/checkout"
    assert "pull:1" in touched.subjects
    assert (touched.releases, touched.environments) == (("v1.0.0",), ("production",))
    (comment,) = [one for one in its.published if one.kind == "comment"]
    assert (comment.state, comment.about) == ("done", ("pull:1", "tag:v1.0.0"))
    assert comment.url


def test_what_was_said_before_is_not_of_this_delivery(team: Team) -> None:
    team.repo.release("v1.0.0", body="")
    team.work()

    asked = way(team.ledger, of(team.ledger, "release", "published"))
    echo = way(team.ledger, of(team.ledger, "release", "edited"))

    assert "notes" in {one.kind for one in asked.published}
    # GitHub tells us of our own edit, too.
    assert "notes" not in {one.kind for one in echo.published}


def test_what_was_polled_and_what_was_healed_say_so(
    hub: Hub, connected: Callable[..., Connection], ledger: Ledger
) -> None:
    repo = hub.repository("harbour/checkout")
    hook = repo.hook(DOOR, secret=SECRET, receiver=receiver(ledger, hub))
    hub.post.weather = Weather(lose=1)
    repo.release("v1.0.0")
    Heal(Config("sqlite:///unused.db"), connected(), ledger, clock=hub.clock).run()
    healed = way(ledger, of(ledger, "release"))
    assert (healed.how, healed.by) == ("healed", str(hook.id))
    assert healed.touched[0].releases == ("v1.0.0",)

    read_all(Backfill(connected(), ledger, clock=hub.clock), ledger)
    polled = way(ledger, of(ledger, "polled.commits"))
    assert polled.how == "polled"
    assert polled.by.startswith(f"{repo.id}/commits:")


def test_what_tells_nothing_has_come_and_that_is_all(ledger: Ledger) -> None:
    ledger.record(Delivery("github", "x", "push", b"?", SOON, hook="7"), None, "no JSON")
    assert way(ledger, ledger.delivery("x")) == Way(1, "received", "7", (), 0, (), ())


def test_of_very_much_the_first_is_shown_and_the_rest_counted(
    hub: Hub, connected: Callable[..., Connection], ledger: Ledger
) -> None:
    repo = hub.repository("harbour/checkout")
    repo.pull("Many", commits=tuple(f"Change {n}" for n in range(SHOWN + 5))).merge("merge")
    read_all(Backfill(connected(), ledger, clock=hub.clock), ledger)
    rows = [one for one in ledger.deliveries(limit=500) if one.event == "polled.commits"]
    largest = max(way(ledger, one).more + SHOWN for one in rows)
    assert largest > SHOWN


def test_the_page_the_command_and_the_api_tell_the_same_way(
    hub: Hub, sqlite: Sqlite, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqlite.fresh(migrated)
    ledger = open_ledger(url)
    team = a_team(hub, ledger, address, by_app=True)
    team.settle()
    team.repo.pull("feat: pay by <card>").merge("squash")
    team.repo.release("v1.0.0", body="")
    team.work()
    row = of(ledger, "pull_request", "closed")

    pages = Pages(ledger)
    page = pages.open(f"/deliveries/{row.seq}")
    told = pages.site.get(f"/api/v1/deliveries/{row.seq}/way").json
    assert f"Received as a webhook by hook {row.hook}" in page.text
    assert told["facts"][0]["sentence"] in page.text
    assert "/harbour/checkout/releases/v1.0.0" in page.links()
    assert [one for one in page.links() if one.startswith("/where?") and "%231" in one]
    assert "comment" in page.text
    assert "comment" in [one["kind"] for one in told["published"]]
    ledger.close()

    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", url)
    said = CliRunner().invoke(shipledger, ["deliveries", "show", row.id]).output
    assert f"received, {row.hook}" in said
    assert "harbour/checkout release v1.0.0" in said
    assert "comment" in said
