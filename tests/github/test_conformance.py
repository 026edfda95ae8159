"""What holds the hub against GitHub's description does notice, and hears all its words."""

import pytest

from tests.github.answers import Answer, Ask, match
from tests.github.conformance import KNOWN, Held
from tests.github.deliveries import compose
from tests.github.description import Description
from tests.github.hub import Hub
from tests.github.inbox import Inbox
from tests.github.merge_queue import Group
from tests.github.permissions import ANONYMOUS
from tests.github.releases import release
from tests.github.repository import Repository

pytestmark = pytest.mark.github

# What the verbs of a hub tell; `-` where an event has no action.
TOLD = {
    "check_run": {"created", "completed"},
    "check_suite": {"completed"},
    "create": {"-"},
    "delete": {"-"},
    "deployment": {"created"},
    "deployment_protection_rule": {"requested"},
    "deployment_status": {"created"},
    "installation": {"created", "deleted", "new_permissions_accepted", "suspend", "unsuspend"},
    "installation_repositories": {"added", "removed"},
    "issue_comment": {"created"},
    "issues": {
        "closed", "demilestoned", "edited", "labeled",
        "milestoned", "opened", "reopened", "unlabeled",
    },
    "label": {"created", "edited"},
    "merge_group": {"checks_requested", "destroyed"},
    "milestone": {"closed", "created"},
    "pull_request": {
        "closed", "dequeued", "demilestoned", "edited", "enqueued", "labeled", "milestoned",
        "opened", "ready_for_review", "reopened", "synchronize", "unlabeled",
    },
    "pull_request_review": {"dismissed", "submitted"},
    "push": {"-"},
    "release": {
        "created", "deleted", "edited", "prereleased", "published", "released", "unpublished"
    },
    "repository": {"archived", "renamed", "transferred"},
    "status": {"-"},
    "workflow_run": {"completed", "in_progress", "requested"},
}  # fmt: skip


def asked(hub: Hub, method: str, path: str) -> Ask:
    found = match(method, path)
    assert found
    return Ask(hub, method, path, {}, {}, {}, ANONYMOUS, found[0])


def test_a_wrong_answer_is_noticed(hub: Hub, description: Description) -> None:
    told = release(hub.repository("harbour/checkout").release("v1"))
    ask = asked(hub, "GET", "/repos/harbour/checkout/releases/1")

    assert description.faults_of(ask, Answer(200, told)) == []
    assert description.faults_of(ask, Answer(200, told | {"draft": "no"}))
    assert description.faults_of(ask, Answer(200, told | {"created_at": "yesterday"}))
    del told["tag_name"]
    assert description.faults_of(ask, Answer(200, told))
    assert description.faults_of(ask, Answer(201, told))


def test_a_wrong_request_is_noticed(hub: Hub, description: Description) -> None:
    ask = asked(hub, "POST", "/repos/harbour/checkout/releases")
    ask.body = {"tag_name": 5}
    told = release(hub.repository("harbour/checkout").release("v1"))

    assert description.faults_of(ask, Answer(201, told))


def test_a_wrong_payload_is_noticed(hub: Hub, description: Description) -> None:
    inbox = Inbox()
    hook = hub.repository("harbour/checkout").hook(receiver=inbox)
    hub.repository("harbour/checkout").release("v1")
    told = inbox.payloads("release")[0]

    for wrong in ({"action": "invented"}, {"release": {}}, {"repository": {}}):
        delivery = compose(hub, hook, "guid", "release", told | wrong)
        assert delivery
        assert description.faults_in(delivery)


def test_each_exception_has_a_reason() -> None:
    assert all(len(reason.split()) > 5 for reason in KNOWN.values())


def test_all_that_a_hub_can_tell_fits_githubs_schemas(hub: Hub, held: Held | None) -> None:
    inbox = Inbox()
    hub.organization_hook("harbour", receiver=Inbox())
    app = hub.app(receiver=inbox)
    repo, spare = hub.repository("harbour/checkout"), hub.repository("harbour/spare")
    installed = app.install("harbour", [repo])
    installed.add(spare)
    installed.remove(spare)
    installed.suspend()
    installed.resume()
    installed.grant({"metadata": "read"})

    _sort(repo)
    _review(repo)
    _ship(repo)
    repo.rename("till")
    repo.archive()
    app.install("port")
    repo.transfer("port")
    installed.uninstall()

    told: dict[str, set[str]] = {}
    for headers, _ in inbox.received:
        event = headers["X-GitHub-Event"]
        told[event] = {payload.get("action", "-") for payload in inbox.payloads(event)}
    assert told == TOLD
    assert held is None or held.deliveries > 2 * len(TOLD)


def _sort(repo: Repository) -> None:
    for one in (repo.issue("Cards fail"), repo.pull("Take cards", draft=True)):
        one.label("bug")
        one.unlabel("bug")
        one.plan("1.0")
        one.plan(None)
        one.reword(title="Take all cards", body="All of them")
        one.close()
        one.reopen()
        one.comment("Seen")
    repo.rename_label("bug", "defect")
    repo.close_milestone("1.0")


def _review(repo: Repository) -> None:
    pull = repo.pull("Pay by card", draft=True)
    pull.ready()
    pull.push("Once more")
    pull.dismiss(pull.review("changes_requested"))
    repo.branch("release/1")
    pull.retarget("release/1")
    pull.retarget("main")
    Group(pull).drop()
    Group(pull).merge()
    repo.delete_branch("release/1")


def _ship(repo: Repository) -> None:
    repo.check("test")
    repo.status("ci")
    repo.workflow("build")
    repo.tag("v0.9.0", message="Nearly")
    candidate = repo.release("v1.0.0-rc.1", prerelease=True)
    candidate.edit(prerelease=False)
    candidate.withdraw()
    candidate.delete()
    repo.release("v1.0.0", draft=True).publish()
    repo.deploy("production", "queued", "in_progress", "success")
    repo.ask_gate("production")
