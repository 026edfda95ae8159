"""Checks, statuses and workflow runs: which of several counts, and what a run anew looks like."""

import pytest

from tests.github.asking import Asking
from tests.github.hub import Hub
from tests.github.inbox import Inbox
from tests.github.repository import Repository

HERE = "/repos/harbour/checkout"


@pytest.fixture
def checkout(hub: Hub) -> Repository:
    return hub.repository("harbour/checkout")


def test_two_apps_may_name_a_check_alike(hub: Hub, checkout: Repository, address: str) -> None:
    """elizaOS/eliza#18568: a green check of one App hides a red one of another."""
    checkout.check("test", "failure", app=hub.app("One"))
    checkout.check("test", "success", app=hub.app("Other"))

    told = Asking(hub).get(f"{HERE}/commits/main/check-runs")["check_runs"]
    assert {(one["app"]["slug"], one["conclusion"]) for one in told} == {
        ("one", "failure"),
        ("other", "success"),
    }


def test_the_latest_of_a_name_is_listed_unless_all_are_asked_for(
    hub: Hub, checkout: Repository, address: str
) -> None:
    first = checkout.check("test", "failure")
    second = checkout.check("test", "success")
    ask, place = Asking(hub), f"{HERE}/commits/main/check-runs"

    assert [one["id"] for one in ask.get(place)["check_runs"]] == [second.id]
    listed = ask.get(place, filter="all")["check_runs"]
    assert [one["id"] for one in listed] == [second.id, first.id]


def test_a_check_may_come_finished_in_its_first_event(checkout: Repository) -> None:
    inbox = Inbox()
    checkout.hook(receiver=inbox)
    checkout.check("test", "failure")

    assert inbox.actions("check_run") == ["created", "completed"]
    assert inbox.actions("check_suite") == ["completed"]
    assert inbox.payloads("check_suite")[0]["check_suite"]["conclusion"] == "failure"


def test_a_check_of_a_commit_on_no_branch_names_no_branch(checkout: Repository) -> None:
    inbox = Inbox()
    checkout.hook(receiver=inbox)
    old = checkout.head()
    checkout.commit("Later")
    checkout.check("test", "success", old)

    assert inbox.payloads("check_run")[0]["check_run"]["check_suite"]["head_branch"] is None


def test_a_rerun_keeps_its_number_and_counts_its_attempts(checkout: Repository) -> None:
    inbox = Inbox()
    checkout.hook(receiver=inbox)
    checkout.workflow("build", "failure").rerun("success")

    runs = [told["workflow_run"] for told in inbox.payloads("workflow_run")]
    done = [one for one in runs if one["status"] == "completed"]
    assert [(one["run_attempt"], one["conclusion"]) for one in done] == [
        (1, "failure"),
        (2, "success"),
    ]
    assert len({one["id"] for one in runs}) == 1


def test_the_last_status_of_each_context_counts(
    hub: Hub, checkout: Repository, address: str
) -> None:
    checkout.status("ci", "failure")
    checkout.status("ci", "success")
    checkout.status("lint", "pending")
    ask = Asking(hub)

    combined = ask.get(f"{HERE}/commits/main/status")
    assert (combined["state"], combined["total_count"]) == ("pending", 2)
    assert len(ask.get(f"{HERE}/commits/main/statuses")) == 3


def test_1000_statuses_of_a_context_are_enough(
    hub: Hub, checkout: Repository, address: str
) -> None:
    """Documentation of «Create a commit status»."""
    sha = checkout.head()
    checkout.statuses = [checkout.status("ci")] * 1000

    told = {"state": "success", "context": "ci"}
    answer = Asking(hub, hub.token())("POST", f"{HERE}/statuses/{sha}", told)
    assert answer.status_code == 422


def test_deployments_are_told_with_what_they_deploy(checkout: Repository) -> None:
    inbox = Inbox()
    checkout.hook(receiver=inbox)
    sha = checkout.tag("v1")
    checkout.deploy("production", "in_progress", "success", ref="v1")

    told = inbox.payloads("deployment")[0]["deployment"]
    assert (told["sha"], told["ref"], told["production_environment"]) == (sha, "v1", True)
    states = [one["deployment_status"]["state"] for one in inbox.payloads("deployment_status")]
    assert states == ["in_progress", "success"]
