"""Group commit: request threads wait on one writer, which commits all that is waiting at once."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

from service.recorders.batch import DeliveryEntry, DeliveryKey, Written
from service.recorders.errors import StoreUnavailable

Record = Callable[[list[DeliveryEntry]], list[Written]]

# GitHub hangs up after ten seconds; whoever waits longer than this is told to come again.
PATIENCE = 7.0


class Ticket:
    """One waiting delivery. The lock is held until its outcome is known: cheaper than a Future."""

    __slots__ = ("_done", "entry", "error", "written")

    def __init__(self, entry: DeliveryEntry) -> None:
        self.entry = entry
        self.written: Written | None = None
        self.error: BaseException | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def settle(self) -> None:
        self._done.release()

    def wait(self) -> Written:
        """The outcome; `StoreUnavailable` where it took too long or could not be written.

        A delivery given up on may still be written a moment later: it is then found again under
        its key, so to send it once more is always right.
        """
        if not self._done.acquire(timeout=PATIENCE):
            raise StoreUnavailable(f"the database did not answer within {PATIENCE:.0f} seconds")
        if self.error is not None:
            raise self.error
        assert self.written is not None
        return self.written


class Writer:
    """One thread a process that writes deliveries in batches, in their order of arrival."""

    def __init__(self, record: Record, *, largest_batch: int = 256) -> None:
        self._record = record
        self._largest_batch = largest_batch
        self._waiting: SimpleQueue[Ticket | None] = SimpleQueue()  # None: stop
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False

    def write(self, entry: DeliveryEntry) -> Written:
        """Return once the entry is durable; raise what its writing raised."""
        if self._thread is None:
            self._start()
        if self._closed:
            raise StoreUnavailable("this process is stopping")
        ticket = Ticket(entry)
        self._waiting.put(ticket)
        return ticket.wait()

    def waiting(self) -> int:
        """How many deliveries nobody has begun to write."""
        return self._waiting.qsize()

    def close(self) -> None:
        """Write what is waiting, then end the thread."""
        self._closed = True
        if self._thread:
            self._waiting.put(None)
            self._thread.join(PATIENCE)

    def _start(self) -> None:
        """Made by the first delivery, the thread belongs to the worker and not to its parent."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="shipledger-writer", daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, going_on = self._gather(first)
            settle(batch, self._record)
            if not going_on:
                return

    def _gather(self, first: Ticket) -> tuple[list[Ticket], bool]:
        """What is waiting now, and whether to go on after it."""
        batch = [first]
        while len(batch) < self._largest_batch and not self._waiting.empty():
            ticket = self._waiting.get()
            if ticket is None:
                return batch, False
            batch.append(ticket)
        return batch, True


def settle(batch: list[Ticket], record: Record) -> None:
    """Write a batch; should it fail as a whole, one bad entry must not fail its neighbours."""
    firsts: dict[DeliveryKey, Ticket] = {}
    again = [
        ticket for ticket in batch if firsts.setdefault(ticket.entry.key, ticket) is not ticket
    ]
    record_tickets(list(firsts.values()), record)
    if again:
        # The same delivery twice in one batch: by now it is known.
        settle(again, record)


def record_tickets(tickets: list[Ticket], record: Record) -> None:
    try:
        written = record([ticket.entry for ticket in tickets])
    except StoreUnavailable as error:
        fail(tickets, error)
    except Exception as error:  # noqa: BLE001 - whatever it was, those who wait must hear of it
        if len(tickets) == 1:
            fail(tickets, error)
        else:
            for ticket in tickets:
                record_tickets([ticket], record)
    else:
        for ticket, outcome in zip(tickets, written, strict=True):
            ticket.written = outcome
            ticket.settle()


def fail(tickets: list[Ticket], error: Exception) -> None:
    for ticket in tickets:
        ticket.error = error
        ticket.settle()
