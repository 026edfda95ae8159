"""The intake of alerts: each is held against what is known of it, and recorded where it is news."""

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from typing import Final
from uuid import UUID

from domain import subject
from domain.alert import AlertFact
from domain.errors import Malformed, NotFound
from domain.fact import Keyed
from projections.fold import in_order
from service.delivery import Delivery, Receipt
from service.ledger import Ledger
from service.recorders.errors import StoreUnavailable
from webhooks.alertmanager import (
    TRUNCATED,
    Alert,
    Receiver,
    news,
    read_alert,
    read_notification,
)
from webhooks.translation import Chapter, Translation

NOTHING_NEW: Final = "nothing new: this was told before"
SOURCE: Final = "alertmanager"
EVENT: Final = "alert"
JSON: Final = "application/json"
# What the receiver's address said is kept as headers of the delivery, for whoever tries it again.
REPOSITORY, ENVIRONMENT = "X-Shipledger-Repository", "X-Shipledger-Environment"
TRIES: Final = 5


class Alerting:
    """Where alerts become facts; thread-safe."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock

    def take(self, body: bytes, receiver: Receiver) -> list[Receipt]:
        """What became of each alert of a notification.

        One that nobody can place is kept all the same, parked with the reason, and so is that
        Alertmanager left some out. Raises `Malformed` for what is no notification.
        """
        told = read_notification(body)
        receipts = [self._take(one, receiver) for one in told.alerts]
        if told.left_out:
            receipts.append(self._park(body, receiver, TRUNCATED.format(told.left_out)))
        return receipts

    def _take(self, body: bytes, receiver: Receiver) -> Receipt:
        try:
            alert = read_alert(body, receiver, via=SOURCE)
            for _ in range(TRIES):
                if receipt := self._recorded(alert, body, receiver):
                    return receipt
        except Malformed as error:
            return self._park(body, receiver, str(error))
        raise StoreUnavailable("others told of the same alert all the time: send it again")

    def _recorded(self, alert: Alert, body: bytes, receiver: Receiver) -> Receipt | None:
        """None where somebody else told of the alert in the meantime."""
        received = self._clock()
        stream, known = known_of(self._ledger, alert)
        translation = translated(alert, stream, known, received)
        number = len(known) + len(translation.told)
        delivery = _delivery(
            f"{alert.fact.fingerprint}~{number}",
            f"{stream}/{alert.fact.environment}",
            *(body, receiver, received),
        )
        receipt = self._ledger.record(delivery, translation)
        if translation.told:
            return receipt if receipt.facts else None
        # What is told again has another text now and then: a figure in its summary.
        return receipt._replace(outcome="repeated") if receipt.outcome == "conflict" else receipt

    def _park(self, body: bytes, receiver: Receiver, reason: str) -> Receipt:
        digest = blake2b(body, digest_size=16).hexdigest()
        delivery = _delivery(digest, "", body, receiver, self._clock())
        return self._ledger.record(delivery, None, reason)


def understood(ledger: Ledger, delivery: Delivery) -> Translation:
    """What a parked alert tells by now; raises `Malformed`."""
    said = dict(delivery.headers)
    receiver = Receiver(said.get(REPOSITORY, ""), said.get(ENVIRONMENT, ""))
    alert = read_alert(delivery.body, receiver, via=SOURCE)
    return translated(alert, *known_of(ledger, alert), delivery.received)


def known_of(ledger: Ledger, alert: Alert) -> tuple[UUID, list[AlertFact]]:
    """The repository's stream, and what is known of the alert, in order; raises `Malformed`."""
    with ledger.stand() as stand:
        try:
            stream = ledger.resolve(stand, alert.repository)
        except NotFound as error:
            raise Malformed(str(error)) from error
        told = ledger.view(stand, stream).about(subject.alert(alert.fact.fingerprint))
    facts = (one.fact for one in in_order(told))
    return stream, [
        fact
        for fact in facts
        if isinstance(fact, AlertFact) and fact.environment == alert.fact.environment
    ]


def translated(
    alert: Alert, stream: UUID, known: list[AlertFact], received: datetime
) -> Translation:
    """The next fact about the alert, by its number: whoever else tells it tells the same one."""
    fact = news(alert.fact, known, received)
    if fact is None:
        return Translation(note=NOTHING_NEW)
    once = f"alert {fact.environment} {fact.fingerprint} {len(known) + 1}"
    return Translation((Chapter(stream, (Keyed(fact, once),)),))


def _delivery(id_: str, hook: str, body: bytes, receiver: Receiver, received: datetime) -> Delivery:
    said = ((REPOSITORY, receiver.repository), (ENVIRONMENT, receiver.environment))
    headers = (("Content-Type", JSON), *((name, value) for name, value in said if value))
    return Delivery(SOURCE, id_, EVENT, body, received, headers, hook)
