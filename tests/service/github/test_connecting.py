"""By one click we become an App: its key lies in a file for us alone, and its webhooks fit."""

import base64
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from domain.errors import Refused
from domain.token import ADMIN, READ
from service import app_file
from service.app_file import KeptApp
from service.bookmarks import Bookmarks
from service.cli.connect import Wanted, code_of
from service.cli.main import shipledger
from service.config import Config, ConfigError
from service.connecting import PLACE, conversion
from service.github.conversion import Conversions, Converting
from service.github.errors import GitHubError
from service.ledger import Ledger, open_ledger
from tests.engines import Sqlite
from tests.github import faults
from tests.github.apps import click
from tests.github.hub import Hub
from tests.ledgers import migrated
from tests.pages import Page
from tests.site import SECRET, Site

OURS = "https://ship.example"
CONVERT = ("POST", "/app-manifests/{code}/conversions")


class Connecting:
    """A server that is not connected yet, its worker, and a person with a browser."""

    def __init__(self, hub: Hub, ledger: Ledger, address: str, place: Path) -> None:
        self.hub, self.ledger, self.address = hub, ledger, address
        self.file = place / "app.json"
        self.settings: dict[str, Any] = {
            "public_url": OURS,
            "github_url": "https://github.example",
            "github_app_file": str(self.file),
        }
        self.site = Site(ledger, public_read=True, clock=hub.clock, **self.settings)
        self.renewed = Event()

    def config(self) -> Config:
        return Config("sqlite:///:none:", webhook_secrets=(SECRET,), **self.settings)

    def converting(self) -> Converting:
        clock = self.hub.clock
        return Converting(self.config(), clock=clock, sleep=clock.wait, api=self.address)

    def work(self) -> None:
        told = {"clock": self.hub.clock, "renew": self.renewed.set}
        Conversions(self.converting(), self.ledger, **told).run(Event())

    def open(self, path: str, *scopes: str, status: int = 200) -> Page:
        told = self.ask(path, self.site.token(*scopes) if scopes else "")
        assert told.status_code == status, told.text
        return Page(told.text, told.status_code, told.headers)

    def ask(self, path: str, token: str = "") -> Any:
        login = base64.b64encode(f"ada:{token}".encode()).decode()
        return self.site.app.test_client().get(
            path,
            headers={"Accept": "text/html"}
            | ({"Authorization": f"Basic {login}"} if token else {}),
        )

    def click(self, token: str, query: str = "") -> str:
        """The way over GitHub; the path of ours to which it leads back."""
        told = self.ask(f"/connect/app{query}", token)
        page = Page(told.text)
        (form,) = page.all("form", method="post")
        (field,) = page.all("input", name="manifest")
        assert "https://github.example" in told.headers["Content-Security-Policy"]
        back = click(self.hub, field.attributes["value"], form.attributes["action"])
        assert back.startswith(OURS)
        return back.removeprefix(OURS)


@pytest.fixture
def server(hub: Hub, address: str, sqlite: Sqlite, tmp_path: Path) -> Iterator[Connecting]:
    ledger = open_ledger(sqlite.fresh(migrated))
    yield Connecting(hub, ledger, address, tmp_path)
    ledger.close()


def test_one_click_makes_an_app_whose_webhooks_we_believe(server: Connecting) -> None:
    token = server.site.token(ADMIN)
    answer = server.ask(server.click(token), token)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/connect")
    assert server.hub.requests.total() == 0
    assert "The worker makes the App" in server.open("/connect").text

    server.work()

    (app,) = server.hub.apps
    kept = app_file.read(server.file)
    assert kept is not None
    assert (kept.id, kept.private_key) == (app.id, app.private_key)
    assert app_file.is_private(server.file)
    assert (app.hook.url, app.hook.secret) == (f"{OURS}/webhooks/github", SECRET)
    assert server.renewed.is_set()
    page = server.open("/connect")
    assert f"GitHub knows this server as App {app.id}" in page.text
    assert f"{kept.url}/installations/new" in page.links()
    told = server.site.get("/api/v1/connection").json
    assert (told["how"], told["app"], told["conversion"]["state"]) == ("app", app.id, "done")
    # The key opens the App: it is in no row of the database, and the code neither.
    place = Bookmarks(server.ledger.database).place(PLACE)
    assert "code" not in place
    assert "PRIVATE KEY" not in str(place)


