"""Incidents, each with the deployment that is held to have broken it, and how we know."""

from typing import Any

import pytest

from domain.deed import Signing
from domain.errors import NotFound
from domain.fact import Actor
from domain.incident import IncidentReported, IncidentResolved
from domain.incident_link import IncidentLink
from projections.incidents import Incident, incidents, known_deployment, known_incident
from tests.story import STREAM, Story, StoryView, minute, sha

HOUR = 60
DAY = 24 * HOUR


@pytest.fixture
def story() -> Story:
    """One deployment to production, an hour after the beginning."""
    story = Story()
    story.cut("v1.0.0", story.commit("one"))
    story.deployed("1", sha("one"), at=minute(HOUR), production=True)
    return story


def reported(story: Story, at: float, id_: str = "I-1", **more: Any) -> None:
    told = {"incident": id_, "title": "It does not open", "environment": "production", **more}
    story.tell(IncidentReported, minute(at), **told)


def only(view: Story | StoryView) -> Incident:
    (found,) = incidents(view.view() if isinstance(view, Story) else view)
    return found


def cause(found: Incident) -> str:
    return found.cause.deployment if found.cause else ""


def decided(story: Story, at: float, *steps: tuple[str, str]) -> None:
    link = IncidentLink.of(str(STREAM), "I-1", at=minute(0))
    for number, (what, deployment) in enumerate(steps):
        sign = Signing("mira", minute(at + number), reason="I looked.")
        getattr(link, what)(deployment, sign)
    story.settled(link)


def test_the_only_deployment_of_the_day_before_is_inferred_with_confidence(story: Story) -> None:
    reported(story, 2 * HOUR)
    found = only(story)
    assert (found.basis, found.confidence, cause(found)) == ("inferred", "high", "1")
    assert found.why == (
        "the only commit that was deployed to production in the day before it, 60 minutes before"
    )
    assert found.cause is not None
    assert (found.cause.sha, found.cause.releases) == (sha("one"), ("v1.0.0",))


def test_of_several_the_last_is_inferred_with_less_of_it(story: Story) -> None:
    story.deployed("2", sha("two"), at=minute(90), production=True)
    reported(story, 2 * HOUR)
    found = only(story)
    assert (found.basis, found.confidence, cause(found)) == ("inferred", "low", "2")
    assert [one.deployment for one in found.candidates] == ["1"]
    assert "the last of 2 deployments" in found.why


def test_the_same_commit_deployed_twice_is_one_candidate(story: Story) -> None:
    story.deployed("2", sha("one"), at=minute(90), production=True)
    reported(story, 2 * HOUR)
    assert (only(story).confidence, cause(only(story))) == ("high", "2")


@pytest.mark.parametrize("at", [HOUR - 1, HOUR + DAY + 1])
def test_what_came_after_it_or_long_before_is_not_guessed_at(story: Story, at: float) -> None:
    reported(story, at)
    found = only(story)
    assert (found.basis, found.confidence, found.cause) == ("unknown", "", None)
    assert found.why == "no deployment to production succeeded in the 24 hours before it"


def test_a_deployment_elsewhere_or_one_that_failed_is_no_candidate() -> None:
    story = Story()
    story.deployed("1", sha("one"), "staging", at=minute(HOUR))
    story.failed("2", sha("two"), at=minute(HOUR))
    reported(story, 2 * HOUR)
    assert only(story).basis == "unknown"


def test_with_no_environment_only_production_is_looked_at_and_with_doubt(story: Story) -> None:
    story.deployed("9", sha("nine"), "staging", at=minute(100), production=False)
    reported(story, 2 * HOUR, environment="")
    found = only(story)
    assert (found.basis, found.confidence, cause(found)) == ("inferred", "low", "1")
    assert found.why.endswith("nobody said in which environment it happened")


def test_what_the_tool_names_is_explicit(story: Story) -> None:
    story.deployed("2", sha("two"), at=minute(90), production=True)
    reported(story, 2 * HOUR, deployment="1")
    found = only(story)
    assert (found.basis, found.confidence, cause(found)) == ("explicit", "", "1")
    assert found.why == "it was reported with deployment 1"
    assert [one.deployment for one in found.candidates] == ["2"]


