"""Gunicorn's worker with an event loop: deliveries are answered in it, and all else beside it.

A thread for each delivery that waits for its commit would spend more on taking turns than on the
delivery; and a few senders that are slow would hold all threads.
"""

import gc
import sys
from functools import partial
from typing import Any

from gevent.socket import socket
from gunicorn.workers.ggevent import GeventWorker  # type: ignore[import-untyped]  # it has none

from service import serving
from service.serving.aside import Aside
from service.serving.loop import Loop
from service.serving.writer import LoopWriter

# Beside threads that compute, the loop waits this long for its turn; by default it would be 5 ms.
_TURN = 0.001
# Objects, after which the collector looks for circles among the new ones; by default it is 700.
_NEW = 10_000


class Worker(GeventWorker):  # type: ignore[misc]  # untyped
    """Only the connections are the loop's: nothing else is patched, and threads are threads."""

    def patch(self) -> None:
        own: Any = self.sockets
        self.sockets: list[socket] = [
            socket(one.FAMILY, one.sock.type, fileno=one.sock.detach()) for one in own
        ]

    def load_wsgi(self) -> None:
        sys.setswitchinterval(_TURN)
        loop = Loop()
        serving.manner = serving.Manner(
            writer=partial(LoopWriter, loop=loop),
            aside=partial(Aside, loop=loop, threads=self.cfg.threads),
        )
        super().load_wsgi()
        # What was loaded stays: to walk over it again and again would find nothing.
        gc.collect()
        gc.freeze()
        gc.set_threshold(_NEW)
