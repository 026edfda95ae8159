"""The leader: of all processes that could work on a database, the one that does."""

from pathlib import Path
from typing import IO, Any, Final, Protocol

import psycopg

from service.recorders.engine import is_sqlite, sqlite_path
from service.recorders.postgres import connection_arguments

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    fcntl = None  # type: ignore[assignment]

WORKER_LOCK: Final = 5_479_126_303


class Leader(Protocol):
    """Whoever leads does so until it resigns, or is gone: then the lock is free at once."""

    def leads(self) -> bool:
        """Whether we lead, after trying to; cheap enough for every round."""

    def resign(self) -> None:
        """Let another process lead."""


def leader(url: str) -> Leader:
    """The election on the database of this address."""
    return _ByFile(sqlite_path(url).absolute()) if is_sqlite(url) else _ByLock(url)


class _ByFile:
    """On SQLite: a lock on a file beside the database."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + "-worker")
        self._held: IO[bytes] | None = None

    def leads(self) -> bool:
        if self._held is None:
            file = self._path.open("wb")
            try:
                if fcntl is not None:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                return False
            self._held = file
        return True

    def resign(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


class _ByLock:
    """On PostgreSQL: an advisory lock of a session, which ends with its connection."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: psycopg.Connection[Any] | None = None

    def leads(self) -> bool:
        try:
            if self._session is not None:
                self._session.execute("SELECT 1")
                return True
            return self._try()
        except psycopg.Error:
            self.resign()
            return False

    def _try(self) -> bool:
        arguments = connection_arguments(self._url) | {"row_factory": psycopg.rows.tuple_row}
        session = psycopg.connect(autocommit=True, **arguments)
        row = session.execute("SELECT pg_try_advisory_lock(%s)", (WORKER_LOCK,)).fetchone()
        if row is None or not row[0]:
            session.close()
            return False
        self._session = session
        return True

    def resign(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
