"""A receiver: a real HTTP server that answers as the test wants, and remembers what it heard."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, NamedTuple

from msgspec import Struct, field

SILENCE = 0  # the status of no answer at all
TRICKLE = 1  # of one that comes byte by byte, and has no end


class Heard(NamedTuple):
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Scripted(NamedTuple):
    """What is answered."""

    status: int = 200
    body: bytes = b"ok"
    headers: tuple[tuple[str, str], ...] = ()


class Receiver(Struct):
    """`answers` are given one after the other; then all is well."""

    url: str = ""
    answers: list[Scripted] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    over: Event = field(default_factory=Event)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """On a port of this machine, until the test ends."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.heard.append(Heard(self.path, headers, body))
            answer = receiver.answers.pop(0) if receiver.answers else Scripted()
            if answer.status == SILENCE:
                receiver.over.wait(10)
                return
            if answer.status == TRICKLE:
                while not receiver.over.wait(0.02):
                    self.wfile.write(b"H")
                return
            self.send_response(answer.status)
            for name, value in (*answer.headers, ("Content-Length", str(len(answer.body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Nothing: the test looks for itself."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
