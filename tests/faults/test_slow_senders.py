"""Who sends slowly, or nothing, holds up nobody, not even as many as there are threads and more."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.engines import Engine
from tests.faults.web import Web, push, web
from tests.ledgers import migrated

SLOW = 60
HEAD = b"POST /webhooks/github HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"


@contextmanager
def slow(server: Web, said: bytes) -> Iterator[None]:
    """Connections that have said so much, and then say nothing."""
    with ExitStack() as open_ones:
        for _ in range(SLOW):
            one = open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            one.sendall(said)
        yield


def test_slow_senders_hold_up_nobody(engine: Engine) -> None:
    with (
        web(engine.fresh(migrated)) as server,
        slow(server, HEAD),
        slow(server, HEAD + b"Content-Type: application/json\r\n\r\n{"),
    ):
        id_ = "00000000-0000-4000-8000-000000000004"

        assert server.deliver(id_, push(id_))[0] == 202
        assert server.get("/livez") == 200
