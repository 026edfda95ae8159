"""Readiness where a policy asks for something: a deployment waits for its verdict."""

from domain.deed import Signing
from domain.plan import Plan
from projections.publish import Publish
from projections.readiness import Readiness, readiness
from tests.gated import TAG, Gated
from tests.story import STREAM, minute

POLICY = """
gates:
  - {name: unit, checks: build}
  - {name: UAT, sign-off: {people: [noor]}, environments: [production]}
"""


def ready(
    story: Gated, environment: str = "", tags: tuple[str, ...] = (TAG,), sha: str = ""
) -> Readiness:
    return readiness(
        *(story.view(), sha or story.sha, tags, Publish()),
        now=minute(story.minutes),
        environment=environment,
    )


def told(found: Readiness) -> list[tuple[str, str]]:
    return [(one.name, one.state) for one in found.conditions]


def test_a_deployment_waits_for_what_its_environment_asks() -> None:
    story = Gated(POLICY)
    story.check(story.sha, "build", "success")
    story.check(story.sha, "lint", "failure", run="2")

    assert ready(story, "staging").state == "success"
    found = ready(story, "production")
    assert (found.state, told(found)) == ("pending", [("unit", "met"), ("UAT", "waiting")])
    assert found.unmet[0].why == ("pending: nobody has signed it off yet (noor could meet it)")
    story.accept("UAT", "noor")
    assert ready(story, "production").state == "success"


def test_what_failed_refuses_it() -> None:
    story = Gated(POLICY)
    story.check(story.sha, "build", "failure")

    assert ready(story, "staging").state == "failure"


def test_with_no_policy_all_checks_count_as_before() -> None:
    story = Gated("notes: {}")
    assert ready(story, "production").state == "neutral"

    story.check(story.sha, "lint", "failure")
    assert told(ready(story, "production")) == [("app-1/lint", "unmet")]


def test_a_candidate_gives_way_to_the_release_that_it_became() -> None:
    story = Gated(POLICY)
    story.cut("v1.2.0-rc.1", story.sha)
    story.check(story.sha, "build", "success")
    story.accept("UAT", "noor")

    assert ready(story, "production").state == "success"


def test_a_commit_that_is_no_release_is_not_signed_off_by_anybody() -> None:
    story = Gated(POLICY)
    story.check(story.before, "build", "success")

    assert ready(story, "production", (), story.before).state == "pending"


def test_a_planned_release_is_judged_where_it_would_be_cut() -> None:
    story = Gated(POLICY)
    story.deleted(TAG)
    story.branch("main", story.sha)
    story.check(story.sha, "build", "success")
    assert ready(story, "production", ()).state == "pending"

    plan = Plan.of(str(STREAM), TAG, at=story.now())
    plan.make("regular", "main", "For the summer.", Signing("mira", story.now(), "It is due."))
    story.settled(plan)
    story.accept("UAT", "noor")
    assert ready(story, "production", ()).state == "success"


def test_a_trial_of_a_merge_is_asked_only_for_what_it_can_meet() -> None:
    story = Gated("gates: [{name: unit, checks: build}, {name: UAT, sign-off: {}}]")
    assert told(ready(story, "", (), story.before)) == [("unit", "waiting")]

    story.check(story.before, "build", "success")
    assert ready(story, "", (), story.before).state == "success"
    story.write("gates: [{name: unit, chekcs: build}]")
    assert ready(story, "", (), story.before).state == "failure"
