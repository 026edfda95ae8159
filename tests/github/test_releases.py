"""Releases and their events: which click sends which, and what GitHub refuses."""

import pytest

from tests.github.answers import Refused
from tests.github.asking import Asking
from tests.github.hub import Hub
from tests.github.inbox import Inbox
from tests.github.repository import Repository

HERE = "/repos/harbour/checkout/releases"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def checkout(hub: Hub, inbox: Inbox) -> Repository:
    repo = hub.repository("harbour/checkout")
    repo.hook(receiver=inbox)
    return repo


def test_publishing_at_once_is_three_events_of_one_release(
    checkout: Repository, inbox: Inbox
) -> None:
    checkout.release("v1")

    assert inbox.actions("release") == ["created", "published", "released"]
    assert len({told["release"]["id"] for told in inbox.payloads("release")}) == 1


def test_a_draft_is_created_and_makes_no_tag(checkout: Repository, inbox: Inbox) -> None:
    checkout.release("v1", draft=True)

    assert inbox.names() == ["release"]
    assert inbox.actions("release") == ["created"]
    assert inbox.payloads("release")[0]["release"]["published_at"] is None
    assert "refs/tags/v1" not in checkout.git.refs


def test_publishing_a_draft_is_not_created_again_and_makes_the_tag(
    checkout: Repository, inbox: Inbox
) -> None:
    """dependabot/cli#152, Netflix/metaflow#199: who waits for `created` misses drafts."""
    draft = checkout.release("v1", draft=True)
    inbox.received.clear()
    draft.publish()

    assert inbox.actions("release") == ["published", "released"]
    assert inbox.names()[:2] == ["create", "push"]


def test_a_prerelease_is_promoted(checkout: Repository, inbox: Inbox) -> None:
    checkout.release("v1-rc.1", prerelease=True).edit(prerelease=False)

    assert inbox.actions("release") == [
        "created",
        "published",
        "prereleased",
        "edited",
        "released",
    ]


def test_an_edit_tells_what_was_before(checkout: Repository, inbox: Inbox) -> None:
    checkout.release("v1", body="Old").edit(body="New")

    assert inbox.payloads("release")[-1]["changes"] == {"body": {"from": "Old"}}


def test_a_release_withdrawn_and_deleted_is_told(checkout: Repository, inbox: Inbox) -> None:
    release = checkout.release("v1")
    release.withdraw()
    release.delete()

    assert inbox.actions("release")[-2:] == ["unpublished", "deleted"]
    assert "refs/tags/v1" in checkout.git.refs


def test_the_target_is_a_branch_and_does_not_move_a_tag(checkout: Repository) -> None:
    """googleapis/release-please#1218: `target_commitish` is unused where the tag exists."""
    at = checkout.tag("v1")
    checkout.commit("Later")
    release = checkout.release("v1")

    assert release.target_commitish == "main"
    assert checkout.git.refs["refs/tags/v1"] == at != checkout.head()


def test_drafts_are_for_those_who_write(hub: Hub, checkout: Repository, address: str) -> None:
    checkout.collaborator("guest", "read")
    draft = checkout.release("v1", draft=True)
    writer, guest = (Asking(hub, hub.token(login)) for login in ("ada", "guest"))

    assert [len(one.get(HERE)) for one in (writer, guest)] == [1, 0]
    assert guest("GET", f"{HERE}/{draft.id}").status_code == 404
    assert writer("GET", f"{HERE}/tags/v1").status_code == 404


def test_a_tag_has_one_published_release(hub: Hub, checkout: Repository, address: str) -> None:
    checkout.release("v1")
    answer = Asking(hub, hub.token())("POST", HERE, {"tag_name": "v1"})

    assert answer.json()["errors"] == [
        {"resource": "Release", "field": "tag_name", "code": "already_exists"}
    ]


def test_notes_have_room_for_125000_characters(
    hub: Hub, checkout: Repository, address: str
) -> None:
    release, ask = checkout.release("v1"), Asking(hub, hub.token())
    place = f"{HERE}/{release.id}"

    assert ask("PATCH", place, {"body": "é" * 125_000}).status_code == 200
    assert ask("PATCH", place, {"body": "é" * 125_001}).status_code == 422
    assert len(release.body or "") == 125_000


def test_an_immutable_release_keeps_its_tag(checkout: Repository) -> None:
    checkout.immutable_releases = True
    release = checkout.release("v1")

    assert release.edit(body="Words may change").body == "Words may change"
    with pytest.raises(Refused):
        release.edit(tag_name="v2")
