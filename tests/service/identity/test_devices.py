"""Devices: somebody logs in without a browser, by a code that he enters at GitHub or elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.deed import Signing
from domain.directory import Directory
from service.deeds import Deeds
from service.identity.settings import LogIn
from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.github.fixtures import a_hub
from tests.github.hub import Hub
from tests.ledgers import NOON, migrated
from tests.service.identity.door import Door
from tests.service.identity.test_log_in import MIRA
from tests.site import Site, prove_problem

CLIENT = "Iv1.8a61f9b3a7aba766"
DEVICE = "/api/v1/session/device"
SETTINGS = LogIn(secret_key="k" * 32, github_client_id=CLIENT, github_client_secret="s")


class Shell:
    """Somebody before a terminal, a server of ours, and GitHub."""

    def __init__(self, site: Site, hub: Hub) -> None:
        self.site = site
        self.hub = hub
        hub.device_clients.add(CLIENT)
        self.person("mira", login="mira-dev")

    def person(self, key: str, **known: Any) -> None:
        sign = Signing("root", NOON, "She joined.")
        Deeds(self.site.ledger, Directory).settle(
            (), sign, lambda one, by: one.name(key, by, **known)
        )

    def begin(self, status: int = 200) -> Any:
        answer = self.site.post(DEVICE, json={})
        assert answer.status_code == status, answer.json
        return answer.json

    def ask(self, begun: Any, status: int = 200, *, wait: float = 5) -> Any:
        self.hub.clock.advance(seconds=wait)
        asked = {"provider": begun["provider"], "device_code": begun["device_code"]}
        answer = self.site.post(f"{DEVICE}/token", json=asked)
        assert answer.status_code == status, answer.json
        return prove_problem(answer)["detail"] if status != 200 else answer.json

    def logged_in(self) -> str:
        begun = self.begin()
        self.hub.enter_code(begun["user_code"], "mira-dev")
        token: str = self.ask(begun)["token"]
        return token

    def known(self, token: str) -> int:
        return self.site.get("/api/v1/board", token=token).status_code


@pytest.fixture
def shell(sqlite: Sqlite, tmp_path: Path) -> Iterator[Shell]:
    ledger, hub = open_ledger(sqlite.fresh(migrated)), a_hub(tmp_path / "hub", prefix="/api/v3")
    with hub.serve() as address:
        there = {"github_url": address.removesuffix("/api/v3"), "public_url": "http://localhost"}
        yield Shell(Site(ledger, public_read=False, log_in=SETTINGS, **there), hub)
    ledger.close()


def test_the_code_is_entered_at_github_and_the_device_is_the_person(shell: Shell) -> None:
    begun = shell.begin()
    assert begun["verification_uri"] == "https://github.com/login/device"
    assert (begun["provider"], begun["interval"], begun["expires_in"]) == ("github", 5, 900)
    assert shell.ask(begun)["state"] == "pending"

    shell.hub.enter_code(begun["user_code"], "mira-dev")
    told = shell.ask(begun)

    assert (told["state"], told["person"]) == ("begun", "mira")
    assert told["token"].startswith("shipledger_session_")
    session = shell.site.get("/api/v1/session", token=told["token"]).json or {}
    assert (session["person"], session["means"], session["channel"]) == (
        *("mira", "session:github"),
        "cli",
    )
    assert session["expires"] == told["expires"]
    assert told["token"] not in shell.site.text_of_log
    assert begun["device_code"] not in shell.site.text_of_log


def test_who_asks_too_often_is_to_wait_longer(shell: Shell) -> None:
    begun = shell.begin()
    shell.ask(begun)

    assert shell.ask(begun, wait=1)["state"] == "slow_down"
    assert shell.ask(begun, wait=10)["state"] == "pending"


def test_who_says_no_or_comes_too_late_is_not_logged_in(shell: Shell) -> None:
    begun = shell.begin()
    shell.hub.enter_code(begun["user_code"], None)
    assert "said no there" in shell.ask(begun, 403)

    late = shell.begin()
    shell.hub.enter_code(late["user_code"], "mira-dev")
    assert "not entered in time" in shell.ask(late, 403, wait=901)


def test_a_code_logs_in_once_and_a_guessed_one_never(shell: Shell) -> None:
    begun = shell.begin()
    shell.hub.enter_code(begun["user_code"], "mira-dev")
    shell.ask(begun)

    assert "incorrect_device_code" in shell.ask(begun, 403)
    assert "incorrect_device_code" in shell.ask(begun | {"device_code": "x"}, 403)


def test_a_stranger_is_let_in_by_no_code(shell: Shell) -> None:
    begun = shell.begin()
    shell.hub.enter_code(begun["user_code"], "eve")
    before = shell.site.ledger.head()

    assert "Nobody named eve in the directory" in shell.ask(begun, 403)
    assert shell.site.ledger.head() == before


def test_an_app_that_lets_no_devices_in_says_where_that_is_changed(shell: Shell) -> None:
    shell.hub.device_clients.clear()

    assert "Enable Device Flow" in shell.begin(403)["detail"]


def test_nobody_logs_in_by_what_is_not_configured(shell: Shell) -> None:
    answer = shell.site.post(DEVICE, json={"provider": "oidc"})
    assert answer.status_code == 404
    assert "One logs in here by github" in prove_problem(answer)["detail"]

    closed = Site(shell.site.ledger, public_read=False)
    assert closed.post(DEVICE, json={}).status_code == 404


def test_the_session_ends_everywhere_by_a_log_out(shell: Shell) -> None:
    token = shell.logged_in()
    assert shell.known(token) == 200

    assert shell.site.post("/api/v1/session/end", token=token, json={}).status_code == 200

    assert shell.known(token) == 401
    assert shell.site.post("/api/v1/session/end", token=token, json={}).status_code == 401


def test_a_token_is_not_ended_as_a_session_is(shell: Shell) -> None:
    token = shell.site.token("read")

    answer = shell.site.post("/api/v1/session/end", token=token, json={})

    assert "token revoke" in prove_problem(answer)["detail"]
    assert shell.known(token) == 200


def test_a_bearer_that_was_changed_or_signed_elsewhere_opens_nothing(shell: Shell) -> None:
    token = shell.logged_in()

    assert shell.known(token[:-1] + ("A" if token[-1] != "A" else "B")) == 401
    assert shell.known("shipledger_session_") == 401
    other = LogIn(secret_key="n" * 32, github_client_id=CLIENT, github_client_secret="s")
    there = Site(shell.site.ledger, public_read=False, log_in=other, public_url="http://localhost")
    assert there.get("/api/v1/board", token=token).status_code == 401


def test_what_is_of_no_single_repository_is_not_opened_by_it(shell: Shell) -> None:
    token = shell.logged_in()

    answer = shell.site.get("/api/v1/directory/people", token=token)

    assert answer.status_code == 403


def test_another_provider_logs_in_by_a_code_of_its_own(door: Door) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA | {"auth_time": 1_780_000_000}
    begun = door.site.post(DEVICE, json={"provider": "oidc"}).json or {}
    assert begun["verification_uri_complete"].endswith("/enter?user_code=BDWP-HQPK")
    asked = {"provider": "oidc", "device_code": begun["device_code"]}
    there = f"{DEVICE}/token"
    assert (door.site.post(there, json=asked).json or {})["state"] == "pending"

    door.provider.code_entered = True
    token = (door.site.post(there, json=asked).json or {})["token"]

    session = door.site.get("/api/v1/session", token=token).json or {}
    assert (session["means"], session["proved_at"]) == ("session:oidc", "2026-05-28T20:26:40Z")


@pytest.mark.parametrize(
    "spoiled",
    [{"aud": "another client"}, {"iss": "https://elsewhere.example"}, {"exp": 1}],
    ids=str,
)
def test_an_id_token_that_is_not_for_us_lets_no_device_in(
    door: Door, spoiled: dict[str, Any]
) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA
    door.provider.spoil, door.provider.code_entered = spoiled, True

    asked = {"provider": "oidc", "device_code": "a device's code"}

    assert door.site.post(f"{DEVICE}/token", json=asked).status_code == 403


def test_a_provider_that_knows_no_devices_is_told_of(door: Door) -> None:
    door.provider.lets_devices_in = False

    answer = door.site.post(DEVICE, json={"provider": "oidc"})

    assert "knows no log-in by a device's code" in prove_problem(answer)["detail"]
