"""Logging in: by GitHub or a provider of OpenID Connect, as a person whom the directory names."""

import html
import re
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from werkzeug.test import TestResponse

from tests.service.identity.door import Door
from tests.service.identity.provider import a_key

MIRA = {"sub": "u-17", "name": "Mira", "email": "mira@example.org", "email_verified": True}
OCTOCAT = {"id": 583231, "login": "Mira-Dev", "name": "Mira Vos"}
BOARD = "/api/v1/board"


def known(door: Door) -> int:
    return door.get(BOARD).status_code


def test_who_is_named_in_the_directory_logs_in_by_a_verified_address(door: Door) -> None:
    door.named("mira", called="Mira Vos", emails=("mira@example.org",))
    door.provider.person = MIRA
    assert known(door) == 401

    door.log_in("oidc")

    assert known(door) == 200
    assert "Mira Vos" in door.get("/login").text


def test_who_is_named_by_login_logs_in_by_github(door: Door) -> None:
    door.named("mira", login="mira-dev")
    door.provider.user = OCTOCAT

    door.log_in("github")

    assert known(door) == 200
    assert door.provider.asked[0].get("scope", "") == "", "who somebody is needs no scope"


@pytest.mark.parametrize("by", ["github", "oidc"])
def test_a_stranger_is_let_in_nowhere(door: Door, by: str) -> None:
    door.named("noor", login="noor", emails=("noor@example.org",))
    door.provider.user, door.provider.person = OCTOCAT, MIRA

    answer = door.log_in(by, status=403)

    assert "shipledger people add" in answer.text
    assert known(door) == 401


def test_an_address_that_nobody_verified_proves_nothing(door: Door) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA | {"email_verified": False}

    door.log_in("oidc", status=403)


def test_what_somebody_calls_himself_at_a_provider_proves_nothing(door: Door) -> None:
    door.named("mira", login="mira")
    door.provider.person = {"sub": "9", "preferred_username": "mira"}

    door.log_in("oidc", status=403)


def test_a_login_that_passed_to_somebody_else_opens_nothing(door: Door) -> None:
    door.named("mira", login="mira-dev")
    door.provider.user = OCTOCAT
    door.log_in("github")

    door.provider.user = OCTOCAT | {"id": 99}
    door.client = door.site.app.test_client()
    door.log_in("github", status=403)

    door.provider.user = OCTOCAT | {"login": "mira-vos"}
    door.log_in("github")
    assert known(door) == 200, "the same account under a new login is the same person"


def test_where_the_number_was_told_the_login_alone_proves_nothing(door: Door) -> None:
    door.named("mira", login="mira-dev", github_id=1)
    door.provider.user = OCTOCAT

    door.log_in("github", status=403)


@pytest.mark.parametrize(
    "spoiled",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"sub": None},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_us_now_is_refused(door: Door, spoiled: dict[str, Any]) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person, door.provider.spoil = MIRA, spoiled

    door.log_in("oidc", status=403)

    assert known(door) == 401


def test_an_id_token_by_another_key_is_refused(door: Door) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA
    door.provider.signs_with = a_key("another's")

    door.log_in("oidc", status=403)


def test_nobody_comes_back_who_did_not_leave_from_this_browser(door: Door) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA

    answer = door.get("/login/from/oidc?code=stolen&state=guessed")

    assert answer.status_code == 403
    assert "begin again" in answer.text


def test_one_is_led_on_to_a_page_of_ours_and_nowhere_else(door: Door) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA

    assert door.log_in("oidc", asking="next=/releases").headers["Location"] == "/releases"
    assert door.log_in("oidc", asking="next=//evil.example/").headers["Location"] == "/"


def browse(door: Door, path: str, **headers: str) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return door.client.get(path, headers={"Accept": "text/html,*/*;q=0.8"} | sent)


def test_a_browser_is_led_to_the_log_in_and_back_to_what_it_asked_for(door: Door) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA

    led = browse(door, "/octo/shop/releases/v1.0.0/gates?environment=production")

    assert led.status_code == 303
    there = led.headers["Location"]
    assert there.startswith("/login?next=")
    offered = re.search(r'href="/login/to/oidc\?([^"]*)"', browse(door, there).text)
    assert offered
    back = door.log_in("oidc", asking=html.unescape(offered[1])).headers["Location"]
    assert back == "/octo/shop/releases/v1.0.0/gates?environment=production"


def test_a_part_of_a_page_sends_the_whole_page_to_the_log_in(door: Door) -> None:
    asked = {"HX_Request": "true", "HX_Current_URL": "http://localhost/releases?q=x"}

    led = browse(door, "/releases?q=xy", **asked)

    assert (led.status_code, led.text) == (401, "")
    assert led.headers["HX-Redirect"] == "/login?next=/releases?q%3Dx"


def test_programs_and_those_whose_token_is_no_good_are_told_so_where_they_are(door: Door) -> None:
    answer = browse(door, BOARD)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"

    assert browse(door, "/", Authorization="Bearer shipledger_1_x").status_code == 401
    assert door.get("/").status_code == 401


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://evil.example/", "//evil.example/", "/\\evil.example", "evil.example"),
        *("javascript:alert(1)", "/%0d%0aSet-Cookie:x", "/\t/evil.example", ""),
    ],
)
def test_no_way_back_leads_to_another_site(door: Door, elsewhere: str) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA

    led = door.client.get("/login/to/oidc", query_string={"next": elsewhere})

    if led.status_code == 302:
        there = requests.get(led.headers["Location"], allow_redirects=False, timeout=5)
        answer = door.get(there.headers["Location"].removeprefix("http://localhost"))
        where = urljoin("http://localhost/login/from/oidc", answer.headers["Location"])
        assert where.startswith("http://localhost/")
        assert "\r" not in answer.headers["Location"]
    else:
        assert led.status_code == 422


def test_proving_it_again_is_asked_of_the_provider_and_its_moment_is_kept(door: Door) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA | {"auth_time": 1_780_000_000}

    door.log_in("oidc", asking="again=yes")

    assert door.provider.asked[0]["prompt"] == "login"
    assert door.provider.asked[0]["max_age"] == "0"
    assert "2026-05-28" in door.get("/login").text


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(door: Door) -> None:
    door.named("mira", emails=("mira@example.org",))
    door.provider.person = MIRA

    cookie = door.log_in("oidc").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_provider_that_is_away_is_told_of(door: Door) -> None:
    door.provider.url = "nowhere"  # it calls itself otherwise than it is configured

    answer = door.get("/login/to/oidc")

    assert answer.status_code in {302, 403}
    assert door.get("/login/to/gitlab").status_code == 404
