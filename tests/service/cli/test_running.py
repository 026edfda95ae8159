"""The commands of whoever runs it: migrate, doctor, token, rebuild."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from service.ledger import open_ledger
from service.tokens import Tokens, UnknownToken
from tests.engines import Engine
from tests.service.cli.conftest import Shell


def test_tables_are_made_once_and_again(
    bare: Shell, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", engine.fresh())

    assert bare("rebuild", "--verify").code == 1
    assert [bare("migrate").code for _ in range(2)] == [0, 0]
    assert bare("rebuild", "--verify").code == 0


@pytest.mark.parametrize(
    "command",
    [
        ("where", "a/b", "#1"),
        ("changelog", "a/b"),
        ("deliveries", "list"),
        ("token", "list"),
        ("rebuild",),
        ("import", "git", "."),
    ],
    ids=" ".join,
)
def test_without_a_database_there_is_a_next_step_and_no_traceback(
    bare: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")

    said = bare(*command)

    assert said.code == 1
    assert said.aside.startswith("shipledger: ")
    assert "run `shipledger migrate`" in said.aside
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_finds_what_is_missing_and_says_the_mend(
    bare: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")

    said = bare("doctor")

    assert said.code == 1
    assert "SHIPLEDGER_WEBHOOK_SECRET" in said.out
    assert "shipledger migrate" in said.out


def test_the_doctor_is_content_with_what_is_well(shell: Shell) -> None:
    said = shell("doctor")

    assert said.code == 0
    assert "bad " not in said.out
    assert "mind deliveries: none has come yet" in said.out


@pytest.fixture
def database(shell: Shell) -> str:
    return os.environ["SHIPLEDGER_DATABASE_URL"]


def test_a_token_is_shown_once_alone_on_its_line_and_can_be_taken_back(
    shell: Shell, database: str
) -> None:
    made = shell("token", "create", "grafana", "--scope", "read", "--days", "30")
    text = made.out.strip()

    assert made.out == f"{text}\n"
    assert opens(database, text)
    assert text not in shell("token", "list").out
    assert "grafana" in shell("token", "list").out

    assert shell("token", "revoke", "1", "--reason", "lost").code == 0
    assert not opens(database, text)
    assert "lost" in shell("token", "list").out
    again = shell("token", "revoke", "1", "--reason", "lost")
    assert (again.code, "was revoked on" in again.aside) == (1, True)


def opens(database: str, text: str) -> bool:
    with closing(open_ledger(database)) as ledger:
        try:
            Tokens(ledger).recognise(text)
        except UnknownToken:
            return False
        return True


def test_a_token_needs_a_scope(shell: Shell) -> None:
    said = shell("token", "create", "grafana")

    assert said.code == 2
    assert "--scope" in said.aside


def test_a_rebuild_finds_a_table_that_lies_and_mends_it(shell: Shell, database: str) -> None:
    with closing(open_ledger(database)) as ledger:
        with ledger.recorder.writing() as db:  # type: ignore[attr-defined]
            db.run("INSERT INTO repository_names_1 VALUES (?, ?, ?)", "a/b", b"0" * 16, 1)

    found = shell("rebuild", "--verify")

    assert found.code == 1
    assert "repository_names: different" in found.out
    assert "repository_names differed" in found.aside
    assert shell("rebuild", "--verify").code == 0
