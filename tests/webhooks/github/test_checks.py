"""What check runs, check suites, statuses and workflow runs tell."""

from datetime import datetime

import pytest

from domain.check import (
    CheckReported,
    CheckRerequested,
    ChecksSettled,
    StatusReported,
    WorkflowRunReported,
)
from domain.fact import Actor
from tests.payloads import Repo, check_run, check_suite, iso, minute, sha, status, workflow_run
from tests.webhooks.reading import fact, keyed
from webhooks.github.payload import JUST_AFTER, NOT_BEFORE

REPO = Repo()
VIA = "github:1"
ADA = Actor("ada", 7)
AFTER = minute(9) + JUST_AFTER


def test_a_check_is_told_with_its_app_and_its_times() -> None:
    assert fact(check_run(REPO, "completed", sha(3), "build", minute(9))) == CheckReported(
        at=minute(9),
        via=VIA,
        by=ADA,
        sha=sha(3),
        app="github-actions",
        app_id=15368,
        name="build",
        run="1",
        status="completed",
        conclusion="success",
        started_at=minute(1),
        completed_at=minute(9),
        suite=5,
        url="https://github.com/octo/door/runs/1",
    )


@pytest.mark.parametrize("action", ["created", "completed"])
def test_the_action_counts_for_nothing(action: str) -> None:
    told = check_run(REPO, action, sha(3), "build", minute(9), conclusion="failure")
    assert keyed(told) == keyed(
        check_run(REPO, "x", sha(3), "build", minute(9), conclusion="failure")
    )


def test_a_check_under_way_is_dated_by_its_start() -> None:
    assert fact(check_run(REPO, "created", sha(3), "build", minute(9), status="queued")).at == (
        minute(1)
    )


def test_a_check_without_any_time_is_dated_by_its_suite() -> None:
    waiting = check_run(
        REPO, "created", sha(3), "build", minute(9), status="queued", started_at=None
    )
    assert fact(waiting).at == minute(9)


def test_a_check_without_suite_or_app_is_told_all_the_same() -> None:
    bare = fact(
        check_run(
            REPO,
            "created",
            sha(3),
            "build",
            minute(9),
            status="queued",
            started_at=None,
            check_suite=None,
            html_url=None,
        )
    )
    assert isinstance(bare, CheckReported)
    assert (bare.suite, bare.url) == (None, "https://ci.example.org/1")
    assert bare.inferred == NOT_BEFORE

    event, payload = check_run(REPO, "created", sha(3), "build", minute(9), app=(0, ""))
    payload["check_run"]["app"] = None
    nobody = fact((event, payload))
    assert isinstance(nobody, CheckReported)
    assert (nobody.app, nobody.app_id) == ("", 0)


def test_an_old_app_has_no_slug() -> None:
    event, payload = check_run(REPO, "created", sha(3), "build", minute(9))
    payload["check_run"]["app"] = {"id": 3, "name": "Old CI"}
    told = fact((event, payload))
    assert isinstance(told, CheckReported)
    assert (told.app, told.app_id) == ("Old CI", 3)


def test_a_pull_request_of_another_repository_bears_another_number() -> None:
    pulls = [
        {"number": 12, "base": {"repo": {"id": REPO.id}}},
        {"number": 99, "base": {"repo": {"id": 4711}}},
    ]
    told = fact(check_run(REPO, "completed", sha(3), "build", minute(9), pull_requests=pulls))
    assert isinstance(told, CheckReported)
    assert told.pulls == (12,)


def test_a_run_and_its_repetition_are_two_facts() -> None:
    def key(started: datetime, id_: int = 1) -> str:
        sent = check_run(
            REPO, "completed", sha(3), "build", minute(9), id_=id_, started_at=iso(started)
        )
        return keyed(sent)[0].once

    assert key(minute(1)) == key(minute(1))
    assert key(minute(1)) != key(minute(2))
    assert key(minute(1)) != key(minute(1), id_=2)


@pytest.mark.parametrize("action", ["rerequested", "requested_action"])
def test_somebody_asked_for_the_check_again(action: str) -> None:
    again = fact(check_run(REPO, action, sha(3), "build", minute(9)))
    assert again == CheckRerequested(
        at=AFTER,
        via=VIA,
        by=ADA,
        inferred=NOT_BEFORE,
        sha=sha(3),
        app="github-actions",
        app_id=15368,
        name="build",
        run="1",
    )
    bare = fact(check_run(REPO, action, sha(3), "build", minute(9), check_suite=None))
    assert bare.at == AFTER


def test_a_suite_is_told_as_it_stands() -> None:
    assert fact(check_suite(REPO, "completed", sha(3), minute(9))) == ChecksSettled(
        at=minute(9),
        via=VIA,
        by=ADA,
        sha=sha(3),
        app="github-actions",
        app_id=15368,
        suite=5,
        status="completed",
        conclusion="success",
        branch="main",
        runs=2,
    )
    event, payload = check_suite(REPO, "requested", sha(3), minute(9), conclusion=None)
    payload["check_suite"] |= {"app": None, "head_branch": None, "status": None}
    requested = fact((event, payload))
    assert isinstance(requested, ChecksSettled)
    assert (requested.status, requested.app, requested.branch) == ("", "", "")


def test_each_status_is_a_new_one() -> None:
    sent = status(REPO, sha(3), "ci/door", "failure", minute(9), id_=8)
    assert fact(sent) == StatusReported(
        at=minute(9),
        via=VIA,
        by=ADA,
        sha=sha(3),
        id=8,
        context="ci/door",
        state="failure",
        description="ci/door says failure",
    )
    assert keyed(sent)[0].once == "status:8"


def test_a_workflow_run_is_told_by_its_attempt() -> None:
    sent = workflow_run(REPO, "completed", sha(3), minute(9), attempt=2)
    assert fact(sent) == WorkflowRunReported(
        at=minute(9),
        via=VIA,
        by=ADA,
        sha=sha(3),
        run=1,
        attempt=2,
        workflow=3,
        name="CI",
        event="push",
        status="completed",
        conclusion="success",
        branch="main",
        started_at=minute(1),
        suite=5,
        url="https://github.com/octo/door/actions/runs/1",
    )
    event, payload = workflow_run(REPO, "requested", sha(3), minute(9), conclusion=None)
    payload["workflow_run"] |= {"run_started_at": None, "name": None, "html_url": None}
    assert isinstance(fact((event, payload)), WorkflowRunReported)
    assert keyed((event, payload))[0].once != keyed(sent)[0].once
