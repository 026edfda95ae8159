"""The kept: what was answered before and is costly to make, while it is still the answer."""

from collections.abc import Callable
from typing import Final, NamedTuple

import zstandard
from flask import request

from service.api.traces import trace
from service.memory import Memory

# Bytes, as they are kept: an answer about thousands of changes is a few hundred kilobytes.
SIZE: Final = 64 * 1024 * 1024


class Said(NamedTuple):
    """An answer's body, its media type, and whether its ends can move no more."""

    body: bytes
    media_type: str
    fixed: bool


class Kept:
    """One for each process and kind of question; thread-safe.

    An answer is right as long as the tag is that names it for HTTP: the tag has the program, whose
    facts, and the last of them that counts, and the address has all else that was asked. With the
    next fact or decision of the repository the tag is another one, and nothing is found under it.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._memory: Memory[Said] = Memory(size, lambda said: len(said.body))

    def recall(self, make: Callable[[], Said]) -> Said:
        """What was said to the request at hand, else what is made now."""
        made = trace()
        key = made.tag, made.settled, request.path, request.query_string
        packed = self._memory.recall(key, lambda: _packed(make()))
        return packed._replace(body=zstandard.decompress(packed.body))


def _packed(said: Said) -> Said:
    return said._replace(body=zstandard.compress(said.body, 1))
