"""Notices: what happened becomes one sentence, once, at its place, unless it is history."""

from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.alert import AlertFired
from domain.deed import Deed
from domain.deployment import DeploymentFailed
from domain.freeze import DENY, Window
from domain.freezing import Freezing
from domain.incident import IncidentReported
from domain.plan import Plan
from domain.release import ReleaseDeleted, ReleasePrereleased, ReleasePromoted
from domain.rollout import Rollouts
from domain.selector import Selector
from projections.notices import occasions
from projections.notices.needed import of_approvals
from projections.notices.notice import LATE, Notice, Place, of_decisions, of_facts
from projections.sentence import WORDS
from tests.projections.test_approvals import POLICY, PRODUCTION, Voted
from tests.story import STREAM, Story, StoryView, minute


class Soon(StoryView):
    """Where everything was recorded as it happened, or `after` some time."""

    after = timedelta()

    def recorded(self, _: object) -> dict[int, object]:  # type: ignore[override]
        return {one.position: one.fact.at + self.after for one in self.told}


class Late(Soon):
    after = LATE + timedelta(seconds=1)


def news(story: Story, kind: type[StoryView] = Soon) -> list[Notice]:
    view = kind(story.facts)
    return [*of_facts(view, view.told), *of_decisions(view, view.decided)]


def told(story: Story) -> list[tuple[str, str]]:
    return [(one.event, one.sentence) for one in news(story)]


def test_every_fact_in_the_table_has_words_and_every_event_one_name() -> None:
    assert occasions.OF_FACTS.keys() <= WORDS.keys()
    named = [one.event for one in (*occasions.OF_FACTS.values(), *occasions.OF_DECISIONS.values())]
    assert len(named) == len(set(named)) == len(occasions.EVENTS) - 1


def test_a_release_is_told_by_the_sentence_of_its_fact_with_its_component_and_type() -> None:
    story = Story()
    story.commit("one")
    plan = Plan.of(str(STREAM), "core-v1.0.0", at=story.now())
    plan.make("hotfix", "", "", Voted("notes: {}").sign("mira"))
    story.settled(plan)
    story.published("core-v1.0.0", name="Core")

    planned, published = sorted(news(story), key=lambda one: one.event)
    assert (planned.event, planned.sentence) == ("plan.made", "Mira planned core-v1.0.0.")
    assert published.sentence == "GitHub release «Core» was published by mira."
    assert published.place == Place(("core-v1.0.0",), ("hotfix",), ("core",), ())
    assert published.about == ("release:1", "tag:core-v1.0.0")


def test_what_is_heard_of_long_after_it_happened_is_history() -> None:
    story = Story()
    story.published("v1.0.0")

    assert len(news(story)) == 1
    assert news(story, Late) == []


def test_a_release_is_promoted_only_where_it_was_a_prerelease() -> None:
    story = Story()
    story.published("v1.0.0")
    story.released(ReleasePromoted, "v1.0.0")
    story.published("v2.0.0", 2, prerelease=True)
    story.released(ReleasePrereleased, "v2.0.0", 2, prerelease=True)
    story.released(ReleasePromoted, "v2.0.0", 2)
    story.released(ReleaseDeleted, "v1.0.0")

    assert [one.event for one in news(story)] == [
        "release.published",
        "release.published",
        "release.promoted",
        "release.deleted",
    ]


def test_a_deployment_is_of_the_releases_at_its_commit_and_ends_once() -> None:
    story = Story()
    story.repository()
    story.cut("api-v1.0.0", story.commit("one"))
    story.deployed("7", story.commit("one"))
    story.deployed("7", story.commit("one"))
    story.deployed("8", story.commit("one"), kind=DeploymentFailed)

    succeeded, again, failed = (one for one in news(story) if one.event != "tag.cut")
    assert succeeded.place == Place(("api-v1.0.0",), ("regular",), ("api",), ("production",))
    assert succeeded.key == again.key != failed.key
    assert failed.event == "deployment.failed"
    assert failed.sentence.startswith("Deployment 8 of ")


def test_an_incident_has_the_place_that_its_tool_named() -> None:
    story = Story()
    story.tell(IncidentReported, incident="1", title="Down", environment="production", by=None)

    (one,) = news(story)
    assert (one.sentence, one.place) == (
        "Incident 1 «Down» was reported.",
        Place((), (), (), ("production",)),
    )


def test_an_alert_has_the_environment_that_it_fired_in() -> None:
    story = Story()
    alert = {"alert": "ErrorRate", "fingerprint": "f", "environment": "production", "by": None}
    story.tell(AlertFired, **alert)

    (one,) = news(story)
    assert (one.event, one.place.environments) == ("alert.fired", ("production",))
    assert one.sentence == "Alert ErrorRate fired in production."


def test_a_decision_is_told_with_who_made_it_and_why() -> None:
    story = Voted()
    story.approve("quinn")
    story.reject("noor", "Not today.")
    story.ballot.break_glass(
        PRODUCTION, story.sha, minute(999), ["QA"], story.sign("olga", "Fire.")
    )
    story.settled(story.ballot)

    assert [one for one in told(story) if one[0] != "tag.cut"][-3:] == [
        ("approval.given", "Quinn approved v1.2.0 for production."),
        ("approval.rejected", "Noor rejected v1.2.0 for production: Not today."),
        ("glass.broken", "Olga broke the glass of v1.2.0 for production: Fire."),
    ]


