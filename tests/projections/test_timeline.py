"""All that happened for a release, in plain sentences, and the facts themselves."""

import json
from pathlib import Path

import pytest

from domain.check import ChecksSettled
from domain.deed import Signing
from domain.errors import Refused
from domain.incident import IncidentReported
from domain.rollout import Rollouts, Version
from domain.rollout_step import AT_ONCE
from domain.topics import FACTS, decode
from projections.facts import facts_about, facts_at
from projections.sentence import WORDS, sentence
from projections.timeline import timeline
from projections.who import Who
from tests.story import STREAM, Story, minute, sha

RECORDED = Path(__file__).parent.parent / "recorded"


@pytest.fixture
def story() -> Story:
    story = Story()
    story.cut("v0.9.0", story.commit("base"))
    head = story.commit("head", sha("base"), message="Add x (#12)")
    story.merged(12, head, "Add x")
    story.cut("v1.0.0", head)
    story.check(head, "build", started=6)
    story.check(head, "build", "success", started=6)
    story.tell(*(ChecksSettled,), sha=head, app="ci", app_id=1, suite=1, status="completed")
    story.published("v1.0.0", name="One")
    story.deployed("77", head)
    return story


def test_the_story_of_a_release(story: Story) -> None:
    assert [moment.sentence for moment in timeline(story.view(), "v1.0.0").moments] == [
        f"#12 «Add x» was merged into main as {sha('head')[:10]} by mira.",
        f"Tag v1.0.0 was cut at {sha('head')[:10]} by mira.",
        "Check build of app-1: success by mira.",
        "GitHub release «One» was published by mira.",
        f"Deployment 77 of {sha('head')[:10]} to production succeeded by mira.",
    ]


def test_a_moment_tells_when_it_happened_and_when_we_knew(story: Story) -> None:
    moments = timeline(story.view(), "v1.0.0").moments
    cut = moments[1]

    assert (cut.at, cut.recorded, cut.topic) == (
        minute(5),
        minute(1000 + cut.position),
        "tag.cut.1",
    )
    assert [moment.at for moment in moments] == sorted(moment.at for moment in moments)


def test_what_was_decided_stands_beside_what_happened(story: Story) -> None:
    rollouts = Rollouts.of(str(STREAM), "production", "", at=story.now())
    there, sign = Version("v1.0.0", sha("head")), Signing("mira", story.now(), "It is time.")
    rollouts.start(there, AT_ONCE, Version("", ""), sign)
    rollouts.deny("v1.0.0", "start", sign, Refused("Not twice."))
    story.settled(rollouts)
    last = timeline(story.view(), "v1.0.0").moments[-1]

    told = "mira started the rollout of v1.0.0 in production: It is time."
    assert (last.sentence, last.topic) == (told, "rollout.started")
    assert (last.at, last.by) == (sign.at, Who("mira"))


def test_what_was_inferred_says_so(story: Story) -> None:
    story.deleted("v1.0.0", sha("head"))
    story.facts[-1] = type(story.facts[-1])(
        at=minute(60), via="", name="v1.0.0", inferred="it was not there any more"
    )
    last = timeline(story.view(), "v1.0.0").moments[-1]

    assert last.sentence == "Tag v1.0.0 was deleted (inferred: it was not there any more)."


def test_an_incident_stands_on_the_timeline_of_the_release_that_broke_it(story: Story) -> None:
    story.deployed("78", sha("head"), at=minute(70), production=True)
    told = {"title": "It does not open", "environment": "production"}
    story.tell(IncidentReported, minute(80), incident="I-1", **told)
    story.tell(IncidentReported, minute(81), incident="I-2", deployment="78", **told)
    story.tell(IncidentReported, minute(82), incident="I-3", deployment="12", **told)

    sentences = [one.sentence for one in timeline(story.view(), "v1.0.0").moments[-2:]]
    assert sentences == [
        (
            "Incident I-1 «It does not open» was reported by mira (inferred: that this release"
            " broke it, with high confidence: the only commit that was deployed to production in"
            " the day before it, 10 minutes before)."
        ),
        "Incident I-2 «It does not open» was reported by mira.",
    ]
    assert "I-1" not in str(timeline(story.view(), "v0.9.0").moments)


def test_every_fact_has_a_sentence() -> None:
    assert set(WORDS) == set(FACTS.values())


@pytest.mark.parametrize("topic", sorted(FACTS))
def test_a_recorded_fact_can_be_told(topic: str) -> None:
    stored = json.loads((RECORDED / f"{topic}.json").read_text())["stored"]
    words = sentence(decode(json.dumps(stored).encode()))

    assert words.endswith(".")
    assert "None" not in words


def test_the_facts_about_a_subject_by_position(story: Story) -> None:
    first, second = facts_about(story.view(), "tag:v1.0.0")

    assert (first.topic, second.topic) == ("tag.cut.1", "release.published.1")
    assert first.fields["at"] == "2024-01-01T00:05:00Z"
    assert first.fields["by"] == {"name": "mira", "id": 1, "kind": "user", "email": ""}
    assert second.fields["release"]["tag"] == "v1.0.0"
    assert json.dumps([first.fields, second.fields])


def test_the_facts_at_the_positions_of_an_answer(story: Story) -> None:
    moment = timeline(story.view(), "v1.0.0").moments[1]
    (raw,) = facts_at(story.view(), [moment.position])

    assert (raw.position, raw.recorded, raw.topic) == (
        *(moment.position, moment.recorded, "tag.cut.1"),
    )
