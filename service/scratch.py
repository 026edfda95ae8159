"""Scratch paper: a file without a name, by which processes hand each other what they have."""

import os
import sys
from typing import IO


def scratch() -> IO[bytes]:
    """In memory where the system has such files, and gone when it is closed.

    It has no buffer: another process reads on from where we stand.
    """
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("shipledger"), "w+b", buffering=0)
    from tempfile import TemporaryFile  # noqa: PLC0415 - no other system needs it

    return TemporaryFile(buffering=0)
