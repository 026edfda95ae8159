"""The command that a newcomer types first."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from domain.errors import ShipledgerError
from service.cli.main import shipledger
from service.ledger import open_ledger


def test_a_taken_port_is_told_before_anything_is_made(tmp_path: Path) -> None:
    database = tmp_path / "demo.db"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        with pytest.raises(ShipledgerError, match="name another one"):
            run("--port", port, "--database", str(database))

    assert not database.exists()


def test_it_is_made_once_and_kept(tmp_path: Path) -> None:
    database = tmp_path / "data" / "demo.db"
    heads = []

    for _ in range(2):
        run("--no-serve", "--database", str(database))
        ledger = open_ledger(f"sqlite:///{database}")
        heads.append(ledger.head())
        ledger.close()

    assert heads[0] > 2000
    assert heads[1] == heads[0]


def run(*arguments: str) -> None:
    CliRunner().invoke(shipledger, ["demo", *arguments], catch_exceptions=False)
