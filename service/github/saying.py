"""Saying: the worker's task that takes what is due out of the outbox and says it on GitHub."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import Final
from uuid import UUID

from domain.errors import NotFound, ShipledgerError
from projections.repositories import Repository, repository
from service.github.connection import Connection
from service.github.errors import RateLimited, Rejected
from service.github.publishing import AT_MOST_ONCE, PACED, PUBLISHERS
from service.github.publishing.desk import Declined, Desk
from service.github.voting import Voting
from service.ledger import Ledger
from service.outbox import Outbox, Said, Waiting

# GitHub lets an account create some 500 things an hour; the rest is left for people's own tools.
AN_HOUR: Final = 450
HOUR: Final = timedelta(hours=1)


class Saying:
    """Says what is due, one thing after the other; safe to be stopped anywhere."""

    def __init__(
        self,
        ledger: Ledger,
        outbox: Outbox,
        connection: Connection,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._ledger = ledger
        self._outbox = outbox
        self._connection = connection
        self._clock = clock
        self._voting = Voting(ledger, clock)
        self._desks: dict[UUID, Desk] = {}

    def run(self, stop: Event) -> None:
        """Until nothing is due, or GitHub wants no more of us."""
        self._desks.clear()  # an App may have been installed anew
        while rows := self._outbox.due(PUBLISHERS.keys() - self._resting()):
            for row in rows:
                if stop.is_set():
                    return
                if row.kind in self._resting():
                    break
                self._settle(row)

    def _resting(self) -> frozenset[str]:
        """The kinds of which GitHub had enough within the last hour."""
        said = self._outbox.settled_since(self._clock() - HOUR, PACED)
        return PACED if said >= AN_HOUR else frozenset()

    def _settle(self, row: Waiting) -> None:
        if self._outbox.is_settled(row):
            return
        try:
            self._outbox.done(row, self._said(row))
        except RateLimited as limit:
            self._outbox.postpone(row, limit.until, str(limit))
            raise
        except (Declined, Rejected, NotFound) as error:
            self._outbox.give_up(row, str(error))
        except ShipledgerError as error:
            self._outbox.failed(row, str(error))

    def _said(self, row: Waiting) -> Said:
        if row.kind in AT_MOST_ONCE:
            if row.attempts:
                raise Declined("it was sent before, and nothing shows whether it arrived")
            self._outbox.begin(row)
        return PUBLISHERS[row.kind](self._desk(row.stream), row)

    def _desk(self, stream: UUID) -> Desk:
        if stream not in self._desks:
            with self._ledger.look(stream) as view:
                known = repository(view)
            if known.forge != "github":
                raise Declined(f"{known.name} is not on GitHub: there is no place to say it")
            calls = self._connection.calls(self._installation(known))
            self._desks[stream] = Desk(
                *(calls, int(known.forge_id), self._connection.app_id, self._connection.api),
                vote=self._voting.at(stream),
            )
        return self._desks[stream]

    def _installation(self, known: Repository) -> int | None:
        if not self._connection.is_app:
            return None
        if known.connected:
            return known.connected[-1]
        path = f"/repositories/{known.forge_id}/installation"
        return int(self._connection.as_app().read(path).json["id"])
