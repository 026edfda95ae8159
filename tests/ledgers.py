"""A ledger for a test: its tables are made once an engine, and facts are told as deliveries."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from domain.fact import Fact, Keyed
from service.delivery import Delivery, Receipt
from service.ledger import Ledger
from webhooks.translation import Chapter, Translation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

_numbers = count(1)


def migrated(url: str) -> None:
    """Make the tables of an empty database."""
    ledger = Ledger(url, create=True)
    ledger.migrate()
    ledger.close()


def tell(ledger: Ledger, stream: UUID, facts: Iterable[Fact]) -> Receipt:
    """Record facts of a repository, as one delivery of their own."""
    delivery = Delivery("github", f"delivery-{next(_numbers)}", "push", b"{}", NOON)
    keyed = tuple(Keyed(fact) for fact in facts)
    return ledger.record(delivery, Translation((Chapter(stream, keyed),)))
