"""What stands between us and GitHub is dealt with once, and told in words that help."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest

from service.config import ConfigError
from service.github.calls import Calls
from service.github.connection import Connection, Seen, api_address
from service.github.errors import Denied, Gone, RateLimited, Rejected, Unclear, Unreachable
from tests.github import faults
from tests.github.hub import Hub

REPOSITORY = "/repos/{owner}/{repo}"
PULLS = f"{REPOSITORY}/pulls"
RELEASES = f"{REPOSITORY}/releases"


def test_a_list_is_read_to_its_end(hub: Hub, calls: Calls) -> None:
    checkout = hub.repository("harbour/checkout")
    for nth in range(7):
        checkout.pull(f"Change {nth}")
    numbers = [
        one["number"]
        for page in calls.pages(f"/repositories/{checkout.id}/pulls", per_page=3, state="all")
        for one in page
    ]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6, 7]
    assert hub.requests[f"GET {PULLS}"] == 3


@pytest.mark.parametrize("moved", [faults.moved, faults.found, faults.redirected])
def test_a_redirect_keeps_the_query(hub: Hub, calls: Calls, moved: faults.Fault) -> None:
    checkout = hub.repository("harbour/checkout")
    checkout.pull("Merged").merge("squash")
    hub.fail("GET", PULLS, moved)
    answer = calls.read("/repos/harbour/checkout/pulls", state="closed")
    assert [one["title"] for one in answer.json] == ["Merged"]


def test_a_write_follows_its_repository_and_is_done_once(hub: Hub, calls: Calls) -> None:
    checkout = hub.repository("harbour/checkout")
    checkout.commit("First")
    hub.fail("POST", RELEASES, faults.redirected)
    answer = calls.write("POST", "/repos/harbour/checkout/releases", {"tag_name": "v1.0.0"})
    assert answer.json["tag_name"] == "v1.0.0"
    assert len(checkout.releases) == 1


@pytest.mark.parametrize(
    "fault", [faults.bad_gateway, faults.html, faults.truncated, faults.closed]
)
def test_what_is_read_is_asked_for_again(hub: Hub, calls: Calls, fault: faults.Fault) -> None:
    checkout = hub.repository("harbour/checkout")
    hub.fail("GET", REPOSITORY, fault)
    assert calls.read(f"/repositories/{checkout.id}").json["full_name"] == "harbour/checkout"


def test_whoever_never_answers_is_given_up_on(hub: Hub, calls: Calls) -> None:
    checkout = hub.repository("harbour/checkout")
    hub.fail("GET", REPOSITORY, faults.html, times=99)
    with pytest.raises(Unreachable, match="see whether this machine reaches GitHub"):
        calls.read(f"/repositories/{checkout.id}")


@pytest.mark.parametrize(
    ("fault", "done"),
    [
        (faults.bad_gateway_after, 1),
        (faults.closed_after, 1),
        (faults.bad_gateway, 0),
        (faults.html, 0),
    ],
)
def test_a_write_whose_answer_is_lost_is_not_repeated(
    hub: Hub, calls: Calls, fault: faults.Fault, done: int
) -> None:
    checkout = hub.repository("harbour/checkout")
    checkout.commit("First")
    hub.fail("POST", RELEASES, fault)
    with pytest.raises(Unclear, match="look before it is sent again"):
        calls.write("POST", f"/repositories/{checkout.id}/releases", {"tag_name": "v1.0.0"})
    assert len(checkout.releases) == done
    assert hub.requests[f"POST {RELEASES}"] == 1


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [(faults.too_many(7), 7), (faults.too_many(), 60), (faults.secondary(60), 60)],
    ids=["429 with its word", "429 without a word", "403"],
)
def test_a_limit_is_waited_for(hub: Hub, calls: Calls, fault: faults.Fault, seconds: int) -> None:
    checkout = hub.repository("harbour/checkout")
    hub.fail("GET", REPOSITORY, fault)
    began = hub.clock()
    calls.read(f"/repositories/{checkout.id}")
    assert hub.clock() - began == timedelta(seconds=seconds)


def test_the_hours_requests_used_up_are_waited_for_till_the_next(hub: Hub, calls: Calls) -> None:
    checkout = hub.repository("harbour/checkout")
    hub.fail("GET", REPOSITORY, faults.spent)
    calls.read(f"/repositories/{checkout.id}")
    assert hub.requests[f"GET {REPOSITORY}"] == 2


def test_a_limit_that_lasts_too_long_is_told_instead(hub: Hub, calls: Calls) -> None:
    checkout = hub.repository("harbour/checkout")
    hub.fail("GET", REPOSITORY, faults.too_many(9999))
    with pytest.raises(RateLimited, match="it goes on by itself then") as told:
        calls.read(f"/repositories/{checkout.id}")
    assert told.value.until == hub.clock() + timedelta(seconds=9999)


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (faults.expired, Denied, "Make a new one"),
        (faults.missing, Gone, "it is gone, or the App was not given"),
        (faults.already_exists("Release", "tag_name"), Rejected, "already_exists"),
        (faults.too_long, Rejected, "body is too long"),
    ],
)
def test_a_refusal_says_what_to_do(
    hub: Hub, calls: Calls, fault: faults.Fault, error: type[Exception], words: str
) -> None:
    checkout = hub.repository("harbour/checkout")
    hub.fail("POST", RELEASES, fault)
    with pytest.raises(error, match=words):
        calls.write("POST", f"/repositories/{checkout.id}/releases", {"tag_name": "v1.0.0"})


def test_writes_come_a_second_apart(hub: Hub, calls: Calls) -> None:
    checkout = hub.repository("harbour/checkout")
    issue = checkout.issue("Slow").number
    began = hub.clock()
    for _ in range(3):
        calls.write(
            "POST", f"/repositories/{checkout.id}/issues/{issue}/comments", {"body": "Hello"}
        )
    assert hub.clock() - began >= timedelta(seconds=2)


def test_each_thread_has_a_client_of_its_own(hub: Hub, calls: Calls) -> None:
    made = [hub.repository(f"harbour/part-{nth}") for nth in range(8)]
    found: dict[int, str] = {}

    def ask(id_: int) -> None:
        found[id_] = calls.read(f"/repositories/{id_}").json["full_name"]

    threads = [Thread(target=ask, args=(one.id,)) for one in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {one.id: f"harbour/part-{nth}" for nth, one in enumerate(made)}


def test_an_app_sees_the_repositories_of_its_installations(
    hub: Hub, connected: Callable[..., Connection]
) -> None:
    checkout = hub.repository("harbour/checkout")
    hub.repository("elsewhere/secret")
    app = hub.app()
    installation = app.install("harbour")
    connection = connected(github_app_id=app.id, github_private_key=app.private_key)
    assert list(connection.repositories()) == [
        Seen(checkout.id, "harbour/checkout", installation.id)
    ]


def test_without_an_account_nothing_is_asked(connected: Callable[..., Connection]) -> None:
    with pytest.raises(ConfigError, match="make a GitHub App"):
        connected(github_token="")


def test_an_enterprise_server_has_its_api_below_its_own_name() -> None:
    assert api_address("https://github.com") == "https://api.github.com"
    assert api_address("https://git.example.com") == "https://git.example.com/api/v3"
