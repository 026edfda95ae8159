"""Alertmanager: where an alert belongs, and what of it is news."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from domain.alert import AlertFact, AlertFired, AlertResolved
from domain.errors import Malformed
from domain.fact import Actor
from domain.topics import decode, encode
from tests.payloads import minute
from tests.payloads.alerts import alert, notification
from webhooks.alertmanager import AGAIN, Alert, Receiver, news, read_alert, read_notification

SHOP = {"repository": "octo/shop", "environment": "production"}
NOBODY = Receiver()


def read(told: dict[str, Any], receiver: Receiver = NOBODY) -> Alert:
    found = read_alert(json.dumps(told).encode(), receiver, "alertmanager")
    assert decode(encode(found.fact)) == found.fact
    return found


def fired(at: float, inferred: str = "") -> AlertFired:
    told = {"alert": "HighErrors", "fingerprint": "c0ffee", "environment": "production"}
    return AlertFired(at=minute(at), via="alertmanager", inferred=inferred, **told)


def resolved(at: float) -> AlertResolved:
    told = {"alert": "HighErrors", "fingerprint": "c0ffee", "environment": "production"}
    return AlertResolved(at=minute(at), via="alertmanager", **told)


def test_a_notification_holds_several_alerts_each_to_itself() -> None:
    first, second = alert(minute(1), **SHOP), alert(minute(2), minute(3), **SHOP)
    told = read_notification(json.dumps(notification(first, second, truncatedAlerts=2)).encode())
    assert [json.loads(one) for one in told.alerts] == [first, second]
    assert told.left_out == 2


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"version": "4"}', b'{"version": "4", "alerts": {}}', b"\xff"]
)
def test_what_is_no_notification_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed, match="no notification of Alertmanager's"):
        read_notification(body)


def test_another_version_is_not_guessed_at() -> None:
    with pytest.raises(Malformed, match="version 3"):
        read_notification(json.dumps(notification(version="3")).encode())


def test_an_alert_fires_since_its_beginning() -> None:
    assert read(alert(minute(1), **SHOP)) == Alert(
        "octo/shop",
        AlertFired(
            at=minute(1),
            via="alertmanager",
            by=Actor("Alertmanager", kind="tool"),
            alert="HighErrors",
            fingerprint="c0ffee0000000001",
            environment="production",
            severity="page",
            summary="The error rate is 0.053",
            url="https://prometheus.example.org/graph?g0.expr=errors",
        ),
    )


def test_an_alert_is_over_since_its_end() -> None:
    over = read(alert(minute(1), minute(4), **SHOP)).fact
    assert (type(over), over.at) == (AlertResolved, minute(4))


def test_a_description_stands_in_for_a_summary() -> None:
    told = alert(minute(1), **SHOP) | {"annotations": {"description": "Too many errors"}}
    assert read(told).fact.summary == "Too many errors"
    told.pop("annotations")
    assert read(told).fact.summary == ""


def test_the_address_says_what_no_label_does_and_no_more() -> None:
    receiver = Receiver("octo/door", "staging")
    by_address, by_label = (
        read(alert(minute(1)), receiver),
        read(alert(minute(1), **SHOP), receiver),
    )
    assert (by_address.repository, by_address.fact.environment) == ("octo/door", "staging")
    assert (by_label.repository, by_label.fact.environment) == ("octo/shop", "production")


@pytest.mark.parametrize("missing", SHOP)
def test_an_alert_that_belongs_nowhere_says_what_it_lacks(missing: str) -> None:
    labels = {name: value for name, value in SHOP.items() if name != missing}
    with pytest.raises(Malformed, match=rf"HighErrors does not say its {missing}.*\?{missing}="):
        read(alert(minute(1), **labels))


@pytest.mark.parametrize(
    "change",
    [
        {"status": "smouldering"},
        {"fingerprint": ""},
        {"startsAt": "yesterday"},
        {"startsAt": "2026-03-02T09:00:00"},
        {"startsAt": "0001-01-01T00:00:00+02:00"},
        {"labels": SHOP},
        {"labels": {"alertname": "A", "environment": "a\nb", "repository": "octo/shop"}},
    ],
)
def test_an_alert_that_cannot_be_read_is_told_apart(change: dict[str, Any]) -> None:
    with pytest.raises(Malformed, match="no alert as Alertmanager tells of it"):
        read(alert(minute(1), **SHOP) | change)


def test_a_nul_in_a_summary_is_replaced() -> None:
    assert read(alert(minute(1), summary="a\x00b", **SHOP)).fact.summary == "a\ufffdb"


FIRED, RESOLVED = fired(10), resolved(20)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ([], FIRED),
        ([], RESOLVED),
        ([FIRED], RESOLVED),
        ([FIRED], resolved(10)),
        ([FIRED, RESOLVED], fired(30)),
    ],
)
def test_what_was_not_known_is_news(known: list[AlertFact], told: Any) -> None:
    assert news(told, known, minute(40)) is told


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ([FIRED], FIRED),
        ([FIRED], fired(12)),
        ([FIRED, RESOLVED], RESOLVED),
        ([fired(30)], RESOLVED),
    ],
)
def test_what_is_told_again_and_the_end_of_a_time_before_are_none(
    known: list[AlertFact], told: Any
) -> None:
    assert news(told, known, minute(40)) is None


def test_an_alert_that_fires_on_after_all_fires_since_it_was_heard() -> None:
    again = news(FIRED, [FIRED, RESOLVED], minute(25))
    assert again == fired(25, inferred=AGAIN)
    over = news(resolved(24), [FIRED, RESOLVED, fired(25, inferred=AGAIN)], minute(26))
    assert over is not None
    assert (type(over), over.at, over.inferred) == (AlertResolved, minute(26), AGAIN)


def test_what_was_heard_before_the_last_that_is_known_changes_nothing() -> None:
    known: Sequence[AlertFact] = [FIRED, RESOLVED]
    assert news(FIRED, known, minute(15)) is None
