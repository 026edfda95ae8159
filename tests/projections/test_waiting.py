"""What waits for approval: the open layers of releases that are not there yet."""

from domain.plan import Plan
from projections.waiting import Waiting, waiting
from tests.projections.test_approvals import POLICY, PRODUCTION, Voted
from tests.story import STREAM, minute


def found(story: Voted, person: str = "") -> list[tuple[str, str, str]]:
    every: list[Waiting] = list(waiting(story.view(), "acme/app", minute(999), person))
    return [(one.release, one.environment, one.layer) for one in every]


def test_without_a_policy_nothing_waits() -> None:
    assert found(Voted("notes: {}")) == []


def test_the_open_layer_waits_for_those_who_could_stand_in_it() -> None:
    story = Voted(POLICY.replace("{name: QA, teams", "{name: QA, environments: [prod*], teams"))
    story.requested("1", story.before, PRODUCTION)

    assert ("v1.2.0", PRODUCTION, "QA") in found(story)
    assert ("v1.2.0", PRODUCTION, "QA") in found(story, "quinn")
    assert found(story, "rita") == []
    story.approve("quinn")
    assert ("v1.2.0", PRODUCTION, "Risk") in found(story, "rita")
    assert ("v1.2.0", PRODUCTION, "QA") not in found(story)


def test_what_runs_where_it_was_to_go_waits_no_more() -> None:
    story = Voted()
    assert ("v1.2.0", PRODUCTION, "QA") in found(story)

    story.deployed("1", story.sha, PRODUCTION)

    assert ("v1.2.0", PRODUCTION, "QA") not in found(story)


def test_a_planned_release_waits_at_the_head_of_its_branch() -> None:
    story = Voted()
    plan = Plan.of(str(STREAM), "v2.0.0", at=story.now())
    plan.make("regular", "", "", story.sign("mira"))
    story.settled(plan)
    assert ("v2.0.0", "", "QA") not in found(story)

    story.branch("main", story.sha)

    assert found(story)[0] == ("v2.0.0", "", "QA")


def test_where_anybody_may_approve_it_waits_for_anybody_but_its_authors() -> None:
    story = Voted("approvals: {layers: [{name: any}]}")

    assert ("v1.2.0", "", "any") in found(story, "zoe")
    assert ("v1.2.0", "", "any") not in found(story, "mira")
