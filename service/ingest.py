"""The intake: a delivery is proved, understood and written down, and nothing else is done."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from domain.errors import Malformed, NotFound, Refused, ShipledgerError
from service import alerting
from service.delivery import Delivery, DeliveryRow, Receipt
from service.ledger import Ledger, Stand, unknown
from service.recorders.errors import StoreUnavailable
from webhooks import events
from webhooks.delivery import json_of, read_headers, verify
from webhooks.events import CloudEvent, MalformedEvent
from webhooks.translate import translate
from webhooks.translation import Envelope, Translation

JSON = "application/json"
# Whether the caller may tell events of a repository.
Tells = Callable[[Ledger, Stand, UUID], bool]


class Unsigned(ShipledgerError):
    """Nobody who knows our secret sent this."""


class Intake:
    """Where deliveries become facts; `secrets` are those of GitHub's webhooks."""

    def __init__(
        self,
        ledger: Ledger,
        secrets: tuple[str, ...],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._secrets = secrets
        self._clock = clock

    def github(self, body: bytes, headers: Mapping[str, str]) -> Receipt:
        """What became of a delivery by GitHub.

        Raises `Unsigned`; `Malformed` where its headers do not say what it is; `StoreUnavailable`.
        Whatever else is wrong with it, it is written down as it came, parked with the reason.
        """
        if not verify(body, headers.get("X-Hub-Signature-256", ""), self._secrets):
            raise Unsigned(
                "The signature in X-Hub-Signature-256 is not this body's: set the same secret in"
                " the webhook on GitHub and in SHIPLEDGER_WEBHOOK_SECRET."
            )
        said = read_headers(headers.items())
        delivery = Delivery(
            source="github",
            id=said.id,
            event=said.event,
            body=body,
            received=self._clock(),
            headers=tuple(headers.items()),
            hook=said.hook,
        )
        return self.write(delivery, said.content_type)

    def events(
        self, body: bytes, headers: Mapping[str, str], *, tells: Tells = lambda *_: True
    ) -> list[Receipt]:
        """What became of one or many events by another tool.

        `tells` says of which repositories the caller may: of others he hears that there are none.
        Raises `Malformed`, or `MalformedEvent` with every fault of every event: then nothing was
        written. Raises `StoreUnavailable`: then some may have been, and to send all again is right.
        """
        told = events.read_events(headers.items(), body)
        with self._ledger.stand() as stand:
            translations = self._translated(stand, told, tells)
        kept = [_delivery(event, headers, self._clock()) for event in told]
        return [self._ledger.record(*both) for both in zip(kept, translations, strict=True)]

    def write(self, delivery: Delivery, content_type: str) -> Receipt:
        """Write down what a delivery tells, or that it could not be understood."""
        try:
            return self._ledger.record(delivery, self._understood(delivery, content_type))
        except Malformed as error:
            return self._ledger.record(delivery, None, str(error))
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not lose a delivery
            return self._ledger.record(delivery, None, f"our mistake, please report it: {error!r}")

    def retry(self, row: DeliveryRow) -> Receipt:
        """Take up a parked delivery with what we understand by now; raises `Refused` for others."""
        if row.state != "parked":
            raise Refused(f"Delivery {row.seq} is {row.state}: only parked ones are tried again.")
        delivery = Delivery(
            row.source, row.id, row.event, row.body, row.received, row.headers, row.hook
        )
        return self.write(delivery, dict(row.headers).get("Content-Type", JSON))

    def _understood(self, delivery: Delivery, content_type: str) -> Translation:
        if delivery.source == "event":
            (event,) = events.read_events(delivery.headers, delivery.body)
            with self._ledger.stand() as stand:
                return self._translated(stand, (event,), lambda *_: True)[0]
        if delivery.source == alerting.SOURCE:
            return alerting.understood(self._ledger, delivery)
        envelope = Envelope(delivery.event, f"{delivery.source}:{delivery.id}", delivery.received)
        return translate(json_of(content_type, delivery.body), envelope)

    def _translated(
        self, stand: Stand, told: Iterable[CloudEvent], tells: Tells
    ) -> list[Translation]:
        """The translation of each; of all faults their sender should hear at once."""
        translations: list[Translation] = []
        faults: list[tuple[str, str]] = []
        for event in told:
            try:
                translations.append(events.translate(event, self._resolving(stand, event, tells)))
            except MalformedEvent as error:
                faults.extend(error.errors)
        if faults:
            raise MalformedEvent(*faults)
        return translations

    def _resolving(self, stand: Stand, event: CloudEvent, tells: Tells) -> Callable[[str], UUID]:
        def resolve(name: str) -> UUID:
            try:
                stream = self._ledger.resolve(stand, name)
            except NotFound as error:
                raise MalformedEvent((event.within, str(error))) from error
            if not tells(self._ledger, stand, stream):
                raise MalformedEvent((event.within, str(unknown(name))))
            return stream

        return resolve


def _delivery(event: CloudEvent, headers: Mapping[str, str], received: datetime) -> Delivery:
    """The event as it is kept; in binary mode its attributes are headers."""
    said = {name: value for name, value in headers.items() if name.lower().startswith("ce-")}
    kept = said if event.content_type == JSON else {}
    return Delivery(
        source="event",
        id=event.id,
        event=event.type,
        body=event.body,
        received=received,
        headers=(("Content-Type", event.content_type), *kept.items()),
        hook=event.source,
    )
