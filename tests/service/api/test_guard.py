"""Who may ask what: every operation has a line in this table, and the guard keeps to it."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from domain.token import (
    ADMIN,
    APPROVE,
    DEPLOY,
    READ,
    SCOPES,
    WRITE_DELIVERIES,
    WRITE_EVENTS,
    WRITE_NOTES,
    WRITE_RELEASES,
)
from tests.site import Site, ping

SHOP: Final = "/api/v1/repositories/{owner}/{name}"
RELEASE: Final = f"{SHOP}/releases/{{tag}}"
# What one logs in by needs nothing.
OPEN: Final = ""
# A new operation without a line here is a failing test.
NEEDS: Final = {
    ("GET", "/api/v1/repositories"): READ,
    ("GET", SHOP): READ,
    ("GET", f"{SHOP}/releases"): READ,
    ("GET", f"{SHOP}/releases/{{tag}}"): READ,
    ("GET", f"{SHOP}/releases/{{tag}}/timeline"): READ,
    ("GET", f"{SHOP}/changelog"): READ,
    ("GET", f"{SHOP}/unreleased"): READ,
    ("GET", f"{SHOP}/releases/{{tag}}/notes"): READ,
    ("GET", f"{SHOP}/notes"): READ,
    ("GET", f"{SHOP}/notes/unreleased"): READ,
    ("GET", f"{SHOP}/notes/why"): READ,
    ("GET", f"{SHOP}/environments/{{environment}}/notes"): READ,
    ("GET", f"{SHOP}/changelog-file"): READ,
    ("GET", f"{SHOP}/feed"): READ,
    ("GET", f"{SHOP}/notes/edits"): READ,
    ("GET", f"{SHOP}/notes/history"): READ,
    ("GET", f"{SHOP}/notes/settings"): READ,
    ("GET", f"{SHOP}/notes/diff"): READ,
    ("POST", f"{SHOP}/notes/edits"): WRITE_NOTES,
    ("POST", f"{SHOP}/notes/bases"): WRITE_NOTES,
    ("POST", f"{SHOP}/notes/yanks"): WRITE_NOTES,
    ("POST", f"{SHOP}/notes/preview"): WRITE_NOTES,
    ("PUT", f"{SHOP}/notes/settings"): WRITE_NOTES,
    ("GET", f"{SHOP}/where"): READ,
    ("GET", f"{SHOP}/environments"): READ,
    ("GET", f"{SHOP}/facts"): READ,
    ("GET", "/api/v1/facts/{position}"): READ,
    ("GET", "/api/v1/board"): READ,
    ("GET", "/api/v1/releases"): READ,
    ("GET", "/api/v1/environments"): READ,
    ("GET", "/api/v1/deliveries"): READ,
    ("GET", "/api/v1/deliveries/{seq}"): READ,
    ("GET", "/api/v1/deliveries/{seq}/body"): WRITE_DELIVERIES,
    ("POST", "/api/v1/deliveries/{seq}/retry"): WRITE_DELIVERIES,
    ("GET", "/api/v1/publications"): READ,
    ("GET", "/api/v1/publications/{seq}"): READ,
    ("GET", "/api/v1/publications/{seq}/attempts"): READ,
    ("POST", "/api/v1/publications/{seq}/retry"): WRITE_DELIVERIES,
    ("POST", "/api/v1/events"): WRITE_EVENTS,
    ("GET", "/api/v1/approvals"): READ,
    ("GET", "/api/v1/session"): READ,
    ("POST", "/api/v1/session/device"): OPEN,
    ("POST", "/api/v1/session/device/token"): OPEN,
    ("POST", "/api/v1/session/end"): READ,
    ("GET", "/api/v1/directory/people"): ADMIN,
    ("PUT", "/api/v1/directory/people/{key}"): ADMIN,
    ("POST", "/api/v1/directory/people/{key}/remove"): ADMIN,
    ("POST", "/api/v1/directory/people/{key}/log-out"): ADMIN,
    ("GET", "/api/v1/directory/teams"): ADMIN,
    ("PUT", "/api/v1/directory/teams/{team}"): ADMIN,
    ("GET", "/api/v1/directory/grants"): ADMIN,
    ("POST", "/api/v1/directory/grants"): ADMIN,
    ("POST", "/api/v1/directory/grants/withdraw"): ADMIN,
    ("GET", "/api/v1/connection"): READ,
    ("GET", "/api/v1/connection/catching-up"): READ,
    ("GET", "/api/v1/deliveries/{seq}/way"): READ,
    ("GET", f"{SHOP}/policy"): READ,
    ("POST", f"{SHOP}/policy/check"): READ,
    ("GET", f"{SHOP}/plans"): READ,
    ("GET", f"{SHOP}/plans/calendar.ics"): READ,
    ("GET", f"{SHOP}/plans/{{release}}"): READ,
    ("POST", f"{SHOP}/plans/{{release}}"): WRITE_RELEASES,
    ("GET", f"{SHOP}/freezes"): READ,
    ("POST", f"{SHOP}/freezes"): WRITE_RELEASES,
    ("POST", f"{SHOP}/freezes/{{number}}/end"): WRITE_RELEASES,
    ("POST", f"{SHOP}/freezes/overrides"): WRITE_RELEASES,
    ("GET", f"{SHOP}/calendar"): READ,
    ("GET", f"{SHOP}/trains"): READ,
    ("POST", f"{SHOP}/trains/skips"): WRITE_RELEASES,
    ("GET", f"{SHOP}/incidents"): READ,
    ("GET", f"{SHOP}/incidents/{{incident}}"): READ,
    ("POST", f"{SHOP}/incidents/{{incident}}/link"): WRITE_RELEASES,
    ("GET", f"{SHOP}/way"): READ,
    ("GET", f"{SHOP}/rollouts"): READ,
    ("POST", f"{SHOP}/rollouts"): DEPLOY,
    ("POST", f"{SHOP}/rollouts/go-on"): DEPLOY,
    ("POST", f"{SHOP}/rollbacks"): DEPLOY,
    ("POST", f"{SHOP}/locks"): DEPLOY,
    ("POST", f"{SHOP}/holds"): DEPLOY,
    ("GET", f"{RELEASE}/verdict"): READ,
    ("GET", f"{RELEASE}/gates"): READ,
    ("POST", f"{RELEASE}/gates/{{gate}}/sign-off"): WRITE_RELEASES,
    ("POST", f"{RELEASE}/sign-offs/{{number}}/withdraw"): WRITE_RELEASES,
    ("POST", f"{RELEASE}/gates/{{gate}}/waivers"): WRITE_RELEASES,
    ("POST", f"{RELEASE}/waivers/{{number}}/withdraw"): WRITE_RELEASES,
    ("GET", f"{RELEASE}/approvals"): READ,
    ("POST", f"{RELEASE}/approvals"): APPROVE,
    ("POST", f"{RELEASE}/approvals/delegation"): APPROVE,
    ("POST", f"{RELEASE}/break-glass"): APPROVE,
    ("POST", f"{RELEASE}/break-glass/review"): APPROVE,
}
each_operation = pytest.mark.parametrize(("method", "path"), NEEDS, ids="{0[0]} {0[1]}".format)
PASSED: Final = {200, 400, 404, 409, 415, 422}  # whatever else was wrong with the request


def address(path: str) -> str:
    names = {"owner": "octo", "name": "shop", "tag": "v1.0.0", "environment": "production"}
    more = {"release": "v1.0.0", "gate": "UAT", "number": 1, "key": "ada", "team": "qa"}
    more |= {"incident": "I-1"}
    return path.format(**names, **more, position=1, seq=1)


@pytest.fixture
def site(guarded: Site) -> Site:
    guarded.deliver("ping", ping())
    return guarded


def test_the_table_has_every_operation_with_the_scope_it_tells_of(shown: Site) -> None:
    described = {
        (method.upper(), path): operation["security"][0].get("token", [OPEN])
        for path, item in shown.get("/openapi.json").json["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }

    assert described == {operation: [scope] for operation, scope in NEEDS.items()}


@pytest.mark.parametrize("scope", [None, *SCOPES])
def test_each_scope_opens_its_operations_and_no_other(site: Site, scope: str | None) -> None:
    token = site.token(scope) if scope else ""

    for (method, path), needed in NEEDS.items():
        answer = site.ask(method, address(path), token=token)
        if needed == OPEN:
            assert answer.status_code in PASSED, path
        elif scope is None:
            assert answer.status_code == 401, path
        elif scope in {needed, ADMIN}:
            assert answer.status_code in PASSED, path
        else:
            assert answer.status_code == 403, path
            assert needed in answer.json["detail"], "say which scope is missing"


def test_where_everybody_may_read_nobody_may_write(shown: Site) -> None:
    for (method, path), needed in NEEDS.items():
        answer = shown.ask(method, address(path))
        assert (answer.status_code == 401) == (needed not in (READ, OPEN)), path


def test_who_is_not_known_is_told_how_to_be(site: Site) -> None:
    answer = site.get("/api/v1/repositories")

    assert answer.status_code == 401
    challenges = answer.headers.getlist("WWW-Authenticate")
    assert [one.partition(" ")[0] for one in challenges] == ["Bearer", "Basic"]


def test_a_bad_token_is_refused_even_where_everybody_may_read(shown: Site) -> None:
    assert shown.get("/api/v1/repositories", token="shipledger_1_wrong").status_code == 401


def test_an_expired_token_opens_nothing(site: Site) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    token = site.token(READ, expires=soon)
    later = Site(site.ledger, public_read=False, clock=lambda: soon)

    assert site.get("/api/v1/repositories", token=token).status_code == 200
    answer = later.get("/api/v1/repositories", token=token)
    assert answer.status_code == 401
    assert "expired" in answer.json["detail"]


def test_a_revoked_token_opens_nothing_from_then_on(site: Site) -> None:
    token = site.token(READ)
    assert site.get("/api/v1/repositories", token=token).status_code == 200

    site.tokens.revoke(1, reason="seen in a log", by="test")

    answer = site.get("/api/v1/repositories", token=token)
    assert answer.status_code == 401
    assert "revoked" in answer.json["detail"]


@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "key"])
def test_a_token_in_the_address_is_refused_with_a_hint(site: Site, name: str) -> None:
    answer = site.get(f"/api/v1/repositories?{name}={site.token(READ)}")

    assert answer.status_code == 400
    assert "Authorization" in answer.json["detail"]


def test_a_browser_may_read_with_the_token_as_its_password(site: Site) -> None:
    login = b64encode(f"ada:{site.token(READ)}".encode()).decode()

    answer = site.get("/api/v1/repositories", headers={"Authorization": f"Basic {login}"})

    assert answer.status_code == 200


def test_a_browser_may_not_change_anything_with_a_password(site: Site) -> None:
    login = b64encode(f"ada:{site.token(ADMIN)}".encode()).decode()

    answer = site.post("/api/v1/deliveries/1/retry", headers={"Authorization": f"Basic {login}"})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic x", "Digest a=b", "Bearer a b", "Bearer \xe9", "Basic eA=="],
)
def test_an_odd_login_is_no_login(site: Site, header: str) -> None:
    answer = site.get("/api/v1/repositories", headers={"Authorization": header})

    assert answer.status_code == 401
