"""What people and workflows ask of us: commands in comments, and leave for a deployment."""

from typing import Any

import pytest

from domain.command import CommandGiven
from domain.deployment import DeploymentGateAsked
from domain.fact import Actor
from tests.payloads import Repo, Sent, iso, minute, sent, sha, user
from tests.webhooks.reading import fact, keyed, note
from webhooks.github.payload import NOT_BEFORE

REPO = Repo()
VIA = "github:1"
ADA = Actor("ada", 7)
CALLBACK = "https://api.github.com/repos/octo/shop/actions/runs/5/deployment_protection_rule"


def comment(action: str = "created", body: str | None = "/release why  #12", **more: Any) -> Sent:
    said: dict[str, Any] = {
        "id": 3,
        "body": body,
        "user": user("ada"),
        "created_at": iso(minute(9)),
        "html_url": "https://github.com/octo/shop/issues/7#issuecomment-3",
    }
    issue = {"number": 7, **more.pop("issue", {})}
    return sent(REPO, "issue_comment", minute(9), action=action, comment=said | more, issue=issue)


def gate(action: str = "requested", callback: str = CALLBACK, **more: Any) -> Sent:
    asked = {"id": 4, "sha": sha(10), "updated_at": iso(minute(9)), **more}
    name, payload = sent(
        REPO,
        "deployment_protection_rule",
        minute(9),
        action=action,
        environment="production",
        deployment_callback_url=callback,
        deployment=asked,
    )
    return name, payload | {"event": "push"}


def test_a_command_is_what_follows_release_on_its_line() -> None:
    (told,) = keyed(comment())
    assert told.once == "command:3"
    assert told.fact == CommandGiven(
        at=minute(9),
        via=VIA,
        by=ADA,
        comment=3,
        thread=7,
        words="why #12",
        name="ada",
        account=7,
        url="https://github.com/octo/shop/issues/7#issuecomment-3",
    )
    assert told.fact.about() == ("issue:7",)


def test_on_a_pull_request_it_is_filed_there() -> None:
    assert fact(comment(issue={"pull_request": {"url": "x"}})).about() == ("pull:7",)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (comment("edited"), "unfollowed: issue_comment edited"),
        (comment(body="Nice!"), "no command to us"),
        (comment(body=None), "no command to us"),
        (comment(user=None), "by nobody, or by a bot"),
        (comment(user={"login": "x[bot]", "id": 9, "type": "Bot"}), "by nobody, or by a bot"),
    ],
)
def test_everything_else_that_is_said_is_passed_over(said: Sent, why: str) -> None:
    assert why in note(said)


def test_a_comment_without_an_address_is_heard_too() -> None:
    told = fact(comment(html_url=None))
    assert isinstance(told, CommandGiven)
    assert told.url == ""


def test_a_deployment_asks_for_leave() -> None:
    (told,) = keyed(gate())
    assert told.once == "gate:4:5:production"
    assert told.fact == DeploymentGateAsked(
        at=minute(9),
        via=VIA,
        by=ADA,
        deployment="4",
        environment="production",
        sha=sha(10),
        run=5,
        callback=CALLBACK,
        event="push",
    )


def test_without_a_time_of_its_own_it_was_asked_after_everything_else() -> None:
    assert fact(gate(updated_at=None)).inferred == NOT_BEFORE


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (gate("completed"), "unfollowed: deployment_protection_rule completed"),
        (gate(callback="https://api.github.com/x"), "names no workflow run"),
    ],
)
def test_what_cannot_be_answered_is_passed_over(said: Sent, why: str) -> None:
    assert why in note(said)
