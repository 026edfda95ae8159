"""Group commit in an event loop: what comes in while a batch is written is the next one."""

import threading
from collections.abc import Iterable
from time import monotonic

import gevent
from gevent.event import Event
from gevent.lock import Semaphore

from service.recorders.batch import Written, pack
from service.serving.loop import Loop
from service.writer import Lock, Record, Ticket, Writer, failed, settled, too_late

# A delivery is in some pieces on its way; who is not in after so many turns comes with the next.
_TURNS = 12
# So many are worth a commit: while more are waited for, the database would have nothing to do.
_ENOUGH = 20


class LoopWriter(Writer):
    """Deliveries wait without a thread each; one thread writes for all of them.

    Threads beside the loop may wait on it, too.
    """

    def __init__(self, record: Record, loop: Loop) -> None:
        super().__init__(record)
        self._loop = loop
        self._more = Event()
        self._hand = loop.threads(1)
        self._running = gevent.spawn(self._run)

    def close(self) -> None:
        """Write what is waiting, and take nothing more."""
        if not self._closed:
            self._closed = True
            self._loop.ask(self._end)

    def _end(self) -> None:
        self._more.set()
        self._running.join(self.patience)
        self._hand.kill()

    def _lock(self) -> Lock:
        return Semaphore(1) if self._loop.is_here() else threading.Lock()

    def _take(self, ticket: Ticket) -> None:
        if self._loop.is_here():
            self._put(ticket)
        else:
            self._loop.soon(self._put, ticket)

    def _wait(self, ticket: Ticket) -> Written:
        return ticket.wait(None)  # each is told in time

    def _put(self, ticket: Ticket) -> None:
        self._waiting.put(ticket)
        self._more.set()

    def _run(self) -> None:
        while not self._closed:
            self._more.wait()
            self._more.clear()
            while self.waiting():
                self._let_in()
                for ticket in self._outcome(self._gather()):
                    ticket.settle()

    def _outcome(self, batch: list[Ticket]) -> Iterable[Ticket]:
        """The batch with what became of it, in good time for the first of it.

        One clock for all of them: one for each ticket would cost as much as its translation. They
        are packed here and not in the thread, which would have to take its turns beside the loop.
        """
        try:
            for ticket, entry in zip(batch, pack([one.entry for one in batch]), strict=True):
                ticket.entry = entry
            # While a batch before this one still holds the thread, this one has to wait for it.
            with gevent.Timeout(max(0.0, batch[0].since + self.patience - monotonic())):
                return self._hand.apply(self._written, (batch,))
        except gevent.Timeout:
            return failed(batch, too_late(self.patience))
        except Exception as error:  # noqa: BLE001 - whatever it was, the next batch must be written
            return failed(batch, error)

    def _written(self, batch: list[Ticket]) -> list[Ticket]:
        return [*settled(batch, self._record)]

    def _let_in(self) -> None:
        """A commit costs the same for one as for many, so whoever is at the door comes along."""
        for _ in range(_TURNS):
            before = self.waiting()
            gevent.sleep(0)
            if self.waiting() == before or self.waiting() >= _ENOUGH:
                return
