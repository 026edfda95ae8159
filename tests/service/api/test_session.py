"""The session over HTTP: the caller hears who he is, how he proved it, and what he may do where."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.directory import ADMIN, APPROVER, DEPLOYER, VIEWER
from domain.token import APPROVE, READ
from tests.service.api.test_permission import granted
from tests.site import Site, prove_problem, pushed_tag

POLICY = "roles: {approver: {people: [mira], environments: [production]}}\n"


def session(site: Site, token: str = "", repository: str = "") -> Any:
    asked = f"?repository={repository}" if repository else ""
    return site.get(f"/api/v1/session{asked}", token=token).json


def test_a_token_tells_whose_it_is_what_it_opens_and_until_when(guarded: Site) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    told = session(guarded, guarded.token(READ, APPROVE, person="Mira", expires=soon))

    assert (told["person"], told["means"], told["channel"]) == ("mira", "token:1", "api")
    assert told["scopes"] == [READ, APPROVE]
    assert told["expires"] == soon.isoformat().replace("+00:00", "Z")
    assert told["proved_at"] is None, "a token proves nothing anew"
    assert (told["granted"], told["roles"]) == (False, [])


def test_roles_are_told_with_where_they_hold(guarded: Site) -> None:
    guarded.deliver("push", pushed_tag())
    granted(guarded, "mira", VIEWER)
    granted(guarded, "mira", DEPLOYER, "staging")
    granted(guarded, "noor", ADMIN)

    told = session(guarded, guarded.token(READ, person="mira"), "octo/shop")

    assert told["granted"] is True
    assert told["roles"] == [
        {"role": DEPLOYER, "environment": "staging"},
        {"role": VIEWER, "environment": ""},
    ]


def test_roles_of_a_repositorys_own_file_are_told_too(site: Site) -> None:
    site.deliver("push", pushed_tag())
    path, body = "/api/v1/repositories/octo/shop/notes/settings", {"path": ".shipledger.yml"}
    body |= {"content": POLICY, "reason": "She answers for it."}
    assert site.ask("PUT", path, token=site.token(ADMIN), json=body).status_code == 200

    token = site.token(READ, person="mira")

    production = {"role": APPROVER, "environment": "production"}
    assert session(site, token, "octo/shop")["roles"] == [production]
    assert session(site, token)["roles"] == []


def test_what_one_may_not_see_is_not_told_of_here_either(guarded: Site) -> None:
    guarded.deliver("push", pushed_tag())
    granted(guarded, "noor", ADMIN)
    token = guarded.token(READ, person="mira")

    hidden = guarded.get("/api/v1/session?repository=octo/shop", token=token)
    missing = guarded.get("/api/v1/session?repository=octo/sham", token=token)

    assert hidden.status_code == missing.status_code == 404
    told = prove_problem(missing)["detail"].replace("sham", "shop")
    assert prove_problem(hidden)["detail"] == told


@pytest.mark.parametrize("token", [True, False])
def test_where_everybody_may_read_nobody_need_say_who_he_is(site: Site, *, token: bool) -> None:
    told = session(site, site.token(READ) if token else "")

    assert told["person"] == ("token:1" if token else "")
