"""Serving: how a process waits, by an event loop where its web worker has one, else by threads."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from service.writer import Record, Writer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Manner(NamedTuple):
    """`writer` makes what deliveries wait for; `aside` puts an application where it may block."""

    writer: Callable[[Record], Writer]
    aside: "Callable[[WSGIApplication], WSGIApplication]"


BY_THREADS = Manner(Writer, lambda application: application)
# That of this process. A worker with a loop says so before it loads the application.
manner = BY_THREADS
