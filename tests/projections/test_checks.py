"""What was found at a commit: by app and name, attempt by attempt."""

import pytest

from domain.check import TestsReported as SuiteReported
from projections.checks import Check, Checks, checks
from tests.story import Story, minute, sha

COMMIT = sha("one")


@pytest.fixture
def story() -> Story:
    return Story()


def found(story: Story) -> Checks:
    return checks(story.view(), COMMIT)


def only(story: Story) -> Check:
    (check,) = found(story).checks
    return check


def test_nothing_told_is_none(story: Story) -> None:
    assert found(story).verdict == "none"


def test_created_that_comes_after_completed_changes_nothing(story: Story) -> None:
    story.check(COMMIT, conclusion="success", started=1, at=minute(2))
    story.check(COMMIT, started=1, at=minute(3))
    check = only(story)
    assert (check.verdict, len(check.attempts)) == ("passing", 1)


def test_a_report_without_a_start_opens_no_new_attempt(story: Story) -> None:
    story.check(COMMIT, conclusion="failure", started=1, at=minute(2))
    story.check(COMMIT, at=minute(5))
    check = only(story)
    assert (check.verdict, len(check.attempts)) == ("failing", 1)


def test_a_new_run_counts_and_the_old_one_is_kept(story: Story) -> None:
    story.check(COMMIT, conclusion="failure", run="9", started=1)
    story.check(COMMIT, conclusion="success", run="10", started=4)
    check = only(story)
    assert check.verdict == "passing"
    assert [attempt.conclusion for attempt in check.attempts] == ["failure", "success"]


def test_the_same_run_started_again_is_a_new_attempt(story: Story) -> None:
    story.check(COMMIT, conclusion="failure", started=1, at=minute(2))
    story.check(COMMIT, started=5, at=minute(5))
    check = only(story)
    assert check.verdict == "pending"
    assert [attempt.verdict for attempt in check.attempts] == ["failing", "pending"]


def test_runs_that_started_together_are_told_apart_by_number(story: Story) -> None:
    story.check(COMMIT, conclusion="success", run="10", started=1)
    story.check(COMMIT, conclusion="failure", run="9", started=1)
    assert only(story).verdict == "passing"


def test_a_green_of_one_app_does_not_hide_the_red_of_another(story: Story) -> None:
    story.check(COMMIT, conclusion="failure", app_id=1)
    story.check(COMMIT, conclusion="success", app_id=2)
    both = found(story)
    assert both.verdict == "failing"
    assert [(check.app, check.verdict) for check in both.checks] == [
        ("app-1", "failing"),
        ("app-2", "passing"),
    ]


def test_a_green_job_does_not_hide_the_red_one_of_another_workflow(story: Story) -> None:
    for suite, name, conclusion in ((1, "CI", "failure"), (2, "Docs", "success")):
        story.workflow(COMMIT, conclusion, run=suite, name=name, workflow=suite, suite=suite)
        story.check(COMMIT, conclusion=conclusion, run=str(suite), suite=suite)
    jobs = [(one.workflow, one.verdict) for one in found(story).checks if one.kind == "check"]
    assert jobs == [("CI", "failing"), ("Docs", "passing")]


def test_one_that_is_not_settled_keeps_the_rest_waiting(story: Story) -> None:
    story.check(COMMIT, "build", "success")
    story.check(COMMIT, "lint", "neutral")
    story.check(COMMIT, "slow")
    assert found(story).verdict == "pending"


@pytest.mark.parametrize(
    ("conclusion", "verdict"),
    [
        ("success", "passing"),
        ("skipped", "passing"),
        ("cancelled", "failing"),
        ("timed_out", "failing"),
        ("stale", "pending"),
        ("something_new", "pending"),
    ],
)
def test_what_is_not_known_to_pass_never_passes(
    story: Story, conclusion: str, verdict: str
) -> None:
    story.check(COMMIT, conclusion=conclusion)
    assert found(story).verdict == verdict


def test_the_newest_status_of_a_context_counts(story: Story) -> None:
    story.status(COMMIT, "pending", 1)
    story.status(COMMIT, "failure", 2)
    story.status(COMMIT, "success", 3)
    check = only(story)
    assert check.verdict == "passing"
    assert [attempt.conclusion for attempt in check.attempts] == ["pending", "failure", "success"]


def test_statuses_of_one_second_go_by_their_number(story: Story) -> None:
    story.status(COMMIT, "success", 10)
    story.minutes -= 1
    story.status(COMMIT, "failure", 9)
    assert only(story).verdict == "passing"


def test_contexts_stand_apart(story: Story) -> None:
    story.status(COMMIT, "failure", 1, "ci/old")
    story.status(COMMIT, "success", 2, "ci/new")
    assert found(story).verdict == "failing"


def test_a_workflow_is_as_good_as_its_last_attempt(story: Story) -> None:
    story.workflow(COMMIT, "failure")
    story.workflow(COMMIT, "", attempt=2)
    story.workflow(COMMIT, "success", attempt=2)
    check = only(story)
    assert (check.verdict, check.name) == ("passing", "CI (push)")
    assert [(one.number, one.verdict) for one in check.attempts] == [
        (1, "failing"),
        (2, "passing"),
    ]


def test_the_last_report_of_a_test_suite_counts(story: Story) -> None:
    story.tell(SuiteReported, sha=COMMIT, suite="unit", outcome="fail", run="1")
    story.tell(SuiteReported, sha=COMMIT, suite="unit", outcome="pass", run="2")
    assert (only(story).verdict, len(only(story).attempts)) == ("passing", 2)


def test_checks_of_another_commit_do_not_count(story: Story) -> None:
    story.check(sha("other"), conclusion="failure")
    assert found(story).verdict == "none"


def test_as_it_was_before_it_ended(story: Story) -> None:
    story.check(COMMIT, started=1, at=minute(1))
    story.check(COMMIT, conclusion="success", started=1, at=minute(9))
    assert checks(story.view(as_at=minute(5)), COMMIT).verdict == "pending"
