"""Alertmanager's door: alerts become facts once, and one that nobody can place is kept."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.fact import topic
from domain.repository import RepositoryNamed, stream_of
from domain.subject import alerts
from domain.token import READ, WRITE_DELIVERIES, WRITE_EVENTS
from projections.fold import in_order
from service.alerting import Alerting
from service.ledger import Ledger, open_ledger
from tests.engines import Sqlite
from tests.ledgers import migrated, tell
from tests.payloads.alerts import alert, notification
from tests.site import Site, pushed_tag
from webhooks.alertmanager import Receiver

START = datetime(2026, 6, 2, 12, tzinfo=UTC)
SHOP = {"repository": "octo/shop", "environment": "production"}
STREAM = stream_of("github", "42")
NAMED = {"name": "octo/shop", "forge": "github", "forge_id": "42", "default_branch": "main"}
DOOR = "/webhooks/alertmanager"


class Clock:
    """Ten minutes after the beginning, until somebody turns it."""

    def __init__(self) -> None:
        self.now = minute(10)

    def __call__(self) -> datetime:
        return self.now


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(sqlite: Sqlite, clock: Clock) -> Iterator[Site]:
    ledger = open_ledger(sqlite.fresh(migrated))
    site = Site(ledger, public_read=False, clock=clock)
    site.deliver("push", pushed_tag("v1.0.0"))
    yield site
    ledger.close()


def send(site: Site, *told: dict[str, Any], query: str = "", **changes: Any) -> Any:
    body = json.dumps(notification(*told, **changes)).encode()
    token = site.token(WRITE_EVENTS)
    return site.post(f"{DOOR}{query}", data=body, content_type="application/json", token=token)


def outcomes(answer: Any) -> list[str]:
    return [one["outcome"] for one in answer.json["items"]]


def told(site: Site) -> list[tuple[str, str]]:
    """What of alerts is in the ledger, with its time of the day."""
    with site.ledger.look(STREAM) as view:
        facts = [one.fact for one in in_order(view.about(alerts("production")))]
    return [(f"{one.at:%H:%M}", topic(one)) for one in facts]


def test_an_alert_fires_and_is_over(site: Site) -> None:
    first = send(site, alert(minute(1), **SHOP))
    then = send(site, alert(minute(1), minute(5), **SHOP))
    assert (first.status_code, outcomes(first), outcomes(then)) == (202, ["recorded"], ["recorded"])
    assert told(site) == [("12:01", "alert.fired.1"), ("12:05", "alert.resolved.1")]


def test_what_is_told_again_is_no_new_fact_even_with_another_figure(site: Site) -> None:
    send(site, alert(minute(1), **SHOP))
    same = send(site, alert(minute(1), **SHOP))
    other = send(site, alert(minute(1), summary="The error rate is 0.061", **SHOP))
    assert (same.status_code, outcomes(same)) == (200, ["repeated"])
    assert (other.status_code, outcomes(other)) == (200, ["repeated"])
    assert told(site) == [("12:01", "alert.fired.1")]


def test_an_alert_that_fires_on_after_its_end_is_not_lost(site: Site, clock: Clock) -> None:
    send(site, alert(minute(1), **SHOP))
    send(site, alert(minute(1), minute(5), **SHOP))
    answer = send(site, alert(minute(1), **SHOP))
    assert outcomes(answer) == ["recorded"]
    assert told(site)[-1] == ("12:10", "alert.fired.1")
    clock.now = minute(20)
    send(site, alert(minute(1), minute(19), **SHOP))
    assert told(site)[-1] == ("12:19", "alert.resolved.1")


def test_many_who_tell_of_one_alert_at_once_tell_it_once(ledger: Ledger) -> None:
    tell(ledger, STREAM, [RepositoryNamed(at=START, via="test", **NAMED)])
    alerting = Alerting(ledger, lambda: minute(10))

    def take(number: int) -> str:
        one = alert(minute(1), summary=f"The error rate is 0.{number}", **SHOP)
        (receipt,) = alerting.take(json.dumps(notification(one)).encode(), Receiver())
        return receipt.outcome

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(take, range(16)))
    assert found == ["recorded", *["repeated"] * 15]
    with ledger.look(STREAM) as view:
        assert len(view.about(alerts("production"))) == 1


def test_several_alerts_come_in_one_body_and_one_that_nobody_can_place_is_kept(site: Site) -> None:
    nowhere = alert(minute(1), fingerprint="b", environment="production")
    unknown = alert(minute(1), fingerprint="c", repository="octo/boat", environment="production")
    answer = send(site, alert(minute(1), **SHOP), nowhere, unknown)

    assert answer.status_code == 202
    assert outcomes(answer) == ["recorded", "parked", "parked"]
    assert "does not say its repository" in answer.json["items"][1]["reason"]
    assert "octo/boat" in answer.json["items"][2]["reason"]
    assert told(site) == [("12:01", "alert.fired.1")]


def test_the_address_may_say_where_alerts_belong(site: Site) -> None:
    answer = send(site, alert(minute(1)), query="?repository=octo/shop&environment=production")
    assert outcomes(answer) == ["recorded"]
    assert told(site) == [("12:01", "alert.fired.1")]


def test_a_parked_alert_is_taken_up_once_its_repository_is_known(site: Site) -> None:
    query = "?repository=octo/boat&environment=production"
    (parked,) = send(site, alert(minute(1)), query=query).json["items"]
    push = pushed_tag("v1.0.0")
    push["repository"] |= {"id": 43, "full_name": "octo/boat"}
    site.deliver("push", push)

    token = site.token(WRITE_DELIVERIES)
    answer = site.post(f"/api/v1/deliveries/{parked['seq']}/retry", token=token)

    assert (answer.json["outcome"], answer.json["facts"]) == ("recorded", 1)
    assert outcomes(send(site, alert(minute(1)), query=query)) == ["noted"]


def test_what_alertmanager_left_out_is_not_passed_over(site: Site) -> None:
    answer = send(site, alert(minute(1), **SHOP), truncatedAlerts=3)
    assert outcomes(answer) == ["recorded", "parked"]
    assert "left 3 alerts out" in answer.json["items"][1]["reason"]


def test_a_misspelt_address_is_refused_before_something_is_on_fire(site: Site) -> None:
    answer = send(site, alert(minute(1), **SHOP), query="?enviroment=production")
    assert answer.status_code == 422
    assert "enviroment" in answer.json["detail"]
    assert send(site, alert(minute(1)), query="?environment=a%0Ab").status_code == 422


def test_nobody_tells_of_alerts_without_the_scope_for_it(site: Site) -> None:
    body = json.dumps(notification(alert(minute(1), **SHOP)))
    for token, status in (("", 401), (site.token(READ), 403)):
        answer = site.post(DOOR, data=body, content_type="application/json", token=token)
        assert answer.status_code == status


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"version": "1", "alerts": []}'])
def test_what_is_no_notification_is_refused_and_not_kept(site: Site, body: bytes) -> None:
    answer = site.post(DOOR, data=body, token=site.token(WRITE_EVENTS))
    assert answer.status_code == 400
    assert len(site.ledger.deliveries()) == 1
