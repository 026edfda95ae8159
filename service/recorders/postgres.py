"""The ledger on PostgreSQL: many processes, one order, one round trip a batch."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row, tuple_row
from psycopg.sql import SQL

from projections.table import Db
from service.recorders import schema
from service.recorders.batch import DeliveryEntry, Written, pack
from service.recorders.database import Dialect, store_errors
from service.recorders.errors import BadDatabaseUrl, UnsafeStore
from service.recorders.filing import rows
from service.recorders.postgres_batch import (
    CALL_RECORD,
    LEDGER_LOCK,
    RECORD,
    WRITE_MOMENT,
    columns,
)

DIALECT = Dialect(
    position="notification_id",
    words={"blob": "BYTEA", "serial": "BIGSERIAL PRIMARY KEY", "without_rowid": ""},
    stream_id=lambda stream: stream,
    survey="ANALYZE {table}",
)

SCHEMA_LOCK = 5_479_126_302

# A silent network answers within seconds, so that GitHub hears a 503 before it hangs up.
LIMITS: dict[str, Any] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 3000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "options": "-c statement_timeout=5000 -c lock_timeout=3000 -c timezone=UTC",
}
# The positions are the database's to give.
FILE = """INSERT INTO fact_subject SELECT %s, notification_id FROM stored_events
    WHERE originator_id = %s AND originator_version = %s"""
APPEND_ONLY = (
    """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$""",
    *(
        f"""CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
            ON {table} EXECUTE FUNCTION refuse_change()"""
        for table in ("stored_events", "moment")
    ),
)


class PostgresDb:
    """One transaction on an open connection; `?` is spelled as psycopg wants it."""

    def __init__(self, cursor: psycopg.Cursor[tuple[Any, ...]]) -> None:
        self._cursor = cursor

    def all(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self._cursor.execute(spelled(sql), parameters).fetchall()

    def run(self, sql: str, *parameters: Any) -> int:
        return self._cursor.execute(spelled(sql), parameters).rowcount

    def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._cursor.executemany(spelled(sql), rows)


def spelled(sql: str) -> bytes:
    # Our own SQL holds no literal % or ?, so nothing else is hit.
    return sql.replace("?", "%b").encode()


class PostgresRecorder(PostgresApplicationRecorder):
    """The library's recorder, with deliveries, subjects and moments written in its transactions."""

    dialect = DIALECT

    def __init__(self, datastore: Any, *, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        # The library's own function appends without a lock: a reader could skip its events.
        del self.sql_create_statements[self.create_insert_function_statement_index]
        self.lock_table_statements = [SQL(f"SELECT pg_advisory_xact_lock({LEDGER_LOCK})")]

    def _notify_channel(self, curs: Any) -> None:
        """Nobody listens: followers look when asked, and NOTIFY would queue all commits."""

    def _fetch_ids_after_insert_events(
        self,
        curs: Any,
        stored_events: Sequence[StoredEvent],
        *,
        filed: Sequence[tuple[int, ...]] = (),
        **kwargs: Any,
    ) -> Sequence[int] | None:
        """Decisions, through the library's `save`: they too have their moment and subjects.

        Here the library has seen that nobody was first: written before that, our own statements
        would meet the conflict, and hide from the caller what it was.
        """
        ids = super()._fetch_ids_after_insert_events(curs, stored_events, **kwargs)
        beside = curs.connection.cursor()
        beside.execute(WRITE_MOMENT)
        if filed:
            beside.executemany(FILE, list(rows(stored_events, filed)))
        return ids

    # -- Database -------------------------------------------------------------------------------

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Any]]:
        with store_errors(), self.datastore.get_connection() as connection:
            yield connection

    @contextmanager
    def _cursor(self) -> Iterator[psycopg.Cursor[tuple[Any, ...]]]:
        with (
            self._connection() as connection,
            connection.cursor(row_factory=tuple_row, binary=True) as cursor,
        ):
            yield cursor

    @contextmanager
    def reading(self) -> Iterator[Db]:
        with self._cursor() as cursor, cursor.connection.transaction():
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield PostgresDb(cursor)

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator[Db]:  # noqa: ARG002 - it is one to us
        with self._cursor() as cursor, cursor.connection.transaction():
            yield PostgresDb(cursor)

    def create_schema(self) -> None:
        with self._connection() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (SCHEMA_LOCK,))
            self.create_table()
            for statement in (*map(DIALECT.ddl, schema.TABLES), *APPEND_ONLY, RECORD):
                connection.execute(statement.encode())

    def record(self, entries: list[DeliveryEntry]) -> list[Written]:
        with self._cursor() as cursor:
            return self.write(PostgresDb(cursor), entries)

    def write(self, db: Db, entries: list[DeliveryEntry]) -> list[Written]:
        rows = db.all(CALL_RECORD, *columns(pack(entries)))
        return [Written(seq, fresh, same, facts, last) for _, seq, fresh, same, facts, last in rows]

    def assert_safe(self) -> None:
        with self.reading() as db:
            settings = dict(
                db.all(
                    "SELECT name, setting FROM pg_settings"
                    " WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
                )
            )
        for name, setting in settings.items():
            if setting == "off":
                raise UnsafeStore(
                    f"PostgreSQL's {name} is off: a crash would lose what was acknowledged; "
                    f"set {name} = on"
                )


class PostgresLedgerFactory(PostgresFactory):
    application_recorder_class = PostgresRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore.pool.kwargs = connection_arguments(self.env["POSTGRES_CONNINFO"])

    def application_recorder(self) -> PostgresRecorder:
        """On the same table as SQLite's; the library would name it after the application."""
        return PostgresRecorder(self.datastore)


def connection_arguments(url: str) -> dict[str, Any]:
    """The address's own settings win over ours."""
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise BadDatabaseUrl(f"the database address cannot be read: {error}") from error
    options = f"{LIMITS['options']} {given.pop('options', '')}".strip()
    return {**LIMITS, **given, "options": options, "row_factory": dict_row}
