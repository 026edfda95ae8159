"""The tables beside the library's own: written once for both engines."""

VERSION = 4

# `{blob}` is the engine's type for bytes, `{serial}` a primary key that counts up by itself.
TABLES = (
    # A delivery is kept for ever under its key: that is what makes a second one a repetition.
    """CREATE TABLE IF NOT EXISTS delivery (
        seq {serial},
        id TEXT NOT NULL,
        hook TEXT NOT NULL,
        source TEXT NOT NULL,
        event TEXT NOT NULL,
        received BIGINT NOT NULL,
        digest {blob} NOT NULL,
        headers TEXT NOT NULL,
        size BIGINT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        first_position BIGINT,
        last_position BIGINT,
        body {blob} NOT NULL,
        UNIQUE (id, hook, source)
    )""",
    "CREATE INDEX IF NOT EXISTS delivery_parked ON delivery (seq) WHERE state = 'parked'",
    # Where the facts about a subject lie; see `subject_key`.
    """CREATE TABLE IF NOT EXISTS fact_subject (
        subject BIGINT NOT NULL,
        position BIGINT NOT NULL,
        PRIMARY KEY (subject, position)
    ){without_rowid}""",
    # The keys of facts that may be told by several deliveries and are recorded once.
    "CREATE TABLE IF NOT EXISTS fact_once (key {blob} PRIMARY KEY){without_rowid}",
    # One row a transaction: everything up to the position was recorded by then.
    """CREATE TABLE IF NOT EXISTS moment (
        position BIGINT PRIMARY KEY,
        recorded BIGINT NOT NULL
    ){without_rowid}""",
    "CREATE INDEX IF NOT EXISTS moment_recorded ON moment (recorded, position)",
    # How far each table of the projections has followed the ledger, and under which name it stands.
    """CREATE TABLE IF NOT EXISTS follower (
        name TEXT PRIMARY KEY,
        incarnation BIGINT NOT NULL,
        position BIGINT NOT NULL,
        shape TEXT NOT NULL
    )""",
    # How far somebody got who reads a long list elsewhere, to go on from there.
    "CREATE TABLE IF NOT EXISTS bookmark (name TEXT PRIMARY KEY, place TEXT NOT NULL)",
    # The last run of each of the worker's tasks; `ended` is empty while one is under way.
    """CREATE TABLE IF NOT EXISTS worker_task (
        name TEXT PRIMARY KEY,
        began BIGINT NOT NULL,
        ended BIGINT,
        error TEXT NOT NULL
    )""",
    # What we say elsewhere, one row a place; decided is it in the ledger, here stands what is due.
    """CREATE TABLE IF NOT EXISTS outbox (
        seq {serial},
        id TEXT NOT NULL UNIQUE,
        repository TEXT NOT NULL,
        kind TEXT NOT NULL,
        place TEXT NOT NULL,
        content TEXT NOT NULL,
        digest TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts BIGINT NOT NULL,
        due BIGINT NOT NULL,
        settled BIGINT,
        reason TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due) WHERE state = 'wanted'",
    "CREATE INDEX IF NOT EXISTS outbox_settled ON outbox (settled)",
    # Where what we said of a subject lies; see `subject_key`.
    """CREATE TABLE IF NOT EXISTS outbox_subject (
        subject BIGINT NOT NULL,
        id TEXT NOT NULL,
        PRIMARY KEY (subject, id)
    ){without_rowid}""",
    # Every time that a notification was tried; `took` is in milliseconds.
    """CREATE TABLE IF NOT EXISTS outbox_attempt (
        seq {serial},
        publication BIGINT NOT NULL,
        at BIGINT NOT NULL,
        took BIGINT NOT NULL,
        status BIGINT NOT NULL,
        failure TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS outbox_attempt_publication ON outbox_attempt (publication)",
    "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)",
)
