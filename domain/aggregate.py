"""An aggregate: how this project spells a thing that people decide about, and that may refuse."""

from uuid import UUID

from eventsourcing.domain import AggregateCreated, AggregateEvent, BaseAggregate


class Decision(AggregateEvent):
    """Somebody decided something. `timestamp` is when it was recorded; `at` is when it happened."""


class Beginning(Decision, AggregateCreated):
    """The first decision about a thing."""


class Aggregate(BaseAggregate[UUID]):
    """Says its own `TOPIC`, and so does every event in it: a stored name is never a Python path.

    A class that forgets one fails as it is defined.
    """

    Event = Decision
