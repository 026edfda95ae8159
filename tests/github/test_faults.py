"""What goes wrong on the way, on demand: each fault as GitHub, or the way to it, shows it."""

from datetime import timedelta

import pytest
import requests

from tests.github import faults
from tests.github.asking import Asking
from tests.github.hub import Hub
from tests.github.repository import Repository

RELEASES = "/repos/{owner}/{repo}/releases"
PULLS = "/repos/{owner}/{repo}/pulls"
HERE = "/repos/harbour/checkout"


@pytest.fixture
def checkout(hub: Hub) -> Repository:
    return hub.repository("harbour/checkout")


@pytest.fixture
def ask(hub: Hub, address: str) -> Asking:
    return Asking(hub, hub.token("ada"))


def test_a_fault_strikes_as_often_as_it_is_asked_to(
    hub: Hub, checkout: Repository, ask: Asking
) -> None:
    hub.fail("GET", PULLS, faults.bad_gateway, times=2, skip=1)

    assert [ask("GET", f"{HERE}/pulls").status_code for _ in range(4)] == [200, 502, 502, 200]


def test_a_fault_strikes_its_own_route_alone(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("POST", RELEASES, faults.missing)

    assert ask("GET", f"{HERE}/releases").status_code == 200
    assert ask("POST", f"{HERE}/releases", {"tag_name": "v1"}).status_code == 404


def test_502_before_leaves_nothing_behind(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("POST", RELEASES, faults.bad_gateway)

    assert ask("POST", f"{HERE}/releases", {"tag_name": "v1"}).status_code == 502
    assert checkout.releases == []


@pytest.mark.parametrize("fault", [faults.bad_gateway_after, faults.closed_after])
def test_an_answer_may_be_lost_after_the_deed(
    hub: Hub, checkout: Repository, ask: Asking, fault: faults.Fault
) -> None:
    """probot#921: GitHub answered 500, and had posted the comment."""
    hub.fail("POST", RELEASES, fault)

    try:
        assert ask("POST", f"{HERE}/releases", {"tag_name": "v1"}).status_code == 502
    except requests.ConnectionError:
        assert fault is faults.closed_after
    assert [one.tag_name for one in checkout.releases] == ["v1"]
    again = ask("POST", f"{HERE}/releases", {"tag_name": "v1"})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "already_exists")


def test_a_connection_is_closed_before_the_deed(
    hub: Hub, checkout: Repository, ask: Asking
) -> None:
    hub.fail("POST", RELEASES, faults.closed)

    with pytest.raises(requests.ConnectionError):
        ask("POST", f"{HERE}/releases", {"tag_name": "v1"})
    assert checkout.releases == []


def test_a_page_is_cut_off(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("GET", PULLS, faults.truncated)

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        ask("GET", f"{HERE}/pulls")


def test_a_slow_answer_outlasts_patience(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("GET", PULLS, faults.slow(0.5))

    with pytest.raises(requests.Timeout):
        ask("GET", f"{HERE}/pulls", timeout=0.05)


def test_a_page_of_html_comes_with_200(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("GET", PULLS, faults.html)

    answer = ask("GET", f"{HERE}/pulls")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_301_names_the_repository_by_its_number_with_the_query(
    hub: Hub, checkout: Repository, ask: Asking
) -> None:
    hub.fail("GET", PULLS, faults.moved)

    answer = ask("GET", f"{HERE}/pulls", params={"state": "closed"})
    assert answer.status_code == 301
    assert answer.headers["Location"] == (
        f"{hub.api}/repositories/{checkout.id}/pulls?state=closed"
    )


@pytest.mark.parametrize(("fault", "status"), [(faults.found, 302), (faults.redirected, 307)])
def test_a_write_is_sent_elsewhere_and_not_done(
    hub: Hub, checkout: Repository, ask: Asking, fault: faults.Fault, status: int
) -> None:
    """VirtusLab/git-machete#597: GitHub answers 307 to writes on renamed repositories."""
    hub.fail("POST", RELEASES, fault)

    assert ask("POST", f"{HERE}/releases", {"tag_name": "v1"}).status_code == status
    assert checkout.releases == []


def test_429_may_keep_silent_about_when(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("GET", PULLS, faults.too_many())
    hub.fail("GET", PULLS, faults.too_many(retry_after=30))

    first, second = (ask("GET", f"{HERE}/pulls") for _ in range(2))
    assert (first.status_code, "Retry-After" in first.headers) == (429, False)
    assert (second.status_code, second.headers["Retry-After"]) == (429, "30")


def test_the_secondary_limit_says_for_how_long(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("GET", PULLS, faults.secondary(90))

    answer = ask("GET", f"{HERE}/pulls")
    assert (answer.status_code, answer.headers["Retry-After"]) == (403, "90")
    assert "secondary rate limit" in answer.json()["message"]


def test_the_primary_limit_ends_at_its_reset(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("GET", PULLS, faults.spent)

    answer = ask("GET", f"{HERE}/pulls")
    assert (answer.status_code, answer.headers["X-RateLimit-Remaining"]) == (403, "0")
    wait = int(answer.headers["X-RateLimit-Reset"]) - hub.clock().timestamp()
    assert ask("GET", f"{HERE}/pulls").status_code == 403
    hub.clock.wait(wait)
    assert ask("GET", f"{HERE}/pulls").status_code == 200
    assert wait <= timedelta(hours=1).total_seconds()


def test_an_expired_token_is_not_known(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("GET", PULLS, faults.expired)

    assert ask("GET", f"{HERE}/pulls").json()["message"] == "Bad credentials"


def test_422_says_which_field_and_why(hub: Hub, checkout: Repository, ask: Asking) -> None:
    hub.fail("POST", "/repos/{owner}/{repo}/labels", faults.already_exists("Label", "name"))
    hub.fail("POST", RELEASES, faults.too_long)

    told = ask("POST", f"{HERE}/labels", {"name": "bug"}).json()["errors"]
    assert told == [{"resource": "Label", "field": "name", "code": "already_exists"}]
    assert "125000" in ask("POST", f"{HERE}/releases", {"tag_name": "v1"}).text
