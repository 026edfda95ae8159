"""The intake: a delivery is proved, understood and written down, and nothing else is done."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from domain.errors import Malformed, Refused, ShipledgerError
from service.delivery import Delivery, DeliveryRow, Receipt
from service.ledger import Ledger
from service.recorders.errors import StoreUnavailable
from webhooks.delivery import json_of, read_headers, verify
from webhooks.translate import translate
from webhooks.translation import Envelope, Translation, Untranslatable

Pairs = Iterable[tuple[str, str]]


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

    def write(self, delivery: Delivery, content_type: str) -> Receipt:
        """Write down what a delivery tells, or that it could not be understood."""
        try:
            translation = understand(delivery, content_type)
            return self._ledger.record(delivery, translation)
        except (Malformed, Untranslatable) as error:
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
        return self.write(delivery, dict(row.headers).get("Content-Type", "application/json"))


def understand(delivery: Delivery, content_type: str) -> Translation:
    """The facts that a delivery tells, by the translator of its source."""
    return TRANSLATORS[delivery.source](delivery, content_type)


def _github(delivery: Delivery, content_type: str) -> Translation:
    envelope = Envelope(delivery.event, f"github:{delivery.id}", delivery.received)
    return translate(json_of(content_type, delivery.body), envelope)


# Who reads what came from where.
TRANSLATORS: Final[dict[str, Callable[[Delivery, str], Translation]]] = {"github": _github}
