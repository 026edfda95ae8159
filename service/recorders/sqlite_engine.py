"""Which SQLite: the interpreter's own, or a newer one where that may corrupt a shared database."""

import sqlite3 as interpreters
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO

from eventsourcing import sqlite as library

from service.recorders.errors import UnsafeStore

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    fcntl = None  # type: ignore[assignment]

# https://sqlite.org/wal.html#walresetbug, with the releases to which the fix was carried back.
FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Whether this SQLite may corrupt a WAL database that two processes write."""
    return version < FIXED[-1] and not any(
        version[:2] == fixed[:2] and version >= fixed for fixed in FIXED
    )


def newest() -> ModuleType:
    """The interpreter's SQLite, unless it has the bug and the wheel `pysqlite3` has none."""
    if has_wal_reset_bug(interpreters.sqlite_version_info):
        try:
            wheel = import_module("pysqlite3")
        except ImportError:
            return interpreters
        if not has_wal_reset_bug(wheel.sqlite_version_info):
            return wheel
    return interpreters


sqlite3 = newest()

# The library asks for `sqlite3` by name at every call; only its own module is told of ours.
library.sqlite3 = sqlite3  # type: ignore[attr-defined]

# The driver asks of every value of bytes how it wants to be adapted, and to find no answer costs
# more than to write the row. Of a bytearray it does not ask.
sqlite3.register_adapter(bytes, bytearray)


class SoleWriter:
    """The one process that may write, where SQLite has the bug; where it has none, all may.

    The lock is on a file beside the database.
    """

    def __init__(
        self,
        database: Path,
        *,
        affected: Callable[[], bool] = lambda: has_wal_reset_bug(sqlite3.sqlite_version_info),
    ) -> None:
        self._path = database.with_name(database.name + "-writer")
        self._affected = affected
        self._held: IO[bytes] | None = None

    def claim(self) -> None:
        """Hold the lock until `release`; raise `UnsafeStore` where another process holds it."""
        if self._held is not None or not self._affected() or fcntl is None:
            return
        lock = self._path.open("wb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise UnsafeStore(
                "another process writes this database, and SQLite "
                f"{sqlite3.sqlite_version} may corrupt it if two do (its WAL-reset bug): stop the "
                "other one first, or run with SQLite 3.51.3 or newer: `pip install pysqlite3`"
            ) from error
        self._held = lock

    def release(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
