"""Notebooks: how what people decide about notes is tried and saved, whoever else writes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, NamedTuple, cast
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError

from domain.edit import AlreadySo, Signature, signed
from domain.errors import ShipledgerError
from domain.notebook import Notebook, Signed

ATTEMPTS: Final = 8

# What is decided of a notebook, by somebody.
Decide = Callable[[Notebook, Signature], None]


class Stale(ShipledgerError):
    """Somebody decided meanwhile; nothing was changed."""


class Busy(ShipledgerError):
    """Others decide so fast that we never came in between; nothing was changed."""


class Pen(NamedTuple):
    """Who writes and why; `version` is that of the notebook that was read, where it matters."""

    by: str
    reason: str
    version: int | None = None


class Settled(NamedTuple):
    """What became of decisions: how many are new, and why the others are not."""

    new: int
    already: tuple[str, ...]


class Notebooks:
    """The notebooks of all repositories, in the ledger."""

    def __init__(
        self,
        ledger: Application[UUID],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._clock = clock

    def settle(self, stream: UUID, pen: Pen, *decisions: Decide) -> Settled:
        """Record the decisions, all or none; those that stand already are passed over.

        Of two who decide at once each has his say, one after the other. Raises `Refused`, and
        `Stale` where the notebook is not the one that was read.
        """
        for _ in range(ATTEMPTS):
            notebook, settled = self._decided(stream, pen, decisions)
            try:
                if settled.new:
                    self._ledger.save(notebook)
            except IntegrityError:
                # Somebody else recorded first: look at the new past, and decide again.
                continue
            return settled
        raise Busy("Others write in this notebook all the time. Nothing was changed: try again.")

    def tried(self, stream: UUID, pen: Pen, *decisions: Decide) -> list[Signed]:
        """What `settle` would record."""
        notebook, _ = self._decided(stream, pen, decisions)
        return [one for one in notebook.collect_events() if isinstance(one, Signed)]

    def _decided(
        self, stream: UUID, pen: Pen, decisions: tuple[Decide, ...]
    ) -> tuple[Notebook, Settled]:
        at = self._clock()
        notebook = self._open(stream, at)
        prove_fresh(notebook, pen)
        sign, already = signed(pen.by, pen.reason, at), []
        for decide in decisions:
            try:
                decide(notebook, sign)
            except AlreadySo as same:
                already.append(str(same))
        return notebook, Settled(len(decisions) - len(already), tuple(already))

    def _open(self, stream: UUID, at: datetime) -> Notebook:
        try:
            return cast("Notebook", self._ledger.repository.get(Notebook.create_id(stream)))
        except AggregateNotFoundError:
            return Notebook.of(stream, at=at)


def prove_fresh(notebook: Notebook, pen: Pen) -> None:
    """Raise `Stale` where the writer has read another version."""
    version = notebook.version - 1  # the first event opened it
    if pen.version is not None and pen.version != version:
        raise Stale(
            f"Somebody decided meanwhile: the notebook has version {version}, and you read "
            f"{pen.version}. Nothing was changed: read it again, and decide again."
        )
