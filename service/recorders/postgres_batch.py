"""A batch on PostgreSQL: one function that does everything under the lock, in one round trip."""

from itertools import repeat
from typing import Any

from service.recorders.batch import DeliveryEntry

# All that append take this lock, so that positions become visible in their order and a reader
# that follows them skips none. Not a table lock: VACUUM would wait for it, and make it wait.
LEDGER_LOCK = 5_479_126_301

WRITE_MOMENT = """INSERT INTO moment
    SELECT top.position, greatest(
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
        coalesce((SELECT recorded FROM moment ORDER BY position DESC LIMIT 1), 0))
    FROM (SELECT max(notification_id) AS position FROM stored_events) AS top
    ON CONFLICT (position) DO NOTHING"""

# The arrays are columns: d_… of the deliveries, f_… of their facts, s_… of the facts' subjects.
# What is looked up under the lock cannot change before it is used.
# A connection plans once, and one that was opened on an empty ledger would plan for that: to read
# all deliveries, twice a batch and under the lock, however many they have become.
RECORD = f"""
CREATE OR REPLACE FUNCTION record_deliveries(
    d_id text[], d_hook text[], d_source text[], d_event text[], d_received bigint[],
    d_digest bytea[], d_headers text[], d_size bigint[], d_state text[], d_reason text[],
    d_body bytea[],
    f_delivery bigint[], f_stream uuid[], f_once bytea[], f_topic text[], f_state bytea[],
    s_fact bigint[], s_subject bigint[]
) RETURNS TABLE (nth bigint, seq bigint, fresh boolean, same boolean, facts bigint, last bigint)
LANGUAGE plpgsql SET enable_seqscan = off AS $body$
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

CALL_RECORD = f"SELECT * FROM record_deliveries({','.join(repeat('?', 18))})"


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
