"""Logging in from a shell: by a code, at a real server, with a session that nobody else reads."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.deed import Signing
from domain.directory import Directory
from service.cli import kept_session
from service.deeds import Deeds
from service.identity.settings import LogIn
from service.ledger import Ledger, open_ledger
from tests.engines import Sqlite
from tests.github.answers import Answer, Ask
from tests.github.fixtures import a_hub
from tests.github.web import on_loopback
from tests.ledgers import NOON, migrated
from tests.service.cli.conftest import Shell
from tests.site import Site, pushed_tag

CLIENT = "Iv1.8a61f9b3a7aba766"


class Server(NamedTuple):
    """Where it is, its ledger, and the account that enters every code at once."""

    url: str
    ledger: Ledger
    enters: list[str | None]


@pytest.fixture
def server(sqlite: Sqlite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    hub, ledger = a_hub(tmp_path / "hub", prefix="/api/v3"), open_ledger(sqlite.fresh(migrated))
    hub.device_clients.add(CLIENT)
    hub.device_interval = 0
    enters: list[str | None] = ["mira"]

    def entered(ask: Ask, answer: Answer) -> None:
        if ask.path == "/login/device/code":
            hub.enter_code(answer.body["user_code"], enters[0])

    hub.observers.append(entered)
    sign = Signing("root", NOON, "She joined.")
    Deeds(ledger, Directory).settle((), sign, lambda one, by: one.name("mira", by, called="Mira"))
    with hub.serve() as github:
        log_in = LogIn(secret_key="k" * 32, github_client_id=CLIENT, github_client_secret="s")
        there = {"github_url": github.removesuffix("/api/v3"), "public_url": "http://localhost"}
        site = Site(ledger, public_read=False, log_in=log_in, **there)
        site.deliver("push", pushed_tag())
        with on_loopback(site.app) as url:
            yield Server(url, ledger, enters)
    ledger.close()


def test_who_logs_in_is_known_there_and_here_until_he_logs_out(bare: Shell, server: Server) -> None:
    assert "You are not logged in" in bare("whoami").aside

    said = bare("login", f"{server.url}/")

    assert said.code == 0, said.aside
    assert "Open https://github.com/login/device and enter the code WDJB-" in said.aside
    assert f"You are mira at {server.url}" in said.aside
    shown = bare("whoami").out
    assert "mira (Mira) at" in shown
    assert "proved by session:github, until" in shown
    assert "roles in all repositories: none" in shown

    assert "mira is logged out" in bare("logout").aside
    assert bare("whoami").code == 1


def test_the_session_is_for_its_owner_alone_and_the_token_is_never_shown(
    bare: Shell, server: Server
) -> None:
    said = bare("login", server.url)

    path = kept_session.place()
    token = kept_session.read().token
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert token not in said.out + said.aside + bare("whoami", "--json").out


def test_roles_are_told_of_one_repository(bare: Shell, server: Server) -> None:
    sign = Signing("root", NOON, "She answers for it.")
    Deeds(server.ledger, Directory).settle(
        (), sign, lambda one, by: one.grant("mira", "approver", "", "production", by)
    )
    bare("login", server.url, "--with", "github")

    assert "octo/shop: approver in production" in bare("whoami", "--repository", "octo/shop").out
    told = json.loads(bare("whoami", "--json").out)
    assert told["roles"] == [{"role": "approver", "environment": "production"}]
    assert bare("whoami", "--repository", "octo/none").code == 1


def test_who_is_let_in_by_nobody_hears_why_and_nothing_is_kept(bare: Shell, server: Server) -> None:
    for entering, told in (("eve", "Nobody named eve in the directory"), (None, "said no there")):
        server.enters[0] = entering
        said = bare("login", server.url)
        assert (said.code, told in said.aside) == (1, True), said.aside
    assert not kept_session.place().exists()


def test_a_session_is_forgotten_here_though_the_server_knows_it_no_more(
    bare: Shell, server: Server
) -> None:
    bare("login", server.url)
    sign = Signing("root", NOON, "She left.")
    Deeds(server.ledger, Directory).settle((), sign, lambda one, by: one.remove("mira", by))

    assert "`shipledger login` begins another one" in bare("whoami").aside
    said = bare("logout")

    assert (said.code, "Forgotten here." in said.aside) == (0, True)
    assert not kept_session.place().exists()


@pytest.mark.parametrize("url", ["http://ship.example.org", "ship.example.org", "ftp://127.0.0.1"])
def test_no_session_is_sent_where_others_could_read_it(bare: Shell, url: str) -> None:
    said = bare("login", url)

    assert (said.code, "no address to log in at" in said.aside) == (1, True)


def test_what_is_no_server_of_ours_is_told_of(bare: Shell, server: Server) -> None:
    said = bare("login", f"{server.url}/docs")

    assert said.code == 1
    assert "shipledger:" in said.aside


def test_a_file_that_cannot_be_read_is_told_of(bare: Shell, server: Server) -> None:
    bare("login", server.url)
    kept_session.place().write_text("{")

    said = bare("whoami")

    assert (said.code, "log in anew" in said.aside) == (1, True)
