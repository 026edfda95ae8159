"""What was made and comes again: kept while it is asked for, within bounds."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

MOST = 20_000  # commits or changes: a large release, and what its neighbours have besides

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


class Recent(Generic[K, V]):
    """Two generations, together at most `MOST`: the older is dropped when the newer is full.

    Whatever is asked for becomes one of the newer. None is no value.
    """

    def __init__(self) -> None:
        self._half = MOST // 2
        self._newer: dict[K, V] = {}
        self._older: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        found = self._newer.get(key)
        if found is None and (found := self._older.get(key)) is not None:
            self.put(key, found)
        return found

    def put(self, key: K, value: V) -> None:
        if len(self._newer) >= self._half:
            self._older, self._newer = self._newer, {}
        self._newer[key] = value


class Kept(Recent[int, tuple[T, V]]):
    """What is made of objects, by their identity: they are kept beside it.

    To look an answer like a change up by all that it holds takes longer than what is kept.
    """

    def __init__(self, make: Callable[[T], V]) -> None:
        super().__init__()
        self._make = make

    def of(self, one: T) -> V:
        known = self._newer.get(id(one)) or self.get(id(one))
        if known is None:
            known = one, self._make(one)
            self.put(id(one), known)
        return known[1]