def test_everybody_who_reads_sees_why_and_only_an_administrator_may_click(
    server: Connecting,
) -> None:
    page = server.open("/connect")
    assert "contents write" in page.text
    assert "release notes in the text of releases" in page.text
    assert "deployment_protection_rule deployments" in page.text
    assert "SHIPLEDGER_GITHUB_TOKEN" in page.text
    assert server.ask("/connect/app").status_code == 401
    server.open("/connect/app", READ, status=403)
    server.open("/connect/made?code=abc&state=1.2", READ, status=403)


def test_an_app_that_another_began_is_not_ours(server: Connecting) -> None:
    mine, theirs = server.site.token(ADMIN), server.site.token(ADMIN)
    for path in (server.click(theirs), "/connect/made?code=abc&state=", "/connect/made?code=abc"):
        assert server.ask(path, mine).status_code == 403
    late = server.click(mine)
    server.hub.clock.advance(hours=1, minutes=1)
    assert server.ask(late, mine).status_code == 403
    assert conversion(server.ledger) is None


def test_what_is_no_code_never_becomes_a_part_of_a_path(server: Connecting) -> None:
    token = server.site.token(ADMIN)
    path = server.click(token)
    state = urlsplit(path).query.rpartition("state=")[2]
    assert server.ask(f"/connect/made?code=..%2F..%2Fuser&state={state}", token).status_code == 400


def test_an_organisation_and_a_name_may_be_chosen(server: Connecting) -> None:
    token = server.site.token(ADMIN)
    page = Page(server.ask("/connect/app?organization=harbour&name=Harbourmaster", token).text)
    (form,) = page.all("form", method="post")
    action = form.attributes["action"]
    assert action.startswith("https://github.example/organizations/harbour/settings/apps/new?")
    refused = Page(server.ask("/connect/app?organization=a/b", token).text)
    assert "is no name of an organisation" in refused.text
    assert not refused.all("form", method="post")


def test_where_nobody_said_how_github_reaches_us_there_is_nothing_to_click(
    server: Connecting,
) -> None:
    site = Site(server.ledger, public_read=True, clock=server.hub.clock)
    token = site.token(ADMIN)
    told = site.app.test_client().get(
        "/connect/app", headers={"Authorization": f"Bearer {token}", "Accept": "text/html"}
    )
    assert "set SHIPLEDGER_PUBLIC_URL" in Page(told.text).text.replace("Set", "set")


def test_a_code_that_waited_too_long_is_given_up_unasked(server: Connecting) -> None:
    token = server.site.token(ADMIN)
    server.ask(server.click(token), token)
    server.hub.clock.advance(hours=2)
    server.work()
    assert "older than an hour" in server.open("/connect").text
    assert server.hub.requests.total() == 0
    assert not server.renewed.is_set()


def test_after_a_lost_answer_the_person_is_told_to_begin_again(server: Connecting) -> None:
    token = server.site.token(ADMIN)
    server.ask(server.click(token), token)
    server.hub.fail(*CONVERT, faults.bad_gateway_after)
    with pytest.raises(GitHubError) as lost:
        server.work()
    (code,) = [one for one in str(lost.value).split("/") if one.startswith("code")] or ["none"]
    assert code == "none"
    server.work()
    assert "delete it on its page at GitHub" in server.open("/connect").text
    assert not server.file.exists()


def test_a_stop_between_the_key_and_the_secret_loses_neither(server: Connecting) -> None:
    token = server.site.token(ADMIN)
    server.ask(server.click(token), token)
    server.hub.fail("PATCH", "/app/hook/config", faults.closed)
    with pytest.raises(GitHubError):
        server.work()
    # The worker starts anew, and finds the App in its file.
    (app,) = server.hub.apps
    server.settings |= {"github_app_id": app.id, "github_private_key": app.private_key}
    server.work()
    assert app.hook.secret == SECRET
    assert "was connected" in server.open("/connect").text


