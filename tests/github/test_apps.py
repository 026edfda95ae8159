"""Apps: who may speak as one, what their tokens are worth, and what they are told of themselves."""

from datetime import timedelta

import github
import pytest

from tests.github.asking import Asking
from tests.github.hub import Hub
from tests.github.inbox import Inbox

SHORT = {"metadata": "read", "contents": "read"}


def integration(hub: Hub, address: str, number: int, key: str) -> github.GithubIntegration:
    auth = github.Auth.AppAuth(number, key)
    return github.GithubIntegration(auth=auth, base_url=address, retry=None)


def test_pygithub_speaks_as_the_app(hub: Hub, address: str) -> None:
    app = hub.app()
    hub.repository("harbour/checkout")
    made = app.install("harbour")
    theirs = integration(hub, address, app.id, app.private_key)

    assert theirs.get_app().slug == "shipledger"
    assert [one.id for one in theirs.get_installations()] == [made.id]
    assert theirs.get_org_installation("harbour").id == made.id
    token = theirs.get_access_token(made.id, {"contents": "read"})
    assert token.token.startswith(f"ghs_{app.id}_")
    assert len(token.token) > 200
    theirs.close()


def test_a_key_of_another_app_is_not_believed(hub: Hub, address: str) -> None:
    app, other = hub.app("One"), hub.app("Other")
    theirs = integration(hub, address, app.id, other.private_key)

    with pytest.raises(github.GithubException) as refused:
        theirs.get_app()
    assert refused.value.status == 401
    theirs.close()


def test_a_wish_for_nothing_is_a_token_without_power(hub: Hub, address: str) -> None:
    """PyGithub asks with `{"permissions": {}}` unless it is told otherwise."""
    app = hub.app()
    hub.repository("harbour/checkout")
    text, _ = app.install("harbour").token({})

    answer = Asking(hub, text)("POST", "/repos/harbour/checkout/releases", {"tag_name": "v1"})
    assert answer.status_code == 403
    assert answer.json()["message"] == "Resource not accessible by integration"
    assert answer.headers["X-Accepted-GitHub-Permissions"] == "contents=write"


def test_what_was_not_granted_is_not_given(hub: Hub) -> None:
    installed = hub.app(permissions=SHORT).install("harbour")

    with pytest.raises(PermissionError):
        installed.token({"checks": "write"})


def test_a_token_lives_for_an_hour(hub: Hub, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.repository("harbour/checkout")
    text, actor = hub.app().install("harbour").token()
    assert Asking(hub, text)("GET", "/installation/repositories").status_code == 200
    later = hub.wall() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(hub, "wall", lambda: later)

    assert actor.expires is not None
    assert Asking(hub, text)("GET", "/installation/repositories").status_code == 401


def test_private_repositories_outside_of_the_installation_are_not_there(
    hub: Hub, address: str
) -> None:
    mine = hub.repository("harbour/mine", private=True)
    hub.repository("harbour/other", private=True)
    text, _ = hub.app().install("harbour", [mine]).token()
    ask = Asking(hub, text)

    listed = ask.get("/installation/repositories")
    assert [one["name"] for one in listed["repositories"]] == ["mine"]
    assert ask("GET", "/repos/harbour/other").status_code == 404


def test_checks_are_for_apps(hub: Hub, address: str) -> None:
    repo = hub.repository("harbour/checkout")
    told = {"name": "readiness", "head_sha": repo.head()}

    answer = Asking(hub, hub.token())("POST", "/repos/harbour/checkout/check-runs", told)
    assert (answer.status_code, answer.json()["message"]) == (
        403,
        "You must authenticate via a GitHub App.",
    )


def test_an_app_hears_of_its_installations_unasked(hub: Hub) -> None:
    inbox = Inbox()
    app = hub.app(receiver=inbox, events=("push",))
    first, second = hub.repository("harbour/first"), hub.repository("harbour/second")
    installed = app.install("harbour", [first])
    installed.add(second)
    installed.suspend()
    first.commit("Unheard")
    installed.resume()
    first.commit("Heard")
    installed.remove(first)
    installed.uninstall()

    assert inbox.actions("installation") == ["created", "suspend", "unsuspend", "deleted"]
    assert inbox.actions("installation_repositories") == ["added", "removed"]
    assert len(inbox.payloads("push")) == 1


def test_a_manifest_becomes_an_app_once(hub: Hub, address: str) -> None:
    hub.manifests["code"] = {
        "name": "Ours",
        "hook_attributes": {"url": "http://127.0.0.1:9/webhooks/github"},
        "default_permissions": SHORT,
        "default_events": ["push"],
    }
    ask = Asking(hub)

    made = ask("POST", "/app-manifests/code/conversions").json()
    assert (made["slug"], made["permissions"], made["events"]) == ("ours", SHORT, ["push"])
    assert made["pem"].startswith("-----BEGIN RSA PRIVATE KEY-----")
    assert hub.apps[0].hook.secret == made["webhook_secret"]
    assert ask("POST", "/app-manifests/code/conversions").status_code == 404


def test_a_gate_is_asked_of_apps_and_answered_by_one(hub: Hub, address: str) -> None:
    inbox, hook = Inbox(), Inbox()
    repo = hub.repository("harbour/checkout")
    repo.hook(receiver=hook)
    installed = hub.app(receiver=inbox).install("harbour")
    gate = repo.ask_gate("production")
    ask = Asking(hub, installed.token()[0])
    place = inbox.payloads("deployment_protection_rule")[0]["deployment_callback_url"]

    for number in range(10):
        told = {"environment_name": "production", "comment": f"Waiting, {number}"}
        assert ask("POST", place, told).status_code == 204
    assert ask("POST", place, {"environment_name": "production", "comment": "x"}).status_code == 422
    assert gate.state == "waiting"
    ask("POST", place, {"environment_name": "production", "state": "approved", "comment": "Go"})
    assert gate.state == "approved"
    assert "deployment_protection_rule" not in hook.names()
