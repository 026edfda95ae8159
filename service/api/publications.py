"""The questions about publications: what we said elsewhere, what waits, and to try it again."""

from marshmallow import fields, validate
from msgspec import Struct

from domain.token import WRITE_DELIVERIES
from service.api.asked import CURSOR, LIMIT, Nothing, Parameters
from service.api.guard import Guard
from service.api.paging import Answer, listed, place
from service.api.questions import Questions
from service.api.shapes import listing, shape
from service.api.sight import prove_sees_all
from service.api.traces import trace
from service.attempts import Attempts, DeliveryAttempt
from service.ledger import Ledger
from service.outbox import STATES, Outbox, Published

SEQ = "<int(max=9223372036854775807):seq>"


class Shelf(Struct, frozen=True, kw_only=True):
    state: str | None = None
    limit: int = 50
    cursor: str | None = None


class PublicationsQuery(Parameters):
    value = Shelf

    state = fields.String(
        validate=validate.OneOf(STATES), metadata={"description": "Only those in this state."}
    )
    limit = LIMIT
    cursor = CURSOR


def blueprint(ledger: Ledger, outbox: Outbox, guard: Guard) -> Questions:
    attempts = Attempts(ledger.database)
    about = "What we said on GitHub and to channels, and why."
    questions = Questions("publications", guard, description=about)

    @questions.ask("/publications", PublicationsQuery, listing(Published, "Publications"))
    def every_publication(asked: Shelf) -> Answer:
        """What was said and what waits, newest first."""
        prove_sees_all(ledger)
        after = place(asked.cursor, int)
        found = outbox.page(state=asked.state, after=after, limit=asked.limit + 1)
        entries = found[: asked.limit]
        return listed(entries, entries[-1].seq if len(found) > asked.limit else None)

    @questions.ask(f"/publications/{SEQ}", Nothing, shape(Published))
    def one_publication(_: object, seq: int) -> Published:
        """One publication: what it rests on, and what became of it."""
        prove_sees_all(ledger)
        return outbox.one(seq)

    @questions.ask(
        f"/publications/{SEQ}/attempts", Nothing, listing(DeliveryAttempt, "DeliveryAttempts")
    )
    def attempts_of_publication(_: object, seq: int) -> Answer:
        """Every time that a notification was tried, in their order, and what was answered."""
        prove_sees_all(ledger)
        outbox.one(seq)
        return listed(attempts.of(seq), None)

    @questions.bid(f"/publications/{SEQ}/retry", shape(Published), scope=WRITE_DELIVERIES)
    def retry_publication(_: object, seq: int) -> tuple[Published, int]:
        """Try again what was given up, or send a notification again, with the id that it had."""
        prove_sees_all(ledger)
        outbox.retry(seq, by=trace().caller)
        return outbox.one(seq), 202

    return questions
