"""Sessions: how long one lasts, how it ends, and what a browser may decide with it."""

import re

import pytest

from service.config import Config
from service.identity.settings import LogIn, UnsafeLogIn
from tests.service.identity.door import Door
from tests.service.identity.test_log_in import BOARD, MIRA, known

OURS = {"Origin": "http://localhost"}
SAFE = {
    "database_url": "sqlite:///:none:",
    "webhook_secrets": ("a secret of the tests",),
    "public_url": "https://ship.example",
}


@pytest.fixture
def inside(door: Door) -> Door:
    """Mira is logged in."""
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA
    door.log_in("oidc")
    return door


def form_token(door: Door) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', door.get("/login").text)
    assert found
    return found[1]


def test_a_session_is_over_after_half_a_day(inside: Door) -> None:
    inside.later(hours=11, minutes=59)
    assert known(inside) == 200

    inside.later(minutes=2)
    assert known(inside) == 401


def test_who_is_logged_in_hears_so(inside: Door) -> None:
    told = inside.get("/api/v1/session").json
    assert told
    assert (told["person"], told["means"], told["channel"]) == ("mira", "session:oidc", "web")
    assert told["expires"]
    assert told["proved_at"] is None, "the provider did not say when she proved it"
    assert "admin" not in told["scopes"]

    inside.decide("grant", "mira", "admin", "", "")

    page = inside.get("/login").text
    assert "<code>admin</code>" in page
    assert "Until" in page


def test_logging_out_ends_the_session_itself_and_not_only_the_cookie(inside: Door) -> None:
    copied = inside.client.get_cookie("shipledger_session")
    assert copied
    answer = inside.client.post("/logout", data={"form_token": form_token(inside)}, headers=OURS)
    assert answer.status_code == 303

    inside.client.set_cookie("shipledger_session", copied.value)

    assert known(inside) == 401


def test_another_site_cannot_log_somebody_out(inside: Door) -> None:
    data = {"form_token": form_token(inside)}

    assert (
        inside.client.post("/logout", data=data, headers={"Origin": "http://evil"}).status_code
        == 403
    )
    assert inside.client.post("/logout", data={"form_token": "x"}, headers=OURS).status_code == 403
    assert known(inside) == 200


def test_an_administrator_ends_all_sessions_of_a_person(inside: Door) -> None:
    inside.later(minutes=1)
    inside.decide("log_out", "mira")
    assert known(inside) == 401

    inside.later(minutes=1)
    inside.log_in("oidc")
    assert known(inside) == 200


def test_who_is_removed_from_the_directory_is_out_at_once(inside: Door) -> None:
    inside.later(minutes=1)
    inside.decide("remove", "mira")

    assert known(inside) == 401
    inside.log_in("oidc", status=403)


def test_a_cookie_that_was_changed_is_none(inside: Door) -> None:
    inside.client.set_cookie("shipledger_session", "eyJudW1iZXIiOiJ4In0.x.y")

    assert known(inside) == 401


def test_what_is_of_no_single_repository_needs_an_administrator(inside: Door) -> None:
    assert inside.get("/connect/app").status_code == 403

    inside.decide("grant", "mira", "admin", "", "")

    assert inside.get("/connect/app").status_code == 200


def test_a_key_that_was_changed_stays_good_while_it_is_named(inside: Door) -> None:
    from dataclasses import replace

    renewed = replace(inside.settings, secret_key="n" * 32, former_keys=("k" * 32,))
    cookie = inside.client.get_cookie("shipledger_session")
    assert cookie
    after = Door(inside.ledger, renewed, inside.provider)
    after.client.set_cookie("shipledger_session", cookie.value)
    assert after.get(BOARD).status_code == 200

    forgotten = Door(inside.ledger, replace(renewed, former_keys=()), inside.provider)
    forgotten.client.set_cookie("shipledger_session", cookie.value)
    assert forgotten.get(BOARD).status_code == 401


@pytest.mark.parametrize(
    ("settings", "more", "told"),
    [
        (LogIn(github_client_id="x", github_client_secret="y"), {}, "SHIPLEDGER_SECRET_KEY"),
        (LogIn(secret_key="short", oidc_issuer="https://id"), {}, "SHIPLEDGER_SECRET_KEY"),
        (LogIn(secret_key="k" * 32, github_client_id="x"), {}, "GITHUB_CLIENT_SECRET"),
        (LogIn(secret_key="k" * 32, oidc_issuer="https://id"), {}, "OIDC_CLIENT_ID"),
        (LogIn(secret_key="k" * 32, github_client_id="x"), {"public_url": ""}, "PUBLIC_URL"),
        (
            LogIn(secret_key="k" * 32, local_users=("demo",)),
            {"bind": "0.0.0.0:8000"},
            "LOCAL_USERS",
        ),
    ],
)
def test_with_unsafe_settings_nothing_is_started(
    settings: LogIn, more: dict[str, str], told: str
) -> None:
    with pytest.raises(UnsafeLogIn, match=told):
        Config(**SAFE | more, log_in=settings).for_the_web()  # type: ignore[arg-type]


def test_without_log_in_no_key_is_asked_for() -> None:
    Config(**SAFE).for_the_web()  # type: ignore[arg-type]
