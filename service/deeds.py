"""Deeds: how what people decide about a process is tried and saved, whoever decides meanwhile."""

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from threading import Lock
from time import sleep
from typing import Any, Final, Generic, TypeVar, cast
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError

from domain.aggregate import Aggregate
from domain.deed import Deed, Signing
from domain.edit import AlreadySo
from domain.errors import Refused
from service.notebook import Busy, Settled
from service.recorders.filing import filed

# Fifty who vote at once on several machines: each attempt lets at least one of them through.
ATTEMPTS: Final = 64
PATIENCE: Final = 0.01  # seconds that an attempt may wait at most, times its number

A = TypeVar("A", bound=Aggregate)
# What is decided about an aggregate, signed.
Decide = Callable[[A, Signing], None]
# What is recorded of a decision that was refused.
Refusing = Callable[[A, Signing, Refused], None]


# Within a process those who decide about one thing stand in line, rather than try again.
_LINES: Final = tuple(Lock() for _ in range(64))


class Deeds(Generic[A]):
    """The aggregates of one kind, in the ledger. Made once a process; thread-safe.

    The kind has `create_id(*key)` and `of(*key, at=…)`, an empty one.
    """

    def __init__(
        self,
        ledger: Application[UUID],
        kind: type[A],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._kind: Any = kind
        self.clock = clock

    def settle(
        self,
        key: tuple[str, ...],
        signing: Signing,
        *decisions: Decide[A],
        refusing: Refusing[A] | None = None,
    ) -> Settled:
        """Record the decisions, all or none; those that stand already are passed over.

        Of two who decide at once each has his say, one after the other: the second is decided
        anew, on what the first has recorded. Raises `Refused`, after `refusing` has recorded that.
        """
        id_ = self._kind.create_id(*key)
        with _LINES[id_.int % len(_LINES)]:
            for attempt in range(ATTEMPTS):
                one, refusal = self.kept(*key), None
                try:
                    settled = decided(one, signing, decisions)
                except Refused as refused:
                    if refusing is None:
                        raise
                    # All or none: what was decided before the refusal is not recorded either.
                    one, refusal, settled = self.kept(*key), refused, Settled(0, ())
                    refusing(one, signing, refused)
                if self._saved(one):
                    if refusal:
                        raise refusal
                    return settled
                # Another process recorded first: look at the new past, and decide again.
                sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - no secret
        raise Busy("Others decide about the same all the time. Nothing was changed: try again.")

    def kept(self, *key: str) -> A:
        """The aggregate as it stands; an empty one where nobody decided anything yet."""
        try:
            return cast("A", self._ledger.repository.get(self._kind.create_id(*key)))
        except AggregateNotFoundError:
            return cast("A", self._kind.of(*key, at=self.clock()))

    def _saved(self, one: A) -> bool:
        """False where somebody else was first. Where nothing was decided, nothing is to do."""
        events = one.collect_events()
        if not any(isinstance(event, Deed) for event in events):
            return True
        try:
            self._ledger.save(*events, filed=filed(events))
        except IntegrityError:
            return False
        return True


def decided(one: A, signing: Signing, decisions: Iterable[Decide[A]]) -> Settled:
    """Let the aggregate decide; raises `Refused`, and then nothing of it may be saved."""
    new, already = 0, []
    for decide in decisions:
        try:
            decide(one, signing)
            new += 1
        except AlreadySo as same:
            already.append(str(same))
    return Settled(new, tuple(already))
