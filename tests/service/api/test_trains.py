"""Trains over HTTP: departures in pages, skips with a reason, and a plan that takes the next."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.token import READ, WRITE_NOTES, WRITE_RELEASES
from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.ledgers import migrated
from tests.site import Site, pushed_tag

SHOP = "/api/v1/repositories/octo/shop"
POLICY = """
trains:
  - {name: weekly, first: 2026-06-03, every: FREQ=WEEKLY, freeze: 2, candidate: 1}
  - {name: sdk, first: 2026-06-05, every: FREQ=MONTHLY, component: sdk}
"""


class Station:
    """octo/shop with two trains, on 2 June 2026."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.token = site.token(READ, WRITE_RELEASES, WRITE_NOTES)
        site.deliver("push", pushed_tag())
        body = {"path": ".shipledger.yml", "content": POLICY, "reason": "We agreed on it."}
        self.send("PUT", "notes/settings", body)

    def send(self, method: str, path: str, body: Any) -> Any:
        return self.site.ask(method, f"{SHOP}/{path}", token=self.token, json=body)

    def skip(self, **told: Any) -> Any:
        known = {"train": "weekly", "day": "2026-06-10", "reason": "Half of us are at sea."}
        return self.send("POST", "trains/skips", known | told)

    def departures(self, query: str = "?limit=4") -> list[tuple[str, str, str]]:
        items = self.site.get(f"{SHOP}/trains{query}").json["items"]  # type: ignore[index]  # a list
        return [(one["day"], one["train"], one["state"]) for one in items]


@pytest.fixture
def station(sqlite: Sqlite) -> Iterator[Station]:
    ledger = open_ledger(sqlite.fresh(migrated))
    yield Station(Site(ledger, public_read=True, clock=lambda: datetime(2026, 6, 2, tzinfo=UTC)))
    ledger.close()


def test_departures_are_told_by_day(station: Station) -> None:
    assert station.departures() == [
        ("2026-06-03", "weekly", "free"),
        ("2026-06-05", "sdk", "free"),
        ("2026-06-10", "weekly", "free"),
        ("2026-06-17", "weekly", "free"),
    ]


def test_a_departure_is_skipped_and_restored(station: Station) -> None:
    skipped = station.skip().json
    again = station.skip().json
    restored = station.skip(skipped=False).json

    assert [one["state"] for one in skipped["now"]][:3] == ["free", "skipped", "free"]
    assert (skipped["changed"], again["changed"]) == (True, False)
    assert restored["now"][1]["state"] == "free"


def test_a_release_takes_the_next_free_departure(station: Station) -> None:
    station.skip(day="2026-06-03")
    plan = station.send("POST", "plans/v1.1.0", {"train": "weekly"}).json["now"]["plan"]

    assert [(one["which"], one["day"]) for one in plan["dates"]] == [
        ("freeze", "2026-06-08"),
        ("candidate", "2026-06-09"),
        ("available", "2026-06-10"),
    ]
    assert station.departures()[2] == ("2026-06-10", "weekly", "planned")
    calendar = station.site.get(f"{SHOP}/plans/calendar.ics").text
    assert "the train weekly does not leave" in calendar.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("told", "status", "why"),
    [
        ({"train": "daily"}, 404, "there is «weekly», «sdk»"),
        ({"day": "2026-06-11"}, 409, "does not leave on 2026-06-11"),
        ({"day": "tomorrow"}, 422, ""),
        ({"reason": ""}, 422, ""),
    ],
)
def test_what_cannot_be_meant_is_refused(
    station: Station, told: dict[str, str], status: int, why: str
) -> None:
    answer = station.skip(**told)

    assert answer.status_code == status
    assert why in answer.json["detail"]


def test_a_train_takes_nothing_of_another_component(station: Station) -> None:
    answer = station.send("POST", "plans/v1.1.0", {"train": "sdk"})

    assert answer.status_code == 409
    assert "takes releases of sdk" in answer.json["detail"]
