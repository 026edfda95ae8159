"""Group commit: all that wait, wait on one writer, which commits what is waiting at once."""

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from time import monotonic
from typing import Protocol

from service.recorders.batch import DeliveryEntry, DeliveryKey, Written
from service.recorders.errors import StoreUnavailable

Record = Callable[[list[DeliveryEntry]], list[Written]]

# GitHub hangs up after ten seconds; whoever waits longer than this is told to come again.
PATIENCE = 7.0
_LARGEST_BATCH = 256


class Lock(Protocol):
    """A lock of threads, or one of an event loop."""

    def acquire(self, *, timeout: float = ...) -> bool: ...
    def release(self) -> object: ...


class Ticket:
    """One waiting delivery. The lock is held until its outcome is known: cheaper than a Future."""

    __slots__ = ("_done", "entry", "error", "since", "written")

    def __init__(self, entry: DeliveryEntry, done: Lock) -> None:
        self.entry = entry
        self.since = monotonic()
        self.written: Written | None = None
        self.error: BaseException | None = None
        self._done = done
        self._done.acquire()

    def settle(self) -> None:
        self._done.release()

    def wait(self, patience: float | None) -> Written:
        """The outcome; `StoreUnavailable` where it took too long or could not be written.

        A delivery given up on may still be written a moment later: it is then found again under
        its key, so to send it once more is always right.
        """
        if patience is None:
            self._done.acquire()
        elif not self._done.acquire(timeout=patience):
            raise too_late(patience)
        if self.error is not None:
            raise self.error
        assert self.written is not None
        return self.written


class Writer:
    """One thread a process that writes deliveries in batches, in their order of arrival."""

    patience = PATIENCE

    def __init__(self, record: Record) -> None:
        self._record = record
        self._waiting: SimpleQueue[Ticket | None] = SimpleQueue()  # None: stop
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False

    def write(self, entry: DeliveryEntry) -> Written:
        """Return once the entry is durable; raise what its writing raised."""
        if self._closed:
            raise StoreUnavailable("this process is stopping")
        ticket = Ticket(entry, self._lock())
        self._take(ticket)
        return self._wait(ticket)

    def waiting(self) -> int:
        """How many deliveries nobody has begun to write."""
        return self._waiting.qsize()

    def close(self) -> None:
        """Write what is waiting, then end the thread."""
        self._closed = True
        if self._thread:
            self._waiting.put(None)
            self._thread.join(self.patience)

    def _lock(self) -> Lock:
        return threading.Lock()

    def _take(self, ticket: Ticket) -> None:
        if self._thread is None:
            self._start()
        self._waiting.put(ticket)

    def _wait(self, ticket: Ticket) -> Written:
        return ticket.wait(self.patience)

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
            for ticket in settled([first, *self._gather()], self._record):
                ticket.settle()

    def _gather(self) -> list[Ticket]:
        """What is waiting now, up to the word to stop."""
        batch: list[Ticket] = []
        while len(batch) < _LARGEST_BATCH and not self._waiting.empty():
            if (ticket := self._waiting.get()) is None:
                self._waiting.put(None)
                break
            batch.append(ticket)
        return batch


def too_late(patience: float) -> StoreUnavailable:
    return StoreUnavailable(f"the database did not answer within {patience:.0f} seconds")


def settled(batch: list[Ticket], record: Record) -> Iterator[Ticket]:
    """Write a batch; each ticket as its outcome is known.

    Should it fail as a whole, one bad entry must not fail its neighbours.
    """
    firsts: dict[DeliveryKey, Ticket] = {}
    again = [
        ticket for ticket in batch if firsts.setdefault(ticket.entry.key, ticket) is not ticket
    ]
    yield from recorded([*firsts.values()], record)
    if again:
        # The same delivery twice in one batch: by now it is known.
        yield from settled(again, record)


def recorded(tickets: list[Ticket], record: Record) -> Iterator[Ticket]:
    try:
        written = record([ticket.entry for ticket in tickets])
    except StoreUnavailable as error:
        yield from failed(tickets, error)
    except Exception as error:  # noqa: BLE001 - whatever it was, those who wait must hear of it
        if len(tickets) == 1:
            yield from failed(tickets, error)
        else:
            for ticket in tickets:
                yield from recorded([ticket], record)
    else:
        for ticket, outcome in zip(tickets, written, strict=True):
            ticket.written = outcome
            yield ticket


def failed(tickets: list[Ticket], error: Exception) -> Iterator[Ticket]:
    for ticket in tickets:
        ticket.error = error
        yield ticket
