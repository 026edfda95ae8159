"""Work shared by two processes: each begins at an end of it, and they meet where they meet."""

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PIECE = 2  # so much at once
_FEW = 32  # for less a second process is not worth its beginning
_MOST = 60_000  # pieces: a pipe holds so many tickets


def shared(work: Callable[[T], R], todo: Sequence[T]) -> Iterator[R]:
    """The result of each, in order; what the second process could not do is done by this one.

    Neighbours have much in common, which a process finds out once: so neither leaps. The second
    is forked, so that both know all that was read before: there must be no threads, and
    what the work reads must not change. Results are pickled.
    """
    if len(todo) < _FEW or _processors() < 2:
        yield from map(work, todo)
        return
    size = max(_PIECE, len(todo) // _MOST)
    pieces = [todo[start : start + size] for start in range(0, len(todo), size)]
    done = _halves(lambda number: [work(one) for one in pieces[number]], len(pieces))
    for number, piece in enumerate(pieces):
        yield from done[number] if number in done else map(work, piece)


def _processors() -> int:
    if not hasattr(os, "fork"):
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _halves(work: Callable[[int], list[R]], count: int) -> dict[int, list[R]]:
    """By number what was done; a second process that failed leaves out what it had not written."""
    tickets, end = os.pipe()
    with TemporaryFile() as results:
        os.write(end, b"." * count)
        os.close(end)
        other = os.fork()
        if not other:
            _second(work, _begun(tickets, reversed(range(count))), results)
        try:
            done = {number: work(number) for number in _begun(tickets, range(count))}
        finally:
            os.close(tickets)
            os.waitpid(other, 0)
        results.seek(0)
        done.update(_written(results))
    return done


def _begun(tickets: int, numbers: Iterable[int]) -> Iterator[int]:
    """One number for each ticket; there are as many as pieces, so that no piece is done twice."""
    for number in numbers:
        if not os.read(tickets, 1):
            return
        yield number


def _second(work: Callable[[int], Any], numbers: Iterable[int], results: IO[bytes]) -> None:
    """It never returns, and leaves all that the first one began to the first one."""
    failed = 1
    try:
        for number in numbers:
            pickle.dump((number, work(number)), results, pickle.HIGHEST_PROTOCOL)
        results.flush()
        failed = 0
    finally:
        os._exit(failed)


def _written(results: IO[bytes]) -> Iterator[tuple[int, Any]]:
    try:
        while True:
            yield pickle.load(results)  # noqa: S301 - nobody else can write there
    except (EOFError, pickle.UnpicklingError):
        return
