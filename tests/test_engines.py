"""The ground that other tests stand on: databases of their own, histories, and no network."""

import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import requests

from tests.engines import Engine


def tables(url: str) -> list[str]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master").fetchall()
    else:
        with psycopg.connect(url) as server:
            rows = server.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            ).fetchall()
    return [name for (name,) in rows]


def prepare(url: str) -> None:
    statement = "CREATE TABLE ready (at TEXT)"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(statement)
    else:
        with psycopg.connect(url) as server:
            server.execute(statement)


def test_a_fresh_database_is_empty(database_url: str) -> None:
    assert tables(database_url) == []


def test_a_prepared_database_has_its_tables(engine: Engine) -> None:
    first, second = engine.fresh(prepare), engine.fresh(prepare)

    assert first != second
    assert tables(first) == tables(second) == ["ready"]


def test_a_prepared_database_is_not_shared(engine: Engine) -> None:
    engine.fresh(prepare)

    assert tables(engine.fresh()) == []


def test_a_history_has_its_true_commits(history: Callable[[str], Path]) -> None:
    count = subprocess.run(
        ["git", f"--git-dir={history('semantic-pr')}", "rev-list", "--count", "--all"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert count.stdout.strip() == "249"


def test_a_test_has_no_network() -> None:
    with pytest.raises(RuntimeError, match="tests have no network"):
        requests.get("http://192.0.2.1/", timeout=1)
