"""An event loop in a thread of its own, so that a test may wait beside it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue

from gevent.event import Event

from service.serving.loop import Loop


@contextmanager
def running_loop() -> Iterator[Loop]:
    """One that runs until the block is left."""
    made: SimpleQueue[tuple[Loop, Event]] = SimpleQueue()

    def run() -> None:
        over = Event()
        made.put((Loop(), over))
        while not over.wait(60):  # with nothing to wait for, it would end
            pass

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    loop, over = made.get()
    try:
        yield loop
    finally:
        loop.soon(over.set)
        thread.join(10)
