"""A shell: the command line as an operator meets it, over a ledger of the test's own."""

import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from service.cli.demo import fill
from service.cli.main import main
from tests.engines import Engine, Sqlite
from tests.ledgers import migrated

SECRET = "a secret that only this test knows"


class Said(NamedTuple):
    """What a command said, and how it ended."""

    out: str
    aside: str
    code: int


Shell = Callable[..., Said]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """No database is named yet, and no secret."""
    for name in ("SHIPLEDGER_DATABASE_URL", "DATABASE_URL", "SHIPLEDGER_WEBHOOK_SECRET", "DYNO"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["shipledger", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        return Said(*capsys.readouterr(), code=int(ended.value.code or 0))

    return run


@pytest.fixture
def shell(bare: Shell, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """On each engine, a database with its tables and nothing in it."""
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", engine.fresh(migrated))
    monkeypatch.setenv("SHIPLEDGER_WEBHOOK_SECRET", SECRET)
    return bare


@pytest.fixture
def demo(bare: Shell, sqlite: Sqlite, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The demonstration, in a database of the test's own."""
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", sqlite.fresh(fill))
    return bare
