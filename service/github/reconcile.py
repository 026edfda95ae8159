"""The reconcile: every night what GitHub shows is compared with what we know.

Webhooks are silent about much: more than three tags at once, what is over 25 MB, `inactive`
deployments, what moved while nobody listened. A reading of all kinds finds it, since the last one
began, and records it as polls.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from service.bookmarks import Bookmarks
from service.github.backfill.backfill import SHOWN_NO_MORE, Backfill
from service.github.backfill.progress import progress
from service.github.connection import Connection
from service.github.gaps import Gap, say
from service.ledger import Ledger

NIGHTLY: Final = timedelta(hours=24)
# What was changed while the last reading was under way may have slipped through it.
OVERLAP: Final = timedelta(hours=1)


class Reconcile:
    """Lets each repository be read again that was read to the end a day ago."""

    def __init__(
        self, connection: Connection, ledger: Ledger, *, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._bookmarks = Bookmarks(ledger.database)
        self._ledger = ledger
        self._clock = clock
        self._backfill = Backfill(connection, ledger, clock=clock)

    def run(self) -> None:
        """Begin those that are due; the backfill reads them in its turns.

        Of a repository that GitHub shows no more, deleted or out of our sight, that is said.
        """
        seen = {one.id for one in self._connection.repositories()}
        for known in progress(self._ledger):
            if known.repository not in seen:
                gap = Gap(known.repository, known.name, SHOWN_NO_MORE, known.began, self._clock())
                say(self._bookmarks, gap)
            elif known.ended and known.began + NIGHTLY <= self._clock():
                self._backfill.again(known.repository, known.began - OVERLAP)
