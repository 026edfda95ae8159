"""What was acknowledged is seen by the next look, and a look at the past stays as it was."""

import threading
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import NotFound
from domain.repository import RepositoryNamed, RepositoryRenamed, stream_of
from domain.tag import TagCut, TagFact
from service.delivery import Delivery
from service.ledger import Ledger, open_ledger
from service.recorders.errors import BadDatabaseUrl, SchemaMissing
from tests.engines import Engine
from tests.ledgers import NOON, migrated, tell
from webhooks.translation import Translation

APP = stream_of("github", "1")
SITE = stream_of("github", "2")
A, B = "a" * 40, "b" * 40


def cut(name: str, at: datetime = NOON, sha: str = A) -> TagCut:
    return TagCut(at=at, via="github:1", name=name, sha=sha, object=sha)


def named(name: str, forge_id: str = "1", at: datetime = NOON) -> RepositoryNamed:
    return RepositoryNamed(at=at, via="github:1", name=name, forge="github", forge_id=forge_id)


def tags(ledger: Ledger, *subjects: str, **when: object) -> list[str]:
    with ledger.look(APP, **when) as view:  # type: ignore[arg-type]
        facts = [told.fact for told in view.about(*subjects)]
    return [fact.name for fact in facts if isinstance(fact, TagFact)]


def test_what_was_recorded_is_seen_at_once(ledger: Ledger) -> None:
    receipt = tell(ledger, APP, [cut("v1")])

    assert receipt.outcome == "recorded"
    assert tags(ledger, "tag:v1") == ["v1"]


def test_a_look_sees_its_own_repository_only(ledger: Ledger) -> None:
    tell(ledger, SITE, [cut("v1")])

    assert tags(ledger, "tag:v1") == []


def test_a_fact_about_two_subjects_is_seen_once(ledger: Ledger) -> None:
    tell(ledger, APP, [cut("v1")])

    assert tags(ledger, "tag:v1", f"commit:{A}") == ["v1"]


def test_as_of_a_position_nothing_later_is_seen(ledger: Ledger) -> None:
    first = tell(ledger, APP, [cut("v1")])
    tell(ledger, APP, [cut("v2", sha=A)])

    assert tags(ledger, f"commit:{A}", as_of=first.position) == ["v1"]
    assert tags(ledger, f"commit:{A}") == ["v1", "v2"]


def test_as_of_a_moment_is_as_of_its_last_position(ledger: Ledger) -> None:
    receipt = tell(ledger, APP, [cut("v1")])
    with ledger.look(APP) as view:
        recorded = view.recorded([receipt.position or 0])[receipt.position or 0]

    assert ledger.position_at(recorded) == receipt.position
    assert ledger.position_at(recorded - timedelta(microseconds=1)) == 0


def test_as_at_a_moment_what_happened_later_is_not_seen(ledger: Ledger) -> None:
    tell(ledger, APP, [cut("v2", at=NOON + timedelta(days=1)), cut("v1")])

    assert tags(ledger, f"commit:{A}", as_at=NOON) == ["v1"]


def test_more_subjects_than_a_query_takes(ledger: Ledger) -> None:
    names = [f"v{number}" for number in range(1200)]
    tell(ledger, APP, [cut(name) for name in names])

    assert tags(ledger, *(f"tag:{name}" for name in names)) == names


def test_facts_are_read_by_their_positions(ledger: Ledger) -> None:
    receipt = tell(ledger, APP, [cut("v1"), cut("v2")])
    assert receipt.position is not None
    with ledger.look(APP, as_of=receipt.position - 1) as view:
        seen = view.at([receipt.position, receipt.position - 1, 10_000])

    assert [told.position for told in seen] == [receipt.position - 1]