def test_what_is_of_no_interest_is_no_notice() -> None:
    story = Voted()
    before = len(news(story))
    story.check(story.sha, "build", "success")

    assert len(news(story)) == before


def made(kind: type[Deed], **known: Any) -> Any:
    """A decision as it would be stored; what is not said is filled in by its type."""
    plain = {
        "str": "x",
        "int": 1,
        "bool": True,
        "datetime": minute(9),
        "UUID": UUID(int=7),
        "list": [],
    }
    told = {
        one.name: plain.get(str(getattr(one.type, "__name__", one.type))) for one in fields(kind)
    }
    whose = {"repository": str(STREAM), "start": "2026-01-01T00:00:00", "name": "", "by": "policy"}
    return kind(**told | {name: whose[name] for name in told.keys() & whose.keys()} | known)


@pytest.mark.parametrize("kind", occasions.OF_DECISIONS)
def test_every_decision_of_the_table_has_a_sentence_and_a_place(kind: type[Deed]) -> None:
    story = Story()
    story.facts.append(made(kind, reason="So it is."))

    (one,) = news(story)
    assert one.sentence.startswith("policy ")
    assert one.sentence.endswith(": So it is.")
    assert "None" not in one.sentence
    assert one.place.within(Selector())


def test_a_rollout_is_told_where_it_is_with_or_without_a_release() -> None:
    story = Story()
    there = {"environment": "production", "component": "api", "reason": "5 % are bad."}
    for kind, more in (
        (Rollouts.Halted, {"release": "api-v1.0.0"}),
        (Rollouts.Paused, {"release": ""}),
        (Rollouts.Held, {}),
    ):
        story.facts.append(made(kind, **there, **more))

    halted, paused, held = news(story)
    assert halted.sentence == (
        "policy halted the rollout of api-v1.0.0 in production: 5 % are bad."
    )
    assert halted.place == Place(("api-v1.0.0",), ("regular",), ("api",), ("production",))
    assert held.sentence == "policy held what would go into production by itself: 5 % are bad."
    assert held.place == paused.place == Place((), (), ("api",), ("production",))


@pytest.mark.parametrize(
    ("environments", "rule", "hears"),
    [
        ((), ("production",), True),
        (("production",), ("production",), True),
        (("prod*",), ("production",), True),
        (("staging",), ("production",), False),
        (("staging",), (), True),
    ],
)
def test_a_freeze_is_told_to_all_whom_it_may_concern(
    environments: tuple[str, ...], rule: tuple[str, ...], *, hears: bool
) -> None:
    story = Voted("notes: {}")
    freezing = Freezing.of(str(STREAM), at=story.now())
    window = Window(
        "Holidays",
        DENY,
        minute(0).replace(tzinfo=None),
        timedelta(days=1),
        selector=Selector((), (), environments),
    )
    freezing.declare(window, story.sign("mira", "Rest."))
    freezing.end(1, story.sign("mira", "Enough."))
    story.settled(freezing)

    *_, declared, ended = news(story)
    assert (declared.event, ended.event) == ("freeze.declared", "freeze.ended")
    assert declared.place.within(Selector(("hotfix",), (), rule)) is hears
    assert declared.sentence == (
        "Mira declared the freeze «Holidays» from 2024-01-01 00:00 in UTC for 1d: Rest."
    )
    assert ended.place.within(Selector((), ("api",), rule))


def test_a_rule_of_some_environments_does_not_hear_of_what_is_in_none() -> None:
    place = Place(("v1.0.0",), ("regular",), ("",), ())

    assert place.within(Selector())
    assert not place.within(Selector((), (), ("production",)))


# -- what waits for an approval -------------------------------------------------------------------


def needed(story: Voted, *, fresh: bool = True) -> list[tuple[str, str, tuple[str, ...]]]:
    found = of_approvals(story.view(), "acme/app", minute(999), lambda _: fresh)
    return [(one.key, one.sentence, one.people) for one in found]


QA = POLICY.replace("{name: QA, teams", f"{{name: QA, environments: [{PRODUCTION}], teams")


def test_a_layer_that_opens_asks_by_name_those_who_could_stand_in_it() -> None:
    story = Voted(QA)
    key, words, people = needed(story)[0]

    assert key == "v1.2.0 for production, QA, round 1"
    assert words == "v1.2.0 for production needs one approval of «QA»: I have tested it."
    assert people == ("noor", "quinn")
    story.approve("quinn")
    assert needed(story)[0][0] == "v1.2.0 for production, Risk, round 1"


def test_it_asks_again_once_an_approval_counts_no_more() -> None:
    story = Voted(QA)
    story.approve("quinn")
    story.moved("v1.2.0", story.sha, story.commit("more", story.sha))

    found = needed(story)[0]
    assert found[0] == "v1.2.0 for production, QA, round 2"
    assert "since an approval counts no more" in found[1]


def test_it_asks_the_same_of_a_commit_that_nobody_had_approved() -> None:
    story = Voted(QA)
    before = needed(story)
    story.moved("v1.2.0", story.sha, story.commit("more", story.sha))

    assert needed(story) == before


def test_nobody_is_asked_about_what_was_cut_long_ago_unless_it_was_approved_before() -> None:
    story = Voted(QA)
    assert needed(story, fresh=False) == []

    story.approve("quinn")
    story.ballot.withdraw(PRODUCTION, story.sign("quinn", "A slip."))
    story.settled(story.ballot)
    assert [one[0] for one in needed(story, fresh=False)] == ["v1.2.0 for production, QA, round 2"]
    assert told(story)[-1][0] == "approval.withdrawn"
