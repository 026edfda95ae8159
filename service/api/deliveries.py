"""The questions about deliveries: what came in, what became of it, and to try it again."""

from flask import Response
from marshmallow import fields, validate
from msgspec import Struct

from domain.token import WRITE_DELIVERIES
from service.api.asked import CURSOR, LIMIT, Nothing, Parameters
from service.api.guard import Guard
from service.api.paging import Answer, listed, place
from service.api.questions import Questions
from service.api.shapes import listing, part, shape
from service.api.sight import prove_sees_all
from service.api.webhooks import status_of
from service.delivery import DeliveryRow, Receipt
from service.ingest import Intake
from service.ledger import Ledger
from service.way import Way, way

BYTES = "application/octet-stream"
STATES = ("recorded", "noted", "parked")
SEQ = "<int(max=9223372036854775807):seq>"

_IN_A_LIST = part(DeliveryRow, "Delivery", without=frozenset({"headers", "body"}))
_ALONE = part(DeliveryRow, "DeliveryWithHeaders", without=frozenset({"body"}))


class Shelf(Struct, frozen=True, kw_only=True):
    state: str | None = None
    limit: int = 50
    cursor: str | None = None


class ShelfQuery(Parameters):
    value = Shelf

    state = fields.String(
        validate=validate.OneOf(STATES), metadata={"description": "Only those in this state."}
    )
    limit = LIMIT
    cursor = CURSOR


def blueprint(ledger: Ledger, intake: Intake, guard: Guard) -> Questions:
    questions = Questions("deliveries", guard, description="What came in, kept to the byte.")

    @questions.ask("/deliveries", ShelfQuery, listing(_IN_A_LIST, "Deliveries"))
    def every_delivery(asked: Shelf) -> Answer:
        """The deliveries, newest first."""
        prove_sees_all(ledger)
        after = place(asked.cursor, int)
        found = ledger.deliveries(state=asked.state, after=after, limit=asked.limit + 1)
        entries = found[: asked.limit]
        return listed(entries, entries[-1].seq if len(found) > asked.limit else None)

    @questions.ask(f"/deliveries/{SEQ}", Nothing, _ALONE)
    def one_delivery(_: object, seq: int) -> DeliveryRow:
        """One delivery, with the headers it came with."""
        prove_sees_all(ledger)
        return ledger.delivery(seq)

    @questions.ask(f"/deliveries/{SEQ}/way", Nothing, shape(Way))
    def way_of_delivery(_: object, seq: int) -> Way:
        """How it came, what it told, which answers that touches, and what we said of it."""
        prove_sees_all(ledger)
        return way(ledger, ledger.delivery(seq))

    @questions.ask(
        f"/deliveries/{SEQ}/body",
        Nothing,
        {"type": "string", "format": "binary"},
        scope=WRITE_DELIVERIES,
        content_type=BYTES,
    )
    def delivery_body(_: object, seq: int) -> Response:
        """The body of a delivery, byte for byte as it came."""
        prove_sees_all(ledger)
        return Response(ledger.delivery(seq).body, content_type=BYTES)

    @questions.bid(f"/deliveries/{SEQ}/retry", shape(Receipt), scope=WRITE_DELIVERIES)
    def retry_delivery(_: object, seq: int) -> tuple[Receipt, int]:
        """Try a parked delivery again, with what is understood by now."""
        prove_sees_all(ledger)
        receipt = intake.retry(ledger.delivery(seq))
        return receipt, status_of(receipt)

    return questions
