"""The ledger on SQLite: one file, one writing process, every acknowledged write synced to disk."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
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
from service.recorders.batch import DeliveryEntry, DeliveryKey, FactRow, Written, now
from service.recorders.database import Dialect, store_errors
from service.recorders.errors import UnsafeStore
from service.recorders.sqlite_engine import SoleWriter, sqlite3

if TYPE_CHECKING:
    from sqlite3 import Connection

DIALECT = Dialect(
    position="rowid",
    words={"blob": "BLOB", "serial": "INTEGER PRIMARY KEY", "without_rowid": " WITHOUT ROWID"},
    stream_id=attrgetter("hex"),
)

# Recorded now, or when the one before was, should the clock have gone back.
WRITE_MOMENT = """INSERT INTO moment SELECT ?, max(?, coalesce(
    (SELECT recorded FROM moment ORDER BY position DESC LIMIT 1), 0))"""

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
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any
    ) -> Sequence[int] | None:
        """Decisions, through the library's `save`: they too have their moment."""
        self.sole_writer.claim()
        positions = super()._insert_events(c, stored_events)
        if positions:
            c.execute(WRITE_MOMENT, (positions[-1], now()))
        return positions

    # -- Database -------------------------------------------------------------------------------

    @contextmanager
    def _connection(self, *, writing: bool) -> Iterator["Connection"]:
        connection: SQLiteConnection
        with self.datastore.get_connection(commit=writing) as connection:
            yield connection._sqlite_conn  # noqa: SLF001 - the pool hands out nothing narrower

    @contextmanager
    def _transaction(self, begin: str, *, writing: bool) -> Iterator[Db]:
        with (
            store_errors(sqlite3.OperationalError),
            self._connection(writing=writing) as connection,
        ):
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

    def writing(self) -> Any:
        self.sole_writer.claim()
        return self._transaction("BEGIN IMMEDIATE", writing=True)

    def create_schema(self) -> None:
        self.create_table()

    def record(self, entries: list[DeliveryEntry]) -> list[Written]:
        with self.writing() as db:
            return write(db, entries)

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


class Known(NamedTuple):
    """A delivery that lies in the ledger already."""

    seq: int
    digest: bytes
    state: str

    def gives_way_to(self, one: DeliveryEntry) -> bool:
        """A parked delivery is taken up again once the same bytes are understood."""
        return self.state == "parked" and one.state != "parked" and self.digest == one.digest


def write(db: Db, entries: list[DeliveryEntry]) -> list[Written]:
    """Everything under the write lock: what is looked up here cannot change before it is used."""
    known = known_deliveries(db, [one.id for one in entries])
    fresh = [one for one in entries if one.key not in known or known[one.key].gives_way_to(one)]
    kept = drop_known_facts(db, fresh)
    spans = write_facts(db, kept)
    seqs = write_deliveries(db, fresh, spans, known)
    return [
        Written(seqs[one.key], True, True, len(spans[one.key]), max(spans[one.key], default=None))
        if one.key in seqs
        else Written(known[one.key].seq, False, known[one.key].digest == one.digest, 0, None)
        for one in entries
    ]


def known_deliveries(db: Db, ids: list[str]) -> dict[DeliveryKey, Known]:
    marks = ",".join("?" * len(ids))
    rows = db.all(
        f"SELECT id, hook, source, seq, digest, state FROM delivery WHERE id IN ({marks})", *ids
    )
    return {DeliveryKey(*row[:3]): Known(*row[3:]) for row in rows}


def drop_known_facts(
    db: Db, entries: list[DeliveryEntry]
) -> list[tuple[DeliveryEntry, list[FactRow]]]:
    """The entries with those of their facts that nobody told before, in or before this batch."""
    once = list({fact.once for one in entries for fact in one.facts if fact.once})
    told: set[bytes] = set()
    for start in range(0, len(once), 500):
        piece = once[start : start + 500]
        marks = ",".join("?" * len(piece))
        told.update(
            key for (key,) in db.all(f"SELECT key FROM fact_once WHERE key IN ({marks})", *piece)
        )
    return [(one, [fact for fact in one.facts if is_news(fact, told)]) for one in entries]


def is_news(fact: FactRow, told: set[bytes]) -> bool:
    if fact.once is None:
        return True
    if fact.once in told:
        return False
    told.add(fact.once)
    return True


def write_facts(
    db: Db, kept: list[tuple[DeliveryEntry, list[FactRow]]]
) -> dict[DeliveryKey, range]:
    """Write the facts at the next positions and versions; the positions by delivery key."""
    ((top,),) = db.all("SELECT coalesce(max(rowid), 0) FROM stored_events")
    facts = [fact for _, some in kept for fact in some]
    versions: dict[str, int] = {}
    events, subjects = [], []
    for position, fact in enumerate(facts, top + 1):
        stream = fact.stream.hex
        version = versions[stream] = (versions.get(stream) or last_version(db, stream)) + 1
        events.append((position, stream, version, fact.topic, fact.state))
        subjects += [(subject, position) for subject in fact.subjects]
    if events:
        db.many(
            "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state)"
            " VALUES (?,?,?,?,?)",
            events,
        )
        db.many("INSERT INTO fact_subject VALUES (?,?)", subjects)
        db.many("INSERT INTO fact_once VALUES (?)", [(fact.once,) for fact in facts if fact.once])
        db.run(WRITE_MOMENT, events[-1][0], now())
    return spans_of(kept, top + 1)


def spans_of(
    kept: list[tuple[DeliveryEntry, list[FactRow]]], first: int
) -> dict[DeliveryKey, range]:
    spans = {}
    for one, some in kept:
        spans[one.key] = range(first, first + len(some))
        first += len(some)
    return spans


def last_version(db: Db, stream: str) -> int:
    ((version,),) = db.all(
        "SELECT coalesce(max(originator_version), 0) FROM stored_events WHERE originator_id = ?",
        stream,
    )
    return int(version)


def write_deliveries(
    db: Db,
    entries: list[DeliveryEntry],
    spans: dict[DeliveryKey, range],
    known: dict[DeliveryKey, Known],
) -> dict[DeliveryKey, int]:
    """Write the deliveries; their numbers by key."""
    ((last,),) = db.all("SELECT coalesce(max(seq), 0) FROM delivery")
    seqs = {
        one.key: known[one.key].seq if one.key in known else last + nth
        for nth, one in enumerate(entries, 1)
    }
    db.many(
        "INSERT INTO delivery VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id, hook, source) DO UPDATE SET state = excluded.state,"
        " reason = excluded.reason, first_position = excluded.first_position,"
        " last_position = excluded.last_position",
        [delivery_row(one, seqs[one.key], spans[one.key]) for one in entries],
    )
    return seqs


def delivery_row(one: DeliveryEntry, seq: int, span: range) -> tuple[Any, ...]:
    return (
        seq,
        one.id,
        one.hook,
        one.source,
        one.event,
        one.received,
        one.digest,
        one.headers,
        one.size,
        one.state,
        one.reason,
        span.start if span else None,
        span.stop - 1 if span else None,
        one.body,
    )