@pytest.mark.parametrize(
    ("settings", "words", "error"),
    [
        ({"github_app_file": ""}, "set SHIPLEDGER_GITHUB_APP_FILE", ConfigError),
        ({"github_app_id": 7, "github_private_key": "k"}, "App 7 is connected already", Refused),
    ],
)
def test_connecting_begins_only_where_it_can_end(
    server: Connecting, settings: dict[str, Any], words: str, error: type[Exception]
) -> None:
    server.settings |= settings
    with pytest.raises(error, match=words):
        server.converting().convert("code")
    assert server.hub.requests.total() == 0


def test_a_server_without_a_browser_shows_a_page_on_loopback(server: Connecting) -> None:
    codes: list[str] = []
    opened: list[int] = []
    ready = threading.Event()

    def show(port: int) -> None:
        opened.append(port)
        ready.set()

    wanted = Wanted(server.config(), "harbour", "Harbourmaster")
    waiting = threading.Thread(target=lambda: codes.append(code_of(wanted, 0, show)))
    waiting.start()
    assert ready.wait(20)
    here = f"http://127.0.0.1:{opened[0]}"
    page = Page(requests.get(here, timeout=20).text)
    (form,) = page.all("form", method="post")
    (field,) = page.all("input", name="manifest")
    back = click(server.hub, field.attributes["value"], form.attributes["action"])
    assert requests.get(f"{here}/made?code=theirs&state=guessed", timeout=20).status_code == 404
    assert requests.get(back, timeout=20).status_code == 200
    waiting.join(20)
    (code,) = codes
    assert server.converting().convert(code).name == "Harbourmaster"


def test_a_file_that_others_can_read_is_told_from_one_that_is_ours(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "app.json"
    app_file.write(path, KeptApp(1, "key"))
    assert app_file.is_private(path)
    path.chmod(0o644)
    assert not app_file.is_private(path)
    path.write_text("{")
    with pytest.raises(ValueError, match="connect anew"):
        app_file.read(path)


def test_the_command_connects_from_its_page_to_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place, file = tmp_path / "hub", tmp_path / "app.json"
    place.mkdir()
    hub = Hub(place, prefix="/api/v3")
    with hub.serve() as address, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        for name, value in {
            "DATABASE_URL": f"sqlite:///{tmp_path}/ledger.db",
            "PUBLIC_URL": OURS,
            "GITHUB_URL": address.removesuffix("/api/v3"),
            "GITHUB_APP_FILE": str(file),
            "WEBHOOK_SECRET": SECRET,
        }.items():
            monkeypatch.setenv(f"SHIPLEDGER_{name}", value)
        words = ["github", "connect", "--name", "Harbourmaster", "--port", str(port)]
        command = threading.Thread(target=lambda: shipledger.main(words, standalone_mode=False))
        command.start()
        page = Page(reached(f"http://127.0.0.1:{port}/"))
        (form,) = page.all("form", method="post")
        (field,) = page.all("input", name="manifest")
        back = click(hub, field.attributes["value"], form.attributes["action"])
        requests.get(back, timeout=20)
        command.join(30)
    (app,) = hub.apps
    kept = app_file.read(file)
    assert kept is not None
    assert (kept.id, app.hook.secret) == (app.id, SECRET)
    said = capsys.readouterr().out
    assert f"ssh -L {port}:127.0.0.1:{port}" in said
    assert f"{kept.url}/installations/new" in said
    assert "PRIVATE KEY" not in said


def reached(address: str) -> str:
    waiting = threading.Event()
    for _ in range(100):
        try:
            return requests.get(address, timeout=20).text
        except requests.ConnectionError:
            waiting.wait(0.1)
    raise AssertionError(f"nobody answers at {address}")
