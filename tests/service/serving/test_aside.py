"""An application aside has a thread for each request, and reads its body through the loop."""

import threading
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import gevent
import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from service.serving.aside import Aside
from service.serving.loop import Loop

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse


class Heard(BytesIO):
    """A body that remembers in which thread it was read."""

    thread = 0

    def read(self, size: int | None = -1) -> bytes:
        self.thread = threading.get_ident()
        return super().read(size)


class Pieces:
    """An answer that is to be closed."""

    closed = False

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        self.closed = True


def environ(body: bytes = b"") -> dict[str, Any]:
    return EnvironBuilder(method="POST", data=body).get_environ()


def test_the_body_is_read_by_the_loop_and_the_answer_made_by_a_thread() -> None:
    threads: list[int] = []

    def echo(environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        threads.append(threading.get_ident())
        start("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read(3), environ["wsgi.input"].readline()]

    asked = environ() | {"wsgi.input": (body := Heard(b"hello\nworld"))}
    answer, status, _ = run_wsgi_app(Aside(echo, Loop(), 2), asked)

    assert (b"".join(answer), status) == (b"hello\n", "200 OK")
    assert body.thread == threading.get_ident() != threads[0]


def test_many_are_answered_at_once() -> None:
    all_here = threading.Barrier(8)

    def together(_: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        all_here.wait(10)
        start("204 No Content", [])
        return []

    aside = Aside(together, Loop(), 8)
    asked = [gevent.spawn(run_wsgi_app, aside, environ()) for _ in range(8)]
    gevent.joinall(asked, timeout=20, raise_error=True)

    assert [one.value[1] for one in asked] == ["204 No Content"] * 8


def test_an_answer_is_closed_and_a_mistake_comes_out() -> None:
    pieces = Pieces(b"a", b"b")

    def answering(environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH"):
            raise ValueError("no")
        start("200 OK", [])
        return pieces

    aside = Aside(answering, Loop(), 1)

    assert [*run_wsgi_app(aside, environ())[0]] == [b"a", b"b"]
    assert pieces.closed
    with pytest.raises(ValueError, match="no"):
        run_wsgi_app(aside, environ(b"x"))
