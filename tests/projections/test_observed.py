"""What was found running, and whether it is what was declared."""

from datetime import datetime
from typing import Any

import pytest

from domain.deployment import EnvironmentObserved, EnvironmentSighted
from projections.observed import Observed, survey
from tests.story import Story, StoryView, minute, sha


@pytest.fixture
def story() -> Story:
    """Version 1.2.0 was deployed twenty minutes after the beginning."""
    story = Story()
    story.cut("v1.1.9", story.commit("old"))
    story.cut("v1.2.0", story.commit("new", sha("old")))
    story.deployed("1", sha("new"), at=minute(20), production=True)
    return story


def found(
    story: Story, at: datetime, target: str = "", environment: str = "production", **what: Any
) -> None:
    story.tell(EnvironmentObserved, at, environment=environment, target=target, **what)


def observed(view: Story | StoryView) -> tuple[Observed, ...]:
    return survey(view.view() if isinstance(view, Story) else view).observed


def verdict(story: Story) -> tuple[bool | None, str]:
    (only,) = observed(story)
    return only.agrees, only.why


@pytest.mark.parametrize(
    "what", [{"sha": sha("new")}, {"version": "1.2.0"}, {"version": "v1.2.0"}, {"version": "1.2"}]
)
def test_what_was_declared_and_found_agrees(story: Story, what: dict[str, str]) -> None:
    found(story, minute(30), **what)
    agrees, why = verdict(story)
    assert agrees
    assert why.startswith("declared and found ")


@pytest.mark.parametrize("what", [{"sha": sha("old")}, {"version": "1.1.9"}])
def test_another_version_is_drift_and_says_where_since_when(
    story: Story, what: dict[str, str]
) -> None:
    found(story, minute(30), "eu-1", **what)
    name = "v1.1.9" if "sha" in what else "1.1.9"
    told = f"declared v1.2.0, found {name} on eu-1 since 2024-01-01 00:30 UTC"
    assert verdict(story) == (False, told)


def test_a_commit_says_it_better_than_a_version(story: Story) -> None:
    found(story, minute(30), sha=sha("hand-made"), version="1.2.0")
    agrees, why = verdict(story)
    assert agrees is False
    assert "found 1.2.0" in why


def test_whoever_looked_before_the_deployment_does_not_know(story: Story) -> None:
    found(story, minute(10), version="1.1.9")
    assert verdict(story) == (None, "nobody looked since the deployment on 2024-01-01 00:20 UTC")


def test_a_version_says_nothing_where_only_a_commit_is_declared() -> None:
    story = Story()
    story.deployed("1", sha("new"), at=minute(20))
    found(story, minute(30), version="1.1.9")
    agrees, why = verdict(story)
    assert agrees is None
    assert f"declared {sha('new')[:10]}, of which no version is known" in why


def test_what_nobody_declared_is_drift_too() -> None:
    story = Story()
    story.tell(EnvironmentSighted, name="production")
    found(story, minute(30), sha=sha("new"))
    agrees, why = verdict(story)
    assert agrees is False
    assert why.startswith(f"nothing is declared to run here, found {sha('new')[:10]} since")


def test_each_target_stands_for_itself_and_the_last_that_was_found_counts(story: Story) -> None:
    found(story, minute(21), "eu-1", version="1.1.9")
    found(story, minute(22), "us-1", version="1.2.0")
    found(story, minute(25), "eu-1", version="1.2.0")
    found(story, minute(35), "eu-1", version="1.2.0", url="https://x")
    for view in (story.view(), *map(story.shuffled, range(4))):
        eu, us = observed(view)
        assert (eu.target, eu.agrees, eu.since, eu.seen) == ("eu-1", True, minute(25), minute(35))
        assert (us.target, us.agrees, us.since, us.seen) == ("us-1", True, minute(22), minute(22))
        assert eu.url == "https://x"


def test_another_commit_of_the_same_name_is_another_find(story: Story) -> None:
    found(story, minute(25), sha=sha("hand-made"), version="1.2.0")
    found(story, minute(30), sha=sha("new"), version="1.2.0")
    (only,) = observed(story)
    assert (only.agrees, only.since) == (True, minute(30))


def test_the_past_is_answered_as_it_was(story: Story) -> None:
    found(story, minute(21), "eu-1", version="1.1.9")
    found(story, minute(25), "eu-1", version="1.2.0")
    then = observed(story.view(as_at=minute(23)))
    assert [one.agrees for one in then] == [False]
    assert [one.agrees for one in observed(story.view(as_of=len(story.facts) - 1))] == [False]
    assert [one.agrees for one in observed(story)] == [True]


def test_any_component_that_is_declared_agrees() -> None:
    story = Story()
    story.cut("api-v2.0.0", story.commit("api"))
    story.cut("web-v3.0.0", story.commit("web"))
    story.deployed("1", sha("api"), ref="api-v2.0.0", at=minute(10))
    story.deployed("2", sha("web"), ref="web-v3.0.0", at=minute(10))
    found(story, minute(30), "a", version="3.0.0")
    found(story, minute(30), "b", version="api-v3.0.0")
    found(story, minute(30), "c", version="nightly")
    assert [one.agrees for one in observed(story)] == [True, False, False]
    assert "declared api-v2.0.0 and web-v3.0.0, found nightly" in observed(story)[2].why


def test_production_comes_first(story: Story) -> None:
    for name in ("alpha", "zulu"):
        story.tell(EnvironmentSighted, name=name)
        found(story, minute(30), environment=name, version="1")
    found(story, minute(30), version="1.2.0")
    assert [one.environment for one in observed(story)] == ["production", "alpha", "zulu"]


def test_one_row_for_a_target_that_was_told_by_commit_and_then_by_version(story: Story) -> None:
    found(story, minute(25), sha=sha("new"), version="1.2.0")
    found(story, minute(30), version="1.2.0")
    (only,) = observed(story)
    assert (only.since, only.seen) == (minute(25), minute(30))
