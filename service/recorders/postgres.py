"""The ledger on PostgreSQL: many processes, one order, one round trip a batch."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row, tuple_row
from psycopg.sql import SQL

from projections.table import Db
from service.recorders import schema
from service.recorders.batch import DeliveryEntry, Written
from service.recorders.database import Dialect, store_errors
from service.recorders.errors import BadDatabaseUrl, UnsafeStore

DIALECT = Dialect(
    position="notification_id",
    words={"blob": "BYTEA", "serial": "BIGSERIAL PRIMARY KEY", "without_rowid": ""},
    stream_id=lambda stream: stream,
    survey="ANALYZE {table}",
)

# All that append take this lock, so that positions become visible in their order and a reader
# that follows them skips none. Not a table lock: VACUUM would wait for it, and make it wait.
LEDGER_LOCK = 5_479_126_301
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
WRITE_MOMENT = """INSERT INTO moment
    SELECT top.position, greatest(
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
        coalesce((SELECT recorded FROM moment ORDER BY position DESC LIMIT 1), 0))
    FROM (SELECT max(notification_id) AS position FROM stored_events) AS top
    ON CONFLICT (position) DO NOTHING"""

APPEND_ONLY = (
    """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$""",
    *(
        f"""CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
            ON {table} EXECUTE FUNCTION refuse_change()"""
        for table in ("stored_events", "moment")
    ),
)

# The arrays are columns: d_… of the deliveries, f_… of their facts, s_… of the facts' subjects.
# What is looked up under the lock cannot change before it is used.
RECORD = f"""
CREATE OR REPLACE FUNCTION record_deliveries(
    d_id text[], d_hook text[], d_source text[], d_event text[], d_received bigint[],
    d_digest bytea[], d_headers text[], d_size bigint[], d_state text[], d_reason text[],
    d_body bytea[],
    f_delivery bigint[], f_stream uuid[], f_once bytea[], f_topic text[], f_state bytea[],
    s_fact bigint[], s_subject bigint[]
) RETURNS TABLE (nth bigint, seq bigint, fresh boolean, same boolean, facts bigint, last bigint)
LANGUAGE plpgsql AS $body$
#variable_conflict use_column
DECLARE
    fresh_ix bigint[];  -- of the deliveries that we do not have yet
    kept bigint[];      -- of the facts that nobody told before
    at_ix bigint[];     -- of the facts as written, and …
    at_position bigint[];  -- … where they were written
