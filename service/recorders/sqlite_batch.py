"""A batch on SQLite, statement by statement: what is looked up under the write lock stays so."""

from itertools import count, groupby
from operator import attrgetter
from typing import Any, NamedTuple

from projections.table import Db
from service.recorders.batch import DeliveryEntry, DeliveryKey, FactRow, Written, now

# Recorded now, or when the one before was, should the clock have gone back.
WRITE_MOMENT = """INSERT INTO moment SELECT ?, max(?, coalesce(
    (SELECT recorded FROM moment ORDER BY position DESC LIMIT 1), 0))"""


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
    events: list[tuple[int, str, int, str, bytes]] = []
    versions: dict[str, int] = {}
    positions = count(top + 1)
    for one, some in groupby(facts, attrgetter("stream")):
        stream = one.hex
        next_ = count((versions.get(stream) or last_version(db, stream)) + 1)
        events += [
            (position, stream, version, fact.topic, fact.state)
            for fact, position, version in zip(some, positions, next_, strict=False)
        ]
        versions[stream] = events[-1][2]
    if events:
        db.many(
            "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state)"
            " VALUES (?,?,?,?,?)",
            events,
        )
        # In the order of their keys, so that a page is met once, however many rows fall on it.
        filed = [(key, at) for at, fact in enumerate(facts, top + 1) for key in fact.subjects]
        db.many("INSERT INTO fact_subject VALUES (?,?)", sorted(filed))
        once = sorted(fact.once for fact in facts if fact.once)
        db.many("INSERT INTO fact_once VALUES (?)", [(key,) for key in once])
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
