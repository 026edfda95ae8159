"""An event loop, as the threads beside it see it."""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeVar

import gevent
from gevent.hub import get_hub
from gevent.threadpool import ThreadPool

T = TypeVar("T")


class Loop:
    """That of the thread in which it is made."""

    def __init__(self) -> None:
        self._hub = get_hub()
        self._thread = threading.get_ident()

    def is_here(self) -> bool:
        """Whether the caller is in the loop, where nothing may block."""
        return threading.get_ident() == self._thread

    def threads(self, most: int) -> ThreadPool:
        """Threads that do for the loop what would block it."""
        return ThreadPool(most, hub=self._hub)

    def soon(self, function: Callable[..., object], *arguments: object) -> None:
        """Have the loop call something that does not wait; from any thread."""
        self._hub.loop.run_callback_threadsafe(function, *arguments)

    def ask(self, function: Callable[[], T]) -> T:
        """What the loop says, for whoever is beside it; what the function raises is raised here."""
        if self.is_here():
            return function()
        said: SimpleQueue[tuple[T] | BaseException] = SimpleQueue()

        def answer() -> None:
            try:
                said.put((function(),))
            except BaseException as error:  # noqa: BLE001 - whatever it is, who asked is to hear it
                said.put(error)

        self.soon(gevent.spawn, answer)
        heard = said.get()
        if isinstance(heard, BaseException):
            raise heard
        return heard[0]
