"""Sessions: how one begins when somebody logs in, is recognised by its number, and ends."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple, cast
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from domain.edit import AlreadySo
from domain.session import Session

# When somebody proved who he is of whom the provider does not tell that.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Proof(NamedTuple):
    """Who somebody is, in the words of decisions: the key, how he is called, by what, and since."""

    person: str
    name: str
    means: str
    proved_at: datetime


class Sessions:
    """All sessions of a ledger. Made once a process; thread-safe."""

    def __init__(
        self,
        ledger: Application[UUID],
        *,
        hours: int,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._life = timedelta(hours=hours)
        self._clock = clock

    def begin(self, proof: Proof) -> Session:
        """A new session of somebody who proved who he is."""
        now = self._clock()
        session = Session(secrets.token_hex(16), *proof, at=now, expires=now + self._life)
        self._ledger.save(session)
        return session

    def recognise(self, number: str) -> Session | None:
        """The session of that number, while it stands."""
        session = self._numbered(number)
        return session if session and session.stands(self._clock()) else None

    def end(self, number: str) -> None:
        """Log out; to do so again changes nothing."""
        session = self._numbered(number)
        if session is not None:
            with suppress(AlreadySo):
                session.end(by=session.person, at=self._clock())
                self._ledger.save(session)

    def _numbered(self, number: str) -> Session | None:
        try:
            return cast("Session", self._ledger.repository.get(Session.create_id(number)))
        except AggregateNotFoundError:
            return None
