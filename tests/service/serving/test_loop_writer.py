"""In the loop, deliveries that wait do not hold it up, and go into one batch."""

import gevent

from service.serving.loop import Loop
from service.serving.writer import LoopWriter
from tests.service.test_writer import Notebook, an_entry


def test_all_that_come_at_once_are_one_batch() -> None:
    book = Notebook()
    writer = LoopWriter(book.record, Loop())
    sent = [gevent.spawn(writer.write, an_entry(str(nth))) for nth in range(100)]
    gevent.joinall(sent, timeout=10, raise_error=True)
    writer.close()

    assert [len(batch) for batch in book.batches] == [100]
    assert [one.value.seq for one in sent] == list(range(1, 101))


def test_what_comes_during_a_commit_is_the_next_batch() -> None:
    book = Notebook()
    book.open.clear()
    writer = LoopWriter(book.record, Loop())
    first = gevent.spawn(writer.write, an_entry("0"))
    while not book.asked.acquire(blocking=False):
        gevent.sleep(0.001)
    rest = [gevent.spawn(writer.write, an_entry(str(nth))) for nth in range(1, 9)]
    while writer.waiting() < 8:
        gevent.sleep(0.001)
    book.open.set()
    gevent.joinall([first, *rest], timeout=10, raise_error=True)
    writer.close()

    assert [len(batch) for batch in book.batches] == [1, 8]


def test_closing_writes_what_waits() -> None:
    book = Notebook()
    writer = LoopWriter(book.record, Loop())
    waiting = gevent.spawn(writer.write, an_entry("0"))
    gevent.sleep(0)
    writer.close()
    writer.close()

    assert waiting.get(timeout=10).seq == 1
