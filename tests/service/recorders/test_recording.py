"""A batch is written whole or not at all, each delivery once, each fact once, in one order."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import cast
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import Environment

from domain.fact import Keyed
from domain.repository import stream_of
from domain.tag import TagCut
from service.delivery import Delivery
from service.recorders.batch import decompress, entry, pack, subject_key
from service.recorders.database import Database
from service.recorders.engine import is_sqlite, library_environment
from service.recorders.postgres import PostgresLedgerFactory
from service.recorders.sqlite import SqliteLedgerFactory
from webhooks.translation import Chapter, Translation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
APP = stream_of("github", "1")
SITE = stream_of("github", "2")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    factory = (SqliteLedgerFactory if is_sqlite(database_url) else PostgresLedgerFactory)(
        Environment("", library_environment(database_url))
    )
    recorder = cast("Database", factory.application_recorder())
    recorder.create_schema()
    yield recorder
    factory.close()


def tag_cut(name: str, sha: str = "a" * 40) -> TagCut:
    return TagCut(at=NOON, via="github:1", name=name, sha=sha, object=sha)


def delivery(id_: str, body: bytes = b"{}", hook: str = "") -> Delivery:
    return Delivery("github", id_, "push", body, NOON, hook=hook)


def telling(stream: UUID, *names: str, once: bool = False) -> Translation:
    facts = tuple(Keyed(tag_cut(name), f"tag:{name}" if once else "") for name in names)
    return Translation((Chapter(stream, facts),))


def events(database: Database) -> list[tuple[UUID, int]]:
    with database.reading() as db:
        rows = db.all(
            "SELECT originator_id, originator_version FROM stored_events"
            f" ORDER BY {database.dialect.position}"
        )
    return [(UUID(str(stream)), version) for stream, version in rows]


def test_facts_get_the_next_versions_of_their_streams(database: Database) -> None:
    database.record([entry(delivery("1"), telling(APP, "v1", "v2"))])
    database.record(
        [entry(delivery("2"), telling(SITE, "v1")), entry(delivery("3"), telling(APP, "v3"))]
    )

    assert events(database) == [(APP, 1), (APP, 2), (SITE, 1), (APP, 3)]


def test_a_repeated_delivery_writes_nothing_and_says_which_it_repeats(database: Database) -> None:
    (first,) = database.record([entry(delivery("1"), telling(APP, "v1"))])
    (second,) = database.record([entry(delivery("1"), telling(APP, "v1"))])

    assert (second.seq, second.fresh, second.same) == (first.seq, False, True)
    assert events(database) == [(APP, 1)]


def test_another_body_under_a_known_key_is_told_apart(database: Database) -> None:
    database.record([entry(delivery("1", b"{}"), telling(APP, "v1"))])
    (second,) = database.record([entry(delivery("1", b"[]"), telling(APP, "v2"))])

    assert (second.fresh, second.same) == (False, False)
    assert events(database) == [(APP, 1)]


def test_two_hooks_may_hear_of_one_event(database: Database) -> None:
    database.record([entry(delivery("1", hook="7"), telling(APP, "v1", once=True))])
    (second,) = database.record([entry(delivery("1", hook="8"), telling(APP, "v1", once=True))])

    assert (second.fresh, second.facts, second.last_position) == (True, 0, None)
    assert events(database) == [(APP, 1)]


def test_a_keyed_fact_is_news_once_within_a_batch_and_in_each_stream(database: Database) -> None:
    written = database.record(
        [
            entry(delivery("1"), telling(APP, "v1", once=True)),
            entry(delivery("2"), telling(APP, "v1", "v2", once=True)),
            entry(delivery("3"), telling(SITE, "v1", once=True)),
        ]
    )

    assert [one.facts for one in written] == [1, 1, 1]
    assert events(database) == [(APP, 1), (APP, 2), (SITE, 1)]


def test_a_delivery_without_facts_is_kept(database: Database) -> None:
    (written,) = database.record([entry(delivery("1"), Translation(note="unfollowed: star"))])

    assert written.fresh
    assert events(database) == []


def test_a_parked_delivery_is_taken_up_once_its_bytes_are_understood(database: Database) -> None:
    (parked,) = database.record([entry(delivery("1"), None, "$.ref is missing\x00")])
    (still,) = database.record([entry(delivery("1"), None, "again")])
    (taken_up,) = database.record([entry(delivery("1"), telling(APP, "v1"))])
    (after,) = database.record([entry(delivery("1"), telling(APP, "v1"))])

    assert not still.fresh
    assert (taken_up.seq, taken_up.fresh, taken_up.facts) == (parked.seq, True, 1)
    assert not after.fresh
    assert events(database) == [(APP, 1)]
    with database.reading() as db:
        assert db.all("SELECT state, first_position, last_position FROM delivery") == [
            ("recorded", 1, 1)
        ]


def test_other_bytes_do_not_take_up_a_parked_delivery(database: Database) -> None:
    database.record([entry(delivery("1"), None, "why")])
    (other,) = database.record([entry(delivery("1", b"[]"), telling(APP, "v1"))])

    assert (other.fresh, other.same) == (False, False)


def test_each_fact_is_filed_under_its_subjects(database: Database) -> None:
    database.record([entry(delivery("1"), telling(APP, "v1", "v2"))])

    with database.reading() as db:
        filed = db.all(
            "SELECT position FROM fact_subject WHERE subject = ?", subject_key(APP.bytes, "tag:v2")
        )
    assert filed == [(2,)]


def test_recorded_never_goes_back(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.record([entry(delivery("1"), telling(APP, "v1"))])
    monkeypatch.setattr("service.recorders.sqlite_batch.now", lambda: 5)
    database.record([entry(delivery("2"), telling(APP, "v2"))])

    with database.reading() as db:
        moments = [
            recorded for (recorded,) in db.all("SELECT recorded FROM moment ORDER BY position")
        ]
    assert len(moments) == 2
    assert moments == sorted(moments)


@pytest.mark.parametrize("deed", ["UPDATE stored_events SET topic = 'x'", "DELETE FROM moment"])
def test_nobody_changes_what_was_recorded(database: Database, deed: str) -> None:
    database.record([entry(delivery("1"), telling(APP, "v1"))])

    with pytest.raises(Exception, match="append-only"), database.writing() as db:
        db.run(deed)


def test_decisions_have_a_moment_too(database: Database) -> None:
    stored = StoredEvent(APP, 1, "token.issued", b"{}")
    database.insert_events([stored])  # type: ignore[attr-defined]

    with database.reading() as db:
        assert db.all("SELECT position FROM moment") == [(1,)]


def test_making_the_schema_again_changes_nothing(database: Database) -> None:
    database.record([entry(delivery("1"), telling(APP, "v1"))])
    database.create_schema()

    assert events(database) == [(APP, 1)]


def test_a_durable_database_is_safe(database: Database) -> None:
    if database.dialect.position == "rowid":
        database.assert_safe()


def test_only_bulk_puts_off_what_sqlite_does_at_a_commit(database: Database) -> None:
    if database.dialect.position == "rowid":
        for bulk, pages in ((True, 16_000), (False, 1000)):
            with database.writing(bulk=bulk) as db:
                assert db.all("PRAGMA wal_autocheckpoint") == [(pages,)]


@pytest.mark.parametrize("bodies", [[b""], [b"", b""], [b"{}", b"", b"[1]" * 9000]], ids=len)
def test_bodies_packed_together_are_read_again_to_the_byte(bodies: list[bytes]) -> None:
    packed = pack([entry(delivery(str(nth), body), None) for nth, body in enumerate(bodies)])

    assert pack(packed) == packed, "what is packed stays as it is"
    assert [decompress(one.body) for one in packed] == bodies
    assert [one.digest for one in packed] == [sha256(body).digest() for body in bodies]
