"""A session: somebody logged in with a browser, until it is over or taken back."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event

from domain.aggregate import Aggregate, Beginning, Decision
from domain.edit import AlreadySo


class Session(Aggregate):
    """Known by a number that nobody can guess; the browser's cookie names it, signed."""

    TOPIC = "session"

    class Started(Beginning):
        """`means` is what proved it; `proved_at` when the person last did so, as we were told."""

        TOPIC = "session.started"
        number: str
        person: str
        name: str
        means: str
        proved_at: datetime
        at: datetime
        expires: datetime

    class Ended(Decision):
        TOPIC = "session.ended"
        by: str
        at: datetime

    @staticmethod
    def create_id(number: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"shipledger:/session/{number}")

    @event(Started)
    def __init__(  # noqa: PLR0913, PLR0917 - a stored decision is flat
        self,
        number: str,
        person: str,
        name: str,
        means: str,
        proved_at: datetime,
        at: datetime,
        expires: datetime,
    ) -> None:
        self.number = number
        self.person = person
        self.name = name
        self.means = means
        self.proved_at = proved_at
        self.at = at
        self.expires = expires
        self.ended_at: datetime | None = None
        self.ended_by = ""

    def end(self, *, by: str, at: datetime) -> None:
        """Log out; the cookie opens nothing from then on."""
        if self.ended_at:
            raise AlreadySo("This session is over already.")
        self._end(by=by, at=at)

    @event(Ended)
    def _end(self, by: str, at: datetime) -> None:
        self.ended_at = at
        self.ended_by = by

    def stands(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.ended_at is None and now < self.expires