BEGIN
    PERFORM pg_advisory_xact_lock({LEDGER_LOCK});
    SELECT coalesce(array_agg(d.ix), '{{}}') INTO fresh_ix
        FROM unnest(d_id, d_hook, d_source, d_digest, d_state) WITH ORDINALITY
            AS d (id, hook, source, digest, state, ix)
        LEFT JOIN delivery AS x ON x.id = d.id AND x.hook = d.hook AND x.source = d.source
        -- A parked delivery is taken up again once the same bytes are understood.
        WHERE x.id IS NULL
            OR (x.state = 'parked' AND d.state <> 'parked' AND x.digest = d.digest);

    WITH f AS (
        SELECT f.ix, f.once
        FROM unnest(f_delivery, f_once) WITH ORDINALITY AS f (delivery, once, ix)
        WHERE f.delivery = ANY (fresh_ix)
    ), first AS (
        SELECT once, min(ix) AS ix FROM f WHERE once IS NOT NULL GROUP BY once
    ), won AS (
        INSERT INTO fact_once SELECT once FROM first ON CONFLICT DO NOTHING RETURNING key
    )
    SELECT coalesce(array_agg(ix), '{{}}') INTO kept FROM (
        SELECT ix FROM f WHERE once IS NULL
        UNION ALL SELECT first.ix FROM first JOIN won ON won.key = first.once
    ) AS k;

    WITH f AS (
        SELECT f.*, row_number() OVER (PARTITION BY f.stream ORDER BY f.ix) AS nth
        FROM unnest(f_stream, f_topic, f_state) WITH ORDINALITY AS f (stream, topic, state, ix)
        WHERE f.ix = ANY (kept)
    ), base AS (
        SELECT s.stream, coalesce((
            SELECT max(e.originator_version) FROM stored_events AS e
            WHERE e.originator_id = s.stream), 0) AS version
        FROM (SELECT DISTINCT stream FROM f) AS s
    ), numbered AS (
        SELECT f.ix, f.stream, base.version + f.nth AS version, f.topic, f.state
        FROM f JOIN base ON base.stream = f.stream
    ), written AS (
        INSERT INTO stored_events (originator_id, originator_version, topic, state)
        SELECT stream, version, topic, state FROM numbered ORDER BY ix
        RETURNING originator_id, originator_version, notification_id
    )
    SELECT coalesce(array_agg(numbered.ix), '{{}}'),
            coalesce(array_agg(written.notification_id), '{{}}')
        INTO at_ix, at_position
        FROM written JOIN numbered
        ON numbered.stream = written.originator_id
            AND numbered.version = written.originator_version;

    INSERT INTO fact_subject
        SELECT s.subject, p.position FROM unnest(s_fact, s_subject) AS s (fact, subject)
        JOIN unnest(at_ix, at_position) AS p (ix, position) ON p.ix = s.fact;

    IF cardinality(at_ix) > 0 THEN
        {WRITE_MOMENT};
    END IF;

    INSERT INTO delivery (id, hook, source, event, received, digest, headers, size, state,
            reason, body, first_position, last_position)
        SELECT d.id, d.hook, d.source, d.event, d.received, d.digest, d.headers, d.size,
            d.state, d.reason, d.body, span.first, span.last
        FROM unnest(d_id, d_hook, d_source, d_event, d_received, d_digest, d_headers, d_size,
            d_state, d_reason, d_body) WITH ORDINALITY
            AS d (id, hook, source, event, received, digest, headers, size, state, reason,
                body, ix)
        LEFT JOIN (
            SELECT f_delivery[p.ix] AS delivery, min(p.position) AS first, max(p.position) AS last
            FROM unnest(at_ix, at_position) AS p (ix, position) GROUP BY 1
        ) AS span ON span.delivery = d.ix
        WHERE d.ix = ANY (fresh_ix) ORDER BY d.ix
        ON CONFLICT (id, hook, source) DO UPDATE SET state = excluded.state,
            reason = excluded.reason, first_position = excluded.first_position,
            last_position = excluded.last_position;

    RETURN QUERY
        SELECT d.ix, x.seq, d.ix = ANY (fresh_ix), x.digest = d.digest,
            CASE WHEN d.ix = ANY (fresh_ix) THEN
                (SELECT count(*) FROM unnest(at_ix) AS a (ix) WHERE f_delivery[a.ix] = d.ix)
            ELSE 0 END,
            CASE WHEN d.ix = ANY (fresh_ix) THEN x.last_position END
        FROM unnest(d_id, d_hook, d_source, d_digest) WITH ORDINALITY
            AS d (id, hook, source, digest, ix)
        JOIN delivery AS x ON x.id = d.id AND x.hook = d.hook AND x.source = d.source
        ORDER BY d.ix;
END $body$"""

CALL_RECORD = f"SELECT * FROM record_deliveries({','.join(repeat('%b', 18))})"


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

    def _insert_stored_events(
        self, curs: Any, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> None:
        """Decisions, through the library's `save`: they too have their moment."""
        super()._insert_stored_events(curs, stored_events, **kwargs)
        curs.connection.cursor().execute(WRITE_MOMENT)

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
    def writing(self) -> Iterator[Db]:
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
            rows = cursor.execute(CALL_RECORD, columns(entries), prepare=True).fetchall()
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


def columns(entries: list[DeliveryEntry]) -> tuple[list[Any], ...]:
    """The entries, their facts and the facts' subjects as the columns of `record_deliveries`."""
    facts = [(nth, fact) for nth, one in enumerate(entries, 1) for fact in one.facts]
    subjects = [(ix, key) for ix, (_, fact) in enumerate(facts, 1) for key in fact.subjects]
    return (
        [one.id for one in entries],
        [one.hook for one in entries],
        [one.source for one in entries],
        [one.event for one in entries],
        [one.received for one in entries],
        [one.digest for one in entries],
        [one.headers for one in entries],
        [one.size for one in entries],
        [one.state for one in entries],
        [one.reason for one in entries],
        [one.body for one in entries],
        [nth for nth, _ in facts],
        [fact.stream for _, fact in facts],
        [fact.once for _, fact in facts],
        [fact.topic for _, fact in facts],
        [fact.state for _, fact in facts],
        [ix for ix, _ in subjects],
        [key for _, key in subjects],
    )
