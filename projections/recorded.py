"""What was recorded of people's decisions, as folds see it: each one at its position."""

from typing import Any, NamedTuple

from domain.aggregate import Decision


class Recorded(NamedTuple):
    """A decision, at its position of the ledger."""

    position: int
    decision: Any

    @property
    def kind(self) -> type[Decision]:
        """Its class, by which a fold tells it from others."""
        return type(self.decision)
