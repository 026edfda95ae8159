"""Names change and numbers stay: renames, transfers, and names that are taken again."""

import pytest

from tests.github.asking import Asking
from tests.github.fixtures import a_client
from tests.github.hub import Hub
from tests.github.inbox import Inbox


@pytest.fixture
def ask(hub: Hub, address: str) -> Asking:
    return Asking(hub, hub.token())


def test_reading_a_former_name_is_301_to_the_number(hub: Hub, ask: Asking) -> None:
    repo = hub.repository("harbour/checkout")
    repo.rename("till")

    answer = ask("GET", "/repos/harbour/checkout/pulls", params={"state": "closed"})
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/repositories/{repo.id}/pulls?state=closed")
    assert ask("GET", answer.headers["Location"]).status_code == 200
    assert ask.get(f"/repositories/{repo.id}")["full_name"] == "harbour/till"


def test_writing_to_a_former_name_is_307_and_not_done(hub: Hub, ask: Asking) -> None:
    """google/go-github#184, mislav/hub#1178."""
    repo = hub.repository("harbour/checkout")
    repo.transfer("port")

    answer = ask("POST", "/repos/harbour/checkout/releases", {"tag_name": "v1"})
    assert (answer.status_code, repo.releases) == (307, [])
    assert answer.json()["message"] == "Temporary Redirect"
    assert ask("POST", answer.headers["Location"], {"tag_name": "v1"}).status_code == 201


def test_a_freed_name_can_mean_another_repository(hub: Hub, ask: Asking) -> None:
    before = hub.repository("harbour/checkout")
    before.rename("till")
    now = hub.repository("harbour/checkout")

    assert ask.get("/repos/harbour/checkout")["id"] == now.id != before.id


def test_a_rename_tells_the_former_name(hub: Hub) -> None:
    inbox = Inbox()
    repo = hub.repository("harbour/checkout")
    repo.hook(receiver=inbox)
    repo.rename("till")

    told = inbox.payloads("repository")[0]
    assert told["changes"] == {"repository": {"name": {"from": "checkout"}}}
    assert (told["repository"]["id"], told["repository"]["full_name"]) == (
        repo.id,
        "harbour/till",
    )


def test_a_deleted_repository_is_gone(hub: Hub, ask: Asking) -> None:
    repo = hub.repository("harbour/checkout")
    repo.delete()

    assert ask("GET", f"/repositories/{repo.id}").status_code == 404
    assert ask("GET", "/repos/harbour/checkout").status_code == 404


def test_pygithub_loses_the_query_on_the_way_to_a_new_name(hub: Hub, address: str) -> None:
    """The trap itself: whoever asks by name reads open pull requests instead of closed ones."""
    repo = hub.repository("harbour/checkout")
    repo.pull("Closed").close()
    repo.pull("Open")
    repo.rename("till")
    client = a_client(address, hub.token())

    told = client.requester.requestJsonAndCheck(
        "GET", "/repos/harbour/checkout/pulls", parameters={"state": "closed"}
    )[1]
    assert [one["title"] for one in told] == ["Open"]
    client.close()


def test_an_enterprise_server_has_its_api_under_a_prefix(hub: Hub) -> None:
    hub.prefix = "/api/v3"
    hub.repository("harbour/checkout").pull("Cards")
    with hub.serve() as address:
        assert address.endswith("/api/v3")
        client = a_client(address, hub.token())
        assert [one.title for one in client.get_repo("harbour/checkout").get_pulls()] == ["Cards"]
        assert Asking(hub).get("/meta")["installed_version"]
        client.close()
