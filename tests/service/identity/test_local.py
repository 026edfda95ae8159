"""Local users: a demonstration lets whoever sits before it be somebody, and nothing else does."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from domain.deed import Signing
from domain.directory import Directory
from service.deeds import Deeds
from service.identity.settings import LogIn
from service.ledger import Ledger, open_ledger
from tests.engines import Sqlite
from tests.ledgers import NOON, migrated
from tests.site import Site, pushed_tag

OURS = {"Origin": "http://localhost"}
APPROVALS = "/octo/shop/releases/v1.0.0/approvals"
POLICY = "approvals: {layers: [{name: QA, people: [mira]}]}\n"
SETTINGS = LogIn(secret_key="k" * 32, local_users=("mira", "noor"))


@pytest.fixture
def ledger(sqlite: Sqlite) -> Iterator[Ledger]:
    one = open_ledger(sqlite.fresh(migrated))
    sign = Signing("root", NOON, "So that she has a name.")
    Deeds(one, Directory).settle((), sign, lambda it, by: it.name("mira", by, called="Mira Vos"))
    yield one
    one.close()


@pytest.fixture
def client(ledger: Ledger) -> FlaskClient:
    return Site(ledger, public_read=True, log_in=SETTINGS).app.test_client()


def enter(client: FlaskClient, person: str = "mira", **more: str) -> int:
    told = {"person": person, "next": f"{APPROVALS}/decide"}
    headers = OURS | {name.replace("_", "-"): value for name, value in more.items()}
    answer = client.post("/login/local", data=told, headers=headers)
    if answer.status_code == 303:
        assert answer.headers["Location"] == f"{APPROVALS}/decide"
    return answer.status_code


def person(client: FlaskClient) -> str:
    told: str = (client.get("/api/v1/session").json or {})["person"]
    return told


def test_the_log_in_offers_them_by_name_and_a_form_of_a_page_counts_then(
    ledger: Ledger, client: FlaskClient
) -> None:
    site = Site(ledger, public_read=True)
    site.deliver("push", pushed_tag())
    body = {"path": ".shipledger.yml", "content": POLICY, "reason": "Four eyes."}
    path = "/api/v1/repositories/octo/shop/notes/settings"
    site.ask("PUT", path, token=site.token("notes:write"), json=body)
    offered = client.get("/login").text
    assert "Continue as Mira Vos (demonstration)" in offered
    assert "Continue as noor (demonstration)" in offered

    assert enter(client) == 303
    form = client.get(f"{APPROVALS}/decide").text
    told = dict(re.findall(r'name="(form_token|digest)" value="([0-9a-f]+)"', form))
    answer = client.post(f"{APPROVALS}/decide", data=told | {"do": "approve"}, headers=OURS)

    assert answer.status_code == 303, answer.text
    (vote,) = (client.get(f"/api/v1/repositories{APPROVALS}").json or {})["votes"]
    assert (vote["by"], vote["name"], vote["means"]) == ("mira", "Mira Vos", "session:local")


@pytest.mark.parametrize(
    "more",
    [
        {"Host": "ship.example", "Origin": "http://ship.example"},
        {"X_Forwarded_For": "203.0.113.7"},
        {"Origin": "http://evil.example"},
    ],
    ids=str,
)
def test_nobody_is_let_in_from_elsewhere(client: FlaskClient, more: dict[str, str]) -> None:
    assert enter(client, **more) == 403
    assert person(client) == ""


def test_nobody_else_can_be_entered_as(client: FlaskClient) -> None:
    assert enter(client, "ada") == 404
    assert person(client) == ""


def test_no_other_server_takes_them_for_anybody(ledger: Ledger, client: FlaskClient) -> None:
    enter(client)
    cookie = client.get_cookie("shipledger_session")
    assert cookie
    assert person(client) == "mira"

    real = LogIn(secret_key="k" * 32, github_client_id="x", github_client_secret="y")
    address = "http://localhost"
    other = Site(ledger, public_read=True, log_in=real, public_url=address).app.test_client()
    other.set_cookie("shipledger_session", cookie.value)

    assert person(other) == ""
    assert enter(other) == 404
    assert "demonstration" not in other.get("/login").text
