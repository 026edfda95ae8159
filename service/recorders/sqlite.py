"""The ledger on SQLite: one file, one writing process, every acknowledged write synced to disk."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteCursor,
    SQLiteFactory,
)

from projections.table import Db
from service.recorders import schema
from service.recorders.batch import DeliveryEntry, Written, now, pack
from service.recorders.database import Dialect, store_errors
from service.recorders.errors import UnsafeStore
from service.recorders.sqlite_batch import WRITE_MOMENT, write
from service.recorders.sqlite_engine import SoleWriter, sqlite3

if TYPE_CHECKING:
    from sqlite3 import Connection

DIALECT = Dialect(
    position="rowid",
    words={"blob": "BLOB", "serial": "INTEGER PRIMARY KEY", "without_rowid": " WITHOUT ROWID"},
    stream_id=attrgetter("hex"),
)

APPEND_ONLY = tuple(
    f"""CREATE TRIGGER IF NOT EXISTS {table}_{deed.lower()} BEFORE {deed} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
    for table in ("stored_events", "moment")
    for deed in ("UPDATE", "DELETE")
)


# Few sizes, so that their statements stay prepared.
PIECES = (256, 64, 16, 4, 1)
VALUES = re.compile(r"VALUES (\([?, ]+\))")


@lru_cache
def widened(sql: str, size: int) -> str:
    """The statement for so many rows at once."""
    return VALUES.sub(lambda one: "VALUES " + ",".join([one[1]] * size), sql, count=1)


# Whoever writes much at once dirties more pages than the usual two megabytes hold, and would write
# and read them again and again.
ROOM = "PRAGMA cache_size = -32000"

# From so many pages in the log on, a commit also carries them over into the database, and syncs it.
CHECKPOINT = "PRAGMA wal_autocheckpoint = {}"
USUAL, MANY = 1000, 16_000


@contextmanager
def seldom_checkpointed(connection: "Connection") -> Iterator[None]:
    """For large transactions that follow one another, and write the same pages again and again.

    Several of them are carried over at once, with one wait. For that the log's file grows to 64 MB
    and one transaction more, and stays so large as long as somebody has the database open.
    """
    connection.execute(CHECKPOINT.format(MANY))
    try:
        yield
    finally:
        connection.execute(CHECKPOINT.format(USUAL))


class SqliteDb:
    """One transaction on an open connection."""

    def __init__(self, connection: "Connection") -> None:
        self._cursor = connection.cursor()
        self._cursor.row_factory = None

    def all(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self._cursor.execute(sql, parameters).fetchall()

    def run(self, sql: str, *parameters: Any) -> int:
        return self._cursor.execute(sql, parameters).rowcount

    def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """With VALUES, many rows a statement.

        Each statement gives up the interpreter's lock, and to get it back beside busy threads
        costs more than the row.
        """
        if not VALUES.search(sql):
            self._cursor.executemany(sql, rows)
            return
        start = 0
        for size in PIECES:
            while len(rows) - start >= size:
                piece = rows[start : start + size]
                self._cursor.execute(widened(sql, size), tuple(chain.from_iterable(piece)))
                start += size


class SqliteRecorder(SQLiteApplicationRecorder):
    """The library's recorder, with deliveries, subjects and moments written in its transactions."""

    dialect = DIALECT

    def __init__(self, datastore: Any, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name)
        # Named, since our table has the position as a column of its own.
        self.insert_events_statement = (
            f"INSERT INTO {events_table_name} "
            "(originator_id, originator_version, topic, state) VALUES (?,?,?,?)"
        )
        self.sole_writer = SoleWriter(Path(unquote(urlsplit(datastore.pool.db_name).path)))

    def construct_create_table_statements(self) -> list[str]:
        """With a declared `rowid`: VACUUM may renumber an implicit one."""
        return [
            """CREATE TABLE IF NOT EXISTS stored_events (
                rowid INTEGER PRIMARY KEY AUTOINCREMENT,
                originator_id TEXT NOT NULL,
                originator_version INTEGER NOT NULL,
                topic TEXT NOT NULL,
                state BLOB NOT NULL,
                UNIQUE (originator_id, originator_version)
            )""",
            *(DIALECT.ddl(statement) for statement in schema.TABLES),
            *APPEND_ONLY,
        ]

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        filed: Sequence[tuple[int, ...]] = (),
        **_: Any,
    ) -> Sequence[int] | None:
        """Decisions, through the library's `save`: they too have their moment and subjects."""
        self.sole_writer.claim()
        positions = super()._insert_events(c, stored_events)
        if positions:
            c.execute(WRITE_MOMENT, (positions[-1], now()))
            for position, keys in zip(positions, filed, strict=False):
                for key in keys:
                    c.execute("INSERT INTO fact_subject VALUES (?,?)", (key, position))
        return positions

    # -- Database -------------------------------------------------------------------------------

    @contextmanager
    def _connection(self, *, writing: bool) -> Iterator["Connection"]:
        connection: SQLiteConnection
        with self.datastore.get_connection(commit=writing) as connection:
            yield connection._sqlite_conn  # noqa: SLF001 - the pool hands out nothing narrower

    @contextmanager
    def _transaction(self, begin: str, *, writing: bool, bulk: bool = False) -> Iterator[Db]:
        with (
            store_errors(sqlite3.OperationalError),
            self._connection(writing=writing) as connection,
            seldom_checkpointed(connection) if bulk else nullcontext(),
        ):
            if writing:
                connection.execute(ROOM)
            connection.execute(begin)
            try:
                yield SqliteDb(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def reading(self) -> Any:
        return self._transaction("BEGIN", writing=False)

    def writing(self, *, bulk: bool = False) -> Any:
        self.sole_writer.claim()
        return self._transaction("BEGIN IMMEDIATE", writing=True, bulk=bulk)

    def create_schema(self) -> None:
        self.create_table()

    def record(self, entries: list[DeliveryEntry]) -> list[Written]:
        with self.writing() as db:
            return self.write(db, entries)

    def write(self, db: Db, entries: list[DeliveryEntry]) -> list[Written]:
        return write(db, pack(entries))

    def assert_safe(self) -> None:
        with self.reading() as db:
            ((journal,),) = db.all("PRAGMA journal_mode")
            ((synchronous,),) = db.all("PRAGMA synchronous")
        if journal != "wal":
            raise UnsafeStore(
                f"SQLite's journal_mode is {journal}, not wal: put the database on a local disk"
            )
        if synchronous < 2:
            raise UnsafeStore(
                f"SQLite's synchronous is {synchronous}, not FULL (2): a power cut would lose "
                "what was acknowledged; remove the setting that lowers it"
            )


class SqliteLedgerFactory(SQLiteFactory):
    application_recorder_class = SqliteRecorder