def test_a_commit_that_the_tool_names_leads_to_its_last_deployment(story: Story) -> None:
    reported(story, 2 * HOUR, sha=sha("one"))
    found = only(story)
    assert (found.basis, cause(found)) == ("explicit", "1")
    assert found.why.endswith("last deployed as 1")


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ({"deployment": "7"}, "of whose success nobody told"),
        ({"sha": sha("seven")}, "whose deployment is unknown"),
    ],
)
def test_what_the_tool_names_stands_though_nobody_else_told_of_it(
    story: Story, named: dict[str, str], why: str
) -> None:
    reported(story, 2 * HOUR, **named)
    found = only(story)
    assert found.basis == "explicit"
    assert why in found.why
    assert found.cause is not None
    assert (found.cause.deployment, found.cause.succeeded_at) == (named.get("deployment", ""), None)


def test_a_person_is_believed_before_a_tool(story: Story) -> None:
    story.deployed("2", sha("two"), at=minute(90), production=True)
    reported(story, 2 * HOUR, deployment="1")
    decided(story, 130, ("confirm", "2"))
    found = only(story)
    assert (found.basis, cause(found)) == ("confirmed", "2")
    assert found.why == "mira confirmed it: I looked."
    assert found.decided is not None
    assert (found.decided.by, found.decided.at) == ("mira", minute(130))


def test_a_deployment_that_is_denied_makes_way_for_the_one_before(story: Story) -> None:
    story.deployed("2", sha("two"), at=minute(90), production=True)
    reported(story, 2 * HOUR)
    decided(story, 130, ("deny", "2"))
    found = only(story)
    assert (found.basis, found.confidence, cause(found)) == ("inferred", "high", "1")
    assert found.candidates == ()


@pytest.mark.parametrize("named", [{}, {"deployment": "1"}, {"sha": sha("one")}])
def test_the_last_that_is_denied_leaves_none(story: Story, named: dict[str, str]) -> None:
    reported(story, 2 * HOUR, **named)
    decided(story, 130, ("deny", "1"))
    found = only(story)
    assert (found.basis, found.cause) == ("denied", None)
    assert found.why == "mira denied deployment 1: I looked."


def test_a_person_may_hold_that_no_deployment_broke_it_and_think_again(story: Story) -> None:
    reported(story, 2 * HOUR)
    decided(story, 130, ("confirm", "1"), ("deny", ""))
    found = only(story)
    assert (found.basis, found.cause) == ("denied", None)
    assert "no deployment broke it" in found.why
    decided(story, 140, ("confirm", "7"))
    found = only(story)
    assert (found.basis, cause(found)) == ("confirmed", "7")


def test_to_deny_what_was_confirmed_infers_anew(story: Story) -> None:
    story.deployed("2", sha("two"), at=minute(90), production=True)
    reported(story, 2 * HOUR)
    decided(story, 130, ("deny", "1"), ("confirm", "1"), ("deny", "1"))
    assert (only(story).basis, cause(only(story))) == ("inferred", "2")


def test_the_past_is_answered_as_it_was(story: Story) -> None:
    reported(story, 2 * HOUR)
    before = len(story.facts)
    decided(story, 130, ("deny", ""))
    assert only(story.view(as_of=before)).basis == "inferred"
    assert only(story.view(as_at=minute(129))).basis == "inferred"
    assert only(story).basis == "denied"


def test_an_incident_is_open_until_it_is_resolved_and_the_newest_comes_first(story: Story) -> None:
    reported(story, 2 * HOUR, severity="high", by=Actor("pager", kind="tool"))
    reported(story, 3 * HOUR, "I-2")
    told = {"incident": "I-1", "url": "https://x"}
    story.tell(IncidentResolved, minute(200), **told)
    second, first = incidents(story.view())
    assert (second.id, second.resolved_at) == ("I-2", None)
    assert (first.id, first.resolved_at, first.url) == ("I-1", minute(200), "https://x")
    assert (first.severity, first.environment) == ("high", "production")
    for seed in range(4):
        shuffled = incidents(story.shuffled(seed))
        assert [(one.id, one.resolved_at, one.why) for one in shuffled] == [
            (one.id, one.resolved_at, one.why) for one in (second, first)
        ]


def test_an_end_alone_is_an_incident_too(story: Story) -> None:
    story.tell(IncidentResolved, minute(2 * HOUR), incident="I-1")
    assert (only(story).reported_at, only(story).resolved_at) == (minute(120), minute(120))


def test_what_a_person_names_has_to_be_known(story: Story) -> None:
    reported(story, 2 * HOUR)
    view = story.view()
    assert known_incident(view, "I-1").id == "I-1"
    assert known_deployment(view, "1").sha == sha("one")
    with pytest.raises(NotFound, match="No incident I-9"):
        known_incident(view, "I-9")
    with pytest.raises(NotFound, match="No deployment 9"):
        known_deployment(view, "9")


def test_without_incidents_there_is_nothing() -> None:
    assert incidents(Story().view()) == ()
