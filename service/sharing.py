"""Work shared by two processes: each begins at an end of it, and they meet where they meet."""

import os
from collections.abc import Callable, Iterator, Sequence
from time import process_time
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PIECE = 2  # so much at once
_LAST = 4  # so many tell how long the rest would take
_WORTH = 0.1  # seconds: for less a second process is not worth its beginning
_MOST = 60_000  # pieces: a pipe holds so many tickets


def shared(work: Callable[[T], R], todo: Sequence[T], *, worth: float = _WORTH) -> Iterator[R]:
    """The result of each, in order; what the second process could not do is done by this one.

    Neighbours have much in common, which a process finds out once: so neither leaps. The second
    is forked, so that both know all that was read before, and found out for the last of them:
    there must be no threads, and what the work reads must not change. Results are pickled.
    """
    began = process_time()
    last = [work(one) for one in todo[-_LAST:]]
    each = (process_time() - began) / _LAST
    todo = todo[:-_LAST]
    if each * len(todo) < worth or _processors() < 2:
        yield from map(work, todo)
        yield from last
        return
    # Late, for most have too little to share.
    from service.halves import halves  # noqa: PLC0415

    size = max(_PIECE, len(todo) // _MOST)
    pieces = [todo[start : start + size] for start in range(0, len(todo), size)]
    done = halves(lambda number: [work(one) for one in pieces[number]], len(pieces))
    for number, piece in enumerate(pieces):
        yield from done[number] if number in done else map(work, piece)
    yield from last


def _processors() -> int:
    if not hasattr(os, "fork"):
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
