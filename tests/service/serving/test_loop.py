"""Threads ask the loop, the loop has threads do what may block, and both hear of mistakes."""

import threading

import gevent
import pytest
from gevent.event import Event

from service.serving.loop import Loop
from tests.service.serving.loops import running_loop


def test_the_loop_answers_a_thread() -> None:
    with running_loop() as loop:
        assert loop.ask(threading.get_ident) != threading.get_ident()
        assert loop.ask(loop.is_here)
        assert not loop.is_here()


def test_a_thread_hears_what_was_raised_in_the_loop() -> None:
    def hang_up() -> None:
        raise ConnectionResetError("gone")

    with running_loop() as loop, pytest.raises(ConnectionResetError, match="gone"):
        loop.ask(hang_up)


def test_the_loop_goes_on_while_a_thread_works() -> None:
    loop, told, held = Loop(), Event(), threading.Event()

    def answer() -> None:
        told.set()
        held.set()

    gevent.spawn_later(0.01, answer)
    assert loop.threads(1).apply(held.wait, (10,)), "the answer came while the thread waited"
    assert told.is_set()
