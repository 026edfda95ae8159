"""A memory: answers that are kept as long as nothing happened that could change them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Memory(Generic[Answer]):
    """The last answers, by what they depend on; nothing in it is ever wrong, so nothing expires.

    By what each `weighs` they are no more than the size together; what is heavier is not kept.
    """

    def __init__(self, size: int, weighs: Callable[[Answer], int] = lambda _: 1) -> None:
        self._size = size
        self._weighs = weighs
        self._weight = 0
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def recall(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer under the key, made now where it is not remembered."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        # Two who ask at the same moment both make it: that costs less than to wait in turn.
        answer = make()
        with self._lock:
            if key not in self._kept and self._weighs(answer) <= self._size:
                self._kept[key] = answer
                self._weight += self._weighs(answer)
            while self._weight > self._size:
                self._weight -= self._weighs(self._kept.popitem(last=False)[1])
        return answer
