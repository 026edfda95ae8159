"""Group commit in an event loop: what comes in while a batch is written is the next one."""

import threading

import gevent
from gevent.event import Event
from gevent.lock import Semaphore

from service.serving.loop import Loop
from service.writer import PATIENCE, Lock, Record, Ticket, Writer, settled

# A delivery is in some pieces on its way; who is not in after so many turns comes with the next.
_TURNS = 4


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
        if self._closed:
            return
        if not self._loop.is_here():
            return self._loop.ask(self.close)
        self._closed = True
        self._more.set()
        self._running.join(PATIENCE)
        self._hand.kill()

    def _lock(self) -> Lock:
        return Semaphore(1) if self._loop.is_here() else threading.Lock()

    def _take(self, ticket: Ticket) -> None:
        if self._loop.is_here():
            self._put(ticket)
        else:
            self._loop.soon(self._put, ticket)

    def _put(self, ticket: Ticket) -> None:
        self._waiting.put(ticket)
        self._more.set()

    def _run(self) -> None:
        while not self._closed:
            self._more.wait()
            self._more.clear()
            while self.waiting():
                self._let_in()
                done = self._hand.apply(self._written, (self._gather(),))
                for ticket in done:
                    ticket.settle()

    def _written(self, batch: list[Ticket]) -> list[Ticket]:
        return [*settled(batch, self._record)]

    def _let_in(self) -> None:
        """A commit costs the same for one as for many, so whoever is at the door comes along."""
        for _ in range(_TURNS):
            before = self.waiting()
            gevent.sleep(0)
            if self.waiting() == before:
                return
