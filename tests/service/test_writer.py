"""Who waits on the writer hears what became of its own delivery, and of no other."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from service.delivery import Delivery
from service.recorders.batch import DeliveryEntry, Written, entry
from service.recorders.errors import StoreUnavailable
from service.serving.writer import LoopWriter
from service.writer import Record, Writer
from tests.service.serving.loops import running_loop
from webhooks.translation import Translation

Open = Callable[[Record], Writer]


@pytest.fixture(params=["a thread", "a loop"])
def open_writer(request: pytest.FixtureRequest) -> Iterator[Open]:
    """What waits is written by a thread, or by an event loop that runs beside those who wait."""
    if request.param == "a thread":
        yield Writer
    else:
        with running_loop() as loop:
            yield lambda record: loop.ask(lambda: LoopWriter(record, loop))


def an_entry(id_: str) -> DeliveryEntry:
    delivery = Delivery("github", id_, "push", b"{}", datetime(2026, 1, 1, tzinfo=UTC))
    return entry(delivery, Translation())


class Notebook:
    """A store in memory that can be held back, and be made to fail."""

    def __init__(self, bad: Callable[[DeliveryEntry], Exception | None] = lambda _: None) -> None:
        self.batches: list[list[str]] = []
        self.bad = bad
        self.open = threading.Event()
        self.open.set()
        self.asked = threading.Semaphore(0)

    def record(self, entries: list[DeliveryEntry]) -> list[Written]:
        self.asked.release()
        self.open.wait(10)
        for one in entries:
            if error := self.bad(one):
                raise error
        self.batches.append([one.id for one in entries])
        known = [id_ for batch in self.batches for id_ in batch]
        return [Written(known.index(one.id) + 1, True, True, 0, None) for one in entries]


def write_all(writer: Writer, ids: list[str]) -> list[Written | Exception]:
    def one(id_: str) -> Written | Exception:
        try:
            return writer.write(an_entry(id_))
        except Exception as error:  # noqa: BLE001
            return error

    with ThreadPoolExecutor(len(ids)) as pool:
        return list(pool.map(one, ids))


def test_all_that_wait_are_written_at_once(open_writer: Open) -> None:
    book = Notebook()
    book.open.clear()
    writer = open_writer(book.record)
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(writer.write, an_entry("0"))
        book.asked.acquire()
        rest = [pool.submit(writer.write, an_entry(str(nth))) for nth in range(1, 9)]
        while writer.waiting() < 8:
            pass
        book.open.set()
        seqs = [one.result().seq for one in (first, *rest)]
    writer.close()

    assert sorted(seqs) == list(range(1, 10))
    assert [len(batch) for batch in book.batches] == [1, 8]


def test_each_hears_its_own_outcome(open_writer: Open) -> None:
    book = Notebook()
    writer = open_writer(book.record)
    ids = [str(nth) for nth in range(50)]
    outcomes = write_all(writer, ids)
    writer.close()

    written = [id_ for batch in book.batches for id_ in batch]
    assert [written[one.seq - 1] for one in outcomes if isinstance(one, Written)] == ids


def test_one_bad_entry_does_not_fail_its_neighbours(open_writer: Open) -> None:
    book = Notebook(lambda one: ValueError(one.id) if one.id == "3" else None)
    book.open.clear()
    writer = open_writer(book.record)
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(writer.write, an_entry(str(nth))) for nth in range(6)]
        book.open.set()
        errors = [one.exception() for one in waiting]
    writer.close()

    assert [str(error) for error in errors if error] == ["3"]
    assert sorted(id_ for batch in book.batches for id_ in batch) == ["0", "1", "2", "4", "5"]


def test_a_store_that_is_gone_fails_all_at_once_and_serves_again(open_writer: Open) -> None:
    gone = [StoreUnavailable("gone")]
    book = Notebook(lambda _: gone[0] if gone else None)
    writer = open_writer(book.record)
    assert all(isinstance(one, StoreUnavailable) for one in write_all(writer, ["1", "2"]))
    gone.clear()

    assert all(isinstance(one, Written) for one in write_all(writer, ["1", "2"]))
    writer.close()


def test_nobody_waits_longer_than_github_does(
    open_writer: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Writer, "patience", 0.05)
    book = Notebook()
    book.open.clear()
    writer = open_writer(book.record)
    for id_ in ("1", "2"):
        with pytest.raises(StoreUnavailable, match="did not answer"):
            writer.write(an_entry(id_))
    book.open.set()
    writer.close()


def test_the_same_delivery_twice_in_a_batch_is_written_in_turn(open_writer: Open) -> None:
    book = Notebook()
    book.open.clear()
    writer = open_writer(book.record)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(writer.write, an_entry("0"))
        book.asked.acquire()
        twins = [pool.submit(writer.write, an_entry("1")) for _ in range(2)]
        while writer.waiting() < 2:
            pass
        book.open.set()
        for one in (first, *twins):
            one.result()
    writer.close()

    assert book.batches == [["0"], ["1"], ["1"]]


def test_a_closed_writer_takes_nothing_more(open_writer: Open) -> None:
    writer = open_writer(Notebook().record)
    writer.write(an_entry("1"))
    writer.close()

    with pytest.raises(StoreUnavailable, match="stopping"):
        writer.write(an_entry("2"))
