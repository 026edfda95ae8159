"""The library's mapper, taught to read facts, so that its own tools can walk our log."""

from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent

from domain.fact import Fact, topic
from domain.topics import FACTS, decode, encode


class RecordedFact(msgspec.Struct, frozen=True):
    """A fact at its place in its stream, as the library expects an event to look."""

    originator_id: UUID
    originator_version: int
    fact: Fact


class FactMapper(Mapper[UUID]):
    """Facts are plain structs in our own encoding; decisions are the library's, in its own."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        if isinstance(domain_event, RecordedFact):
            return StoredEvent(
                domain_event.originator_id,
                domain_event.originator_version,
                topic(domain_event.fact),
                encode(domain_event.fact),
            )
        return super().to_stored_event(domain_event)

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        if stored_event.topic in FACTS:
            assert isinstance(stored_event.originator_id, UUID)
            return RecordedFact(
                stored_event.originator_id,
                stored_event.originator_version,
                decode(stored_event.state),
            )
        return super().to_domain_event(stored_event)
