"""What GitHub does not say, its own documentation says; and neither does the hub."""

from datetime import timedelta

import pytest

from tests.github.deliveries import LARGEST
from tests.github.hub import Hub
from tests.github.inbox import Inbox
from tests.github.repository import Repository


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def checkout(hub: Hub, inbox: Inbox) -> Repository:
    repo = hub.repository("harbour/checkout")
    repo.hook(secret="s", receiver=inbox)
    return repo


def test_three_tags_pushed_at_once_are_told(checkout: Repository, inbox: Inbox) -> None:
    checkout.push_tags("a", "b", "c")

    assert inbox.names() == ["create", "push"] * 3


def test_of_four_tags_pushed_at_once_nothing_is_told(checkout: Repository, inbox: Inbox) -> None:
    """Documentation of `push`: no event where more than three tags are pushed at once."""
    checkout.push_tags("a", "b", "c", "d")

    assert inbox.names() == []
    assert "refs/tags/d" in checkout.git.refs


def test_of_four_tags_deleted_at_once_nothing_is_told(checkout: Repository, inbox: Inbox) -> None:
    checkout.push_tags("a", "b", "c", "d")
    checkout.delete_tags("a", "b", "c", "d")

    assert inbox.names() == []
    assert not [ref for ref in checkout.git.refs if ref.startswith("refs/tags/")]


def test_one_deleted_tag_is_told_with_where_it_stood(checkout: Repository, inbox: Inbox) -> None:
    at = checkout.tag("v1")
    checkout.delete_tags("v1")

    push = inbox.payloads("push")[-1]
    assert (push["before"], push["deleted"], push["head_commit"]) == (at, True, None)
    assert inbox.payloads("delete")[0]["ref"] == "v1"


def test_a_moved_tag_is_neither_created_nor_deleted(checkout: Repository, inbox: Inbox) -> None:
    before = checkout.tag("v1")
    after = checkout.tag("v1", checkout.commit("More"))

    push = inbox.payloads("push")[-1]
    told = (push["before"], push["after"], push["created"], push["deleted"])
    assert told == (before, after, False, False)
    assert inbox.names().count("create") == 1


def test_inactive_is_told_to_nobody(checkout: Repository, inbox: Inbox) -> None:
    """Documentation of `deployment_status`: no event for the state `inactive`."""
    deployed = checkout.deploy("staging", "success")
    deployed.status("inactive")

    states = [one["deployment_status"]["state"] for one in inbox.payloads("deployment_status")]
    assert states == ["success"]
    assert [one.state for one in deployed.statuses] == ["success", "inactive"]


def test_a_later_success_retires_the_former_in_silence(checkout: Repository, inbox: Inbox) -> None:
    first = checkout.deploy("staging", "success")
    checkout.deploy("staging", "success")

    assert first.statuses[-1].state == "inactive"
    assert len(inbox.payloads("deployment_status")) == 2


def test_production_is_not_retired_by_a_later_success(checkout: Repository) -> None:
    first = checkout.deploy("production", "success")
    checkout.deploy("production", "success")

    assert first.statuses[-1].state == "success"


def test_an_event_over_25_megabytes_is_not_sent(checkout: Repository, inbox: Inbox) -> None:
    checkout.issue("Large", "x" * LARGEST)

    assert inbox.names() == []
    assert checkout.hooks[0].deliveries == []


def test_nothing_is_told_of_what_was_before_the_hook(hub: Hub, inbox: Inbox) -> None:
    repo = hub.repository("harbour/quay")
    repo.pull("Early").merge()
    repo.hook(receiver=inbox)

    assert inbox.names() == []


def test_an_app_hears_nothing_of_what_was_before_its_installation(hub: Hub, inbox: Inbox) -> None:
    app = hub.app(receiver=inbox)
    repo = hub.repository("harbour/quay")
    repo.pull("Early").merge()
    app.install("harbour")
    repo.pull("Late")

    assert inbox.names() == ["installation", "create", "push", "pull_request"]
    assert inbox.payloads("pull_request")[0]["installation"]["id"] == app.installations[0].id


def test_a_deleted_repository_says_nothing_to_an_app(hub: Hub, inbox: Inbox) -> None:
    """Documentation of `repository`: `deleted` reaches neither Apps nor the repository's hooks."""
    app = hub.app(receiver=inbox)
    app.install("harbour")
    hub.repository("harbour/quay").delete()

    assert "repository" not in inbox.names()


def test_a_transfer_is_told_to_the_new_owner_alone(hub: Hub, inbox: Inbox) -> None:
    app = hub.app(receiver=inbox)
    app.install("harbour")
    hub.repository("harbour/quay").transfer("port")
    assert "repository" not in inbox.names()

    app.install("port")
    hub.repository("port/quay").transfer("harbour")
    assert (
        inbox.payloads("repository")[0]["changes"]["owner"]["from"]["organization"]["login"]
        == "port"
    )


def test_a_push_tells_no_more_than_2048_commits(checkout: Repository, inbox: Inbox) -> None:
    written = checkout.push(None, *(f"Change {number}" for number in range(2050)), files={})

    push = inbox.payloads("push")[-1]
    assert len(push["commits"]) == 2048
    assert push["head_commit"]["id"] == written[-1]


def test_a_list_of_deliveries_forgets_after_three_days(hub: Hub, checkout: Repository) -> None:
    """github/docs, data/variables/webhooks.yml: three days on github.com."""
    from tests.github.deliveries import kept

    checkout.tag("v1")
    assert len(kept(checkout.hooks[0], hub.clock())) == 2
    assert kept(checkout.hooks[0], hub.clock() + timedelta(days=3)) == []
