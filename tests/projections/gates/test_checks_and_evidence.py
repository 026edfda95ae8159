"""Gates that machines open: by checks and by evidence, at the release's commit and nowhere else."""

import pytest

from domain.milestone import LabelRenamed
from tests.gated import Gated

CHECKS = 'gates: [{name: unit, checks: [build, "app-2/*"]}]'


def test_what_has_not_reported_is_waited_for() -> None:
    story = Gated(CHECKS)
    story.check(story.sha, "build", "success")

    state, why = story.state()
    assert (state, why) == ("pending", f"app-2/* did not report yet at {story.sha[:10]}")
    assert story.states()["unit"].who == ("the check's own tool",)


def test_all_names_have_to_pass() -> None:
    story = Gated(CHECKS)
    story.check(story.sha, "build", "success")
    story.check(story.sha, "lint", "success", run="2", app_id=2)
    assert story.state() == ("passed", "build: success; lint: success")

    story.check(story.sha, "types", "failure", run="3", app_id=2)
    assert story.state() == ("failed", "types: failure")


def test_a_status_a_workflow_and_a_suite_are_checks_too() -> None:
    story = Gated("gates: [{name: all, checks: [ci, CI, Doors]}]")
    story.status(story.sha, "success", 1)
    story.workflow(story.sha, "success")
    story.tests(story.sha, "Doors", "pass")

    assert story.state()[0] == "passed"


@pytest.mark.parametrize(
    ("conclusion", "state"),
    [
        ("skipped", "passed"),
        ("timed_out", "failed"),
        ("cancelled", "inconclusive"),
        ("action_required", "inconclusive"),
        ("stale", "stale"),
        ("", "pending"),
    ],
)
def test_what_a_check_did_not_judge_is_no_pass_and_no_failure(conclusion: str, state: str) -> None:
    story = Gated("gates: [{name: unit, checks: build}]")
    story.check(story.sha, "build", conclusion)

    assert story.state()[0] == state


def test_a_pass_at_an_earlier_commit_is_stale() -> None:
    story = Gated("gates: [{name: unit, checks: build}]")
    story.check(story.before, "build", "success")

    state, why = story.state()
    assert state == "stale"
    assert why == (
        f"build passed at the earlier {story.before[:10]}, and did not report at {story.sha[:10]}"
    )


def test_a_failure_at_an_earlier_commit_says_nothing() -> None:
    story = Gated("gates: [{name: unit, checks: build}]")
    story.check(story.before, "build", "failure")

    assert story.state()[0] == "pending"


def test_a_pass_grows_too_old() -> None:
    story = Gated("gates: [{name: unit, checks: build, max-age: 1d}]")
    story.check(story.sha, "build", "success")

    assert story.state(hours=24) == ("passed", "build: success")
    assert story.state(hours=25) == (
        *("stale", "build: success, 1d 1h ago: it may be at most 1d old"),
    )


def test_our_own_check_does_not_wait_for_itself() -> None:
    story = Gated('gates: [{name: unit, checks: "*"}]')
    story.check(story.sha, "release readiness", "failure")
    story.check(story.sha, "build", "success", run="2")

    assert story.state()[0] == "passed"


SCAN = "gates: [{name: scan, evidence: {kind: scan, at-most: {critical: 0, high: 2}}}]"


def test_figures_within_their_bounds_pass() -> None:
    story = Gated(SCAN)
    assert story.state() == ("pending", f"no scan evidence was told of {story.sha[:10]}")

    story.evidence(story.sha, "Scan", critical=0, high=2)
    assert story.state() == ("passed", "tool: it passed with critical 0, high 2")


def test_a_figure_beyond_its_bound_fails_and_a_missing_one_is_not_guessed() -> None:
    story = Gated(SCAN)
    story.evidence(story.sha, "scan", critical=1, high=0)
    assert story.state() == ("failed", "tool: critical is 1, and may be at most 0")

    story.evidence(story.sha, "scan", "pass", critical=0)
    assert story.state() == ("inconclusive", "tool: it does not tell high")


def test_each_tool_counts_by_its_newest_word() -> None:
    story = Gated(SCAN)
    story.evidence(story.sha, "scan", name="trivy", critical=3, high=0)
    story.evidence(story.sha, "scan", name="grype", critical=0, high=0)
    assert story.state()[0] == "failed"

    story.evidence(story.sha, "scan", name="trivy", critical=0, high=0)
    assert story.state()[0] == "passed"


def test_evidence_of_an_earlier_commit_is_stale() -> None:
    story = Gated(SCAN)
    story.evidence(story.before, "scan", critical=0, high=0)

    state, why = story.state()
    assert state == "stale"
    assert why.startswith(f"scan evidence was told of the earlier {story.before[:10]}")


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("pass", "passed"), ("fail", "failed"), ("error", "inconclusive"), ("", "inconclusive")],
)
def test_with_no_bounds_the_tool_judges(outcome: str, state: str) -> None:
    story = Gated("gates: [{name: load, evidence: {kind: load, name: k6}}]")
    story.evidence(story.sha, "load", "fail", name="another")
    story.evidence(story.sha, "load", outcome, name="k6", rps=900)

    assert story.state()[0] == state


def test_a_summary_of_tests_is_evidence_of_the_kind_tests() -> None:
    story = Gated(
        "gates: [{name: it, evidence: {kind: tests, name: 'int*', at-least: {passed: 10}}}]"
    )
    story.tests(story.sha, "unit", "fail", passed=0, failed=1, skipped=0)
    story.tests(story.sha, "integration", "pass", passed=9, failed=0, skipped=0)
    assert story.state() == ("failed", "integration: passed is 9, and must be at least 10")

    story.tests(story.sha, "integration", "pass", passed=10, failed=0, skipped=0)
    assert story.state()[0] == "passed"


def test_a_run_of_no_tests_passes_nothing() -> None:
    story = Gated("gates: [{name: it, evidence: {kind: tests}}]")
    story.tests(story.sha, "unit", "pass", passed=0, failed=0, skipped=7)
    assert story.state() == ("inconclusive", "unit: no test ran that passed")

    story.tests(story.sha, "unit", "cancel")
    assert story.state() == ("inconclusive", "unit: it was cancelled")


def test_an_open_issue_with_the_label_holds_the_release_up() -> None:
    story = Gated("gates: [{name: blockers, no-open: {labels: [blocker, stop]}}]")
    story.blocker(7, labels=("bug",))
    assert story.state() == ("passed", "no issue is open labelled blocker, stop")

    story.blocker(7, labels=("Blocker",))
    assert story.state() == ("failed", "#7 «Issue 7»: still open labelled blocker, stop")
    story.blocker(7, labels=("bug",))
    assert story.state()[0] == "passed"
    story.blocker(8, labels=("stop",))
    story.blocker(8, labels=("stop",), open_=False)
    assert story.state()[0] == "passed"


def test_so_does_one_in_the_releases_milestone() -> None:
    story = Gated("gates: [{name: done, no-open: {milestone: '{release}'}}]")
    story.blocker(7, milestone="v1.3.0")
    assert story.state()[0] == "passed"

    story.blocker(8, milestone="v1.2.0")
    assert story.state() == ("failed", "#8 «Issue 8»: still open in the milestone v1.2.0")


def test_a_label_that_was_renamed_is_the_same() -> None:
    story = Gated("gates: [{name: blockers, no-open: {labels: [stop]}}]")
    story.blocker(7, labels=("blocker",))
    assert story.state()[0] == "passed"

    story.tell(LabelRenamed, name="stop", before="blocker")
    assert story.state()[0] == "failed"
