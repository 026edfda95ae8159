"""What the App asks for is what it uses: all that it does works with that, and nothing is spare."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from service.config import Config
from service.github.backfill.backfill import Backfill
from service.github.backfill.kinds import KINDS
from service.github.gaps import gaps
from service.github.manifest import manifest
from service.github.publishing import NEEDS, PUBLISHERS
from service.github.wanted import BY_HOOKS, OPENED_BY, UNASKED, events, permissions
from service.ledger import Ledger, open_ledger
from tests.engines import Sqlite
from tests.github.answers import Answer, Ask
from tests.github.conftest import description, packages
from tests.github.description import Description
from tests.github.hub import Hub
from tests.house import text
from tests.ledgers import migrated
from tests.service.github.backfill.catching_up import read_all, season
from tests.service.github.telling import EVERYTHING, a_team
from webhooks.translate import EVENTS

CONFIG = Config("sqlite:///unused.db", public_url="https://ship.example")
__all__ = ["description", "packages"]

ORDER = {"read": 1, "write": 2}


@pytest.fixture
def ledger(sqlite: Sqlite) -> Iterator[Ledger]:
    """On one engine: nothing here asks the database in a way of its own."""
    made = open_ledger(sqlite.fresh(migrated))
    yield made
    made.close()


def test_each_event_that_we_translate_is_subscribed_to_or_says_why_not() -> None:
    translated = {name for name in EVENTS if not name.startswith("polled.")}
    assert {one.name for one in events()} | UNASKED | BY_HOOKS == translated
    assert OPENED_BY.keys() == {one.name for one in events()}
    held = {one.name for one in permissions()}
    assert {one.permission for one in events()} <= held


def test_each_publisher_says_what_it_needs() -> None:
    assert NEEDS.keys() == PUBLISHERS.keys()


def test_the_page_tells_of_each_kind_that_is_read() -> None:
    page = text("docs", "connecting.md")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [kind.name for kind in KINDS]


def the_manifest() -> dict[str, Any]:
    return manifest(CONFIG, name="Ours", redirect="https://ship.example/connect/made")


@pytest.mark.github
def test_github_knows_each_permission_and_sends_apps_each_event(description: Description) -> None:
    wanted = the_manifest()
    known = description.rest.document["components"]["schemas"]["app-permissions"]["properties"]
    for name, level in wanted["default_permissions"].items():
        assert level in known[name]["enum"], name
    sent = {
        one["post"]["x-github"]["subcategory"]
        for one in description.webhooks.document["webhooks"].values()
        if "app" in one["post"]["x-github"]["supported-webhook-types"]
    }
    assert set(wanted["default_events"]) <= {name.replace("-", "_") for name in sent}


def test_an_app_of_the_manifest_can_do_all_of_it_and_no_permission_is_spare(
    hub: Hub, ledger: Ledger, address: str
) -> None:
    """GitHub knows the permission of each route; what only opens events is not used so."""
    wanted, used = the_manifest(), dict[str, str]()

    def watch(ask: Ask, answer: Answer) -> None:
        if ask.actor.installation and ask.route and ask.route.permission and answer.status < 300:
            level = "read" if ask.method == "GET" else "write"
            name = ask.route.permission
            used[name] = max(used.get(name, "read"), level, key=ORDER.__getitem__)

    hub.observers.append(watch)
    team = a_team(
        hub,
        ledger,
        address,
        by_app=True,
        permissions=wanted["default_permissions"],
        events=wanted["default_events"],
    )
    team.repo.private = True
    team.settle(EVERYTHING)
    season(team.repo)
    team.repo.ask_gate("production")
    team.repo.issue("When?").comment("/release status", by="ada")
    team.work()
    read_all(Backfill(team.connection, ledger, clock=hub.clock), ledger)

    assert gaps(ledger) == []
    assert {state for _, state in team.states()} == {"done"}
    only_heard = {one.permission for one in events()} - used.keys()
    asked = {one.name: one.level for one in permissions()}
    assert used == {name: level for name, level in asked.items() if name not in only_heard}