def test_facts_of_many_threads_are_all_there(ledger: Ledger) -> None:
    threads = [
        threading.Thread(target=tell, args=(ledger, APP, [cut(f"v{number}")]))
        for number in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(tags(ledger, f"commit:{A}")) == sorted(f"v{number}" for number in range(40))


def test_a_repository_is_found_by_its_name_whatever_the_case(ledger: Ledger) -> None:
    tell(ledger, APP, [named("Harbour/App")])
    with ledger.stand() as stand:
        assert ledger.resolve(stand, "harbour/app") == APP
        assert ledger.resolve(stand, "1") == APP


def test_a_former_name_leads_to_the_repository_until_another_bears_it(ledger: Ledger) -> None:
    day = timedelta(days=1)
    renamed = RepositoryRenamed(at=NOON + day, via="github:2", before="a/old", name="a/new")
    tell(ledger, APP, [named("a/old"), renamed])
    with ledger.stand() as stand:
        assert ledger.resolve(stand, "a/old") == APP
    tell(ledger, SITE, [named("a/old", "2", NOON + 2 * day)])
    with ledger.stand() as stand:
        assert ledger.resolve(stand, "a/old") == SITE
        assert ledger.resolve(stand, "a/new") == APP


def test_an_unknown_repository_is_refused_with_the_next_step(ledger: Ledger) -> None:
    with ledger.stand() as stand, pytest.raises(NotFound, match="import git"):
        ledger.resolve(stand, "no/such")


def test_a_delivery_is_kept_to_the_byte(ledger: Ledger) -> None:
    body = b'{"text": "\xff \\u0000"}'
    delivery = Delivery("github", "d-1", "push", body, NOON, (("X-A", "1"),), hook="7")
    receipt = ledger.record(delivery, None, "why")
    row = ledger.delivery("d-1")

    assert (row.body, row.headers, row.received) == (body, (("X-A", "1"),), NOON)
    assert (row.state, row.reason, row.hook) == ("parked", "why", "7")
    assert ledger.delivery(receipt.seq) == row


def test_deliveries_are_listed_newest_first_page_by_page(ledger: Ledger) -> None:
    for number in range(5):
        ledger.record(Delivery("github", f"d-{number}", "push", b"{}", NOON), Translation())
    ledger.record(Delivery("github", "bad", "push", b"", NOON), None, "empty")

    first = ledger.deliveries(limit=2)
    assert [row.id for row in first] == ["bad", "d-4"]
    assert [row.id for row in ledger.deliveries(after=first[-1].seq, limit=2)] == ["d-3", "d-2"]
    assert [row.id for row in ledger.deliveries(state="parked")] == ["bad"]


def test_an_unknown_delivery_is_refused_with_the_next_step(ledger: Ledger) -> None:
    with pytest.raises(NotFound, match="deliveries list"):
        ledger.delivery(7)


def test_a_rebuilt_table_equals_the_one_that_followed(ledger: Ledger) -> None:
    tell(ledger, APP, [named("a/b"), cut("v1")])
    tell(ledger, APP, [cut("v2")])
    ledger.catch_up()

    for name in ("commit_graph", "release_names", "repository_names"):
        assert ledger.rebuild(name).equal
    assert tags(ledger, "tag:v2") == ["v2"]
    with ledger.look(APP) as view:
        assert sorted(view.names.all()) == ["v1", "v2"]


def test_a_table_that_lies_is_found_out(ledger: Ledger) -> None:
    tell(ledger, APP, [named("a/b")])
    ledger.catch_up()
    with ledger.recorder.writing() as db:  # type: ignore[attr-defined]
        db.run("UPDATE repository_names_1 SET name = ?", "a/c")

    assert not ledger.rebuild("repository_names").equal
    assert ledger.rebuild("repository_names").equal


def test_a_database_without_tables_is_refused_with_the_next_step(database_url: str) -> None:
    with pytest.raises(SchemaMissing, match="shipledger migrate"):
        open_ledger(database_url)


def test_a_table_of_another_version_is_refused_and_made_anew(engine: Engine) -> None:
    url = engine.fresh(migrated)
    with closing(open_ledger(url)) as ledger, ledger.recorder.writing() as db:  # type: ignore[attr-defined]
        db.run("UPDATE follower SET shape = ? WHERE name = ?", "older", "release_names")

    with pytest.raises(SchemaMissing, match="shipledger migrate"):
        open_ledger(url)
    migrated(url)
    open_ledger(url).close()


def test_serving_never_makes_a_database(tmp_path: Path) -> None:
    with pytest.raises(SchemaMissing, match="shipledger migrate"):
        open_ledger(f"sqlite:///{tmp_path}/none.db")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["mysql://localhost/x", "sqlite://", "postgresql://host/x?nonsense=1"]
)
def test_an_address_that_names_no_database_is_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrl):
        open_ledger(url)
