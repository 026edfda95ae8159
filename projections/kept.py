"""What was made of objects that come again: kept by their identity, and they beside it."""

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """To look an answer like a change up by all that it holds takes longer than what is kept."""

    def __init__(self, make: Callable[[K], V], *, most: int) -> None:
        self._make, self._most = make, most
        self._known: dict[int, tuple[K, V]] = {}

    def of(self, one: K) -> V:
        """What is made of it: the same as long as it comes again before `most` others."""
        known = self._known.get(id(one))
        if known is None:
            if len(self._known) >= self._most:
                self._known.clear()
            known = self._known[id(one)] = one, self._make(one)
        return known[1]
