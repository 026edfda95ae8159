"""An application aside of the event loop: each of its requests has a thread, and may take long."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from service.serving.loop import Loop

if TYPE_CHECKING:
    from _typeshed.wsgi import InputStream, StartResponse, WSGIApplication


class Aside:
    """`threads` is how many requests are answered at once; others wait for their turn."""

    def __init__(self, inside: "WSGIApplication", loop: Loop, threads: int) -> None:
        self._inside = inside
        self._loop = loop
        self._threads = loop.threads(threads)

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        environ["wsgi.input"] = Body(environ["wsgi.input"], self._loop)
        return self._threads.apply(self._whole, (environ, start))

    def _whole(self, environ: dict[str, Any], start: "StartResponse") -> list[bytes]:
        """The answer, made to its end where it may block."""
        pieces = self._inside(environ, start)
        try:
            return [*pieces]
        finally:
            if close := getattr(pieces, "close", None):
                close()


class Body:
    """A request's body, which the loop reads from the connection for a thread that wants it."""

    def __init__(self, body: "InputStream", loop: Loop) -> None:
        self._body = body
        self._loop = loop

    def read(self, size: int = -1) -> bytes:
        return self._loop.ask(lambda: self._body.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._loop.ask(lambda: self._body.readline(size))
