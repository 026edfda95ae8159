"""Any WSGI application on loopback, with a word about each request that it has answered."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Answered = tuple[str, str, int]


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing: a test reads elsewhere what was asked."""

    def send_response(self, code: int, message: str | None = None) -> None:
        """Without the machine's own date, where the application tells another."""
        self.send_response_only(code, message)


@contextmanager
def on_loopback(application: "WSGIApplication", port: int = 0) -> Iterator[str]:
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Watched:
    """Tells of each answer when it is given: the event that came, its path, the status."""

    def __init__(self, inside: "WSGIApplication") -> None:
        self.inside = inside
        self.answered: Queue[Answered] = Queue()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        event = environ.get("HTTP_X_GITHUB_EVENT", "")

        def note(status: str, *rest: Any) -> Any:
            self.answered.put((event, environ["PATH_INFO"], int(status.split(maxsplit=1)[0])))
            return start_response(status, *rest)

        return self.inside(environ, note)

    def wait_for(self, event: str, seconds: float = 20) -> list[Answered]:
        """All that came up to this event."""
        seen = []
        while not seen or seen[-1][0] != event:
            seen.append(self.answered.get(timeout=seconds))
        return seen
