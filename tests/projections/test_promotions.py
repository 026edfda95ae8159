"""What keeps a release out of an environment: what comes before it, locks, and other rollouts."""

from domain.rollout import Rollouts, Version
from tests.rolling import Rolling
from tests.story import STREAM, sha

WAY = """
environments:
  - {name: staging}
  - {name: production, from: staging, soak: 2h}
"""


def test_a_release_has_to_have_been_before_where_the_policy_says() -> None:
    story = Rolling(WAY)
    assert story.verdict("staging").state == "passed"
    ((kind, why),) = story.blocking()
    assert kind == "promotion"
    assert why == "it was never in staging: 1 of 1 must have been before production"

    story.deployed("7", story.sha, "staging")
    assert story.blocking(hours=1)[0][1].startswith("it stayed in staging for 1h of 2h")
    assert story.blocking(hours=2) == []


def test_what_was_taken_back_before_has_proved_nothing_there() -> None:
    story = Rolling(WAY)
    story.deployed("7", story.sha, "staging")
    there = Rollouts.of(str(STREAM), "Staging", "", at=story.now())
    there.collect_events()
    story.kept = there
    story.back()

    assert [kind for kind, _ in story.blocking(hours=9)] == ["promotion"]


def test_a_bad_change_that_was_taken_back_before_counts_as_much() -> None:
    story = Rolling(WAY)
    story.deployed("7", story.sha, "staging")
    there = Rollouts.of(str(STREAM), "staging", "", at=story.now())
    there.collect_events()
    story.kept = there
    assert story.blocking(hours=9) == []
    story.back(change=story.before)

    assert [kind for kind, _ in story.blocking(hours=9)] == ["promotion"]


def test_a_type_that_the_stage_does_not_hold_for_goes_at_once() -> None:
    story = Rolling(WAY.replace("soak: 2h}", "soak: 2h, types: regular}"))

    assert [kind for kind, _ in story.blocking()] == ["promotion"]
    assert story.blocking(type_="hotfix") == []


def test_an_optional_stage_may_be_skipped() -> None:
    story = Rolling(WAY.replace("{name: staging}", "{name: staging, optional: true}"))

    (found,) = story.verdict("production").conditions
    assert found.state == "passed"
    assert found.why.startswith("staging may be skipped")


def test_what_was_taken_back_is_kept_out_with_all_that_comes_after_it() -> None:
    story = Rolling("")
    story.start()
    story.back()
    after = story.commit("after", story.sha)
    story.cut("v1.3.0", after)
    ((kind, why),) = story.blocking("PRODUCTION")
    later = story.blocking_of("v1.3.0")

    assert kind == "lock"
    assert why == "v1.2.0 was taken back by mira (It is time.), and it is in this release"
    assert [kind for kind, _ in later] == ["lock"]
    assert story.blocking_of("v1.1.0") == []
    assert story.blocking("staging") == []


def test_a_fix_that_somebody_named_opens_the_way() -> None:
    story = Rolling("")
    story.back()
    fix = story.commit("fix", story.sha)
    story.cut("v1.2.1", fix)
    story.decide(lambda one, sign: one.unlock(story.sha, fix, sign))

    assert story.blocking_of("v1.2.1") == []
    assert [kind for kind, _ in story.blocking()] == ["lock"]


def test_a_commit_that_reverts_the_bad_change_opens_it_by_itself() -> None:
    story = Rolling("")
    story.back(change=story.before)
    words = f"Revert it\n\nThis reverts commit {story.before}."
    revert = story.commit("revert", story.sha, message=words)
    story.cut("v1.2.1", revert)
    again = f"Again\n\nThis reverts commit {revert}."
    story.cut("v1.2.2", story.commit("again", revert, message=again))

    assert story.blocking_of("v1.2.1") == []
    assert [kind for kind, _ in story.blocking_of("v1.2.2")] == ["lock"]


def test_while_another_release_goes_out_this_one_waits() -> None:
    story = Rolling("")
    story.start(Version("", sha("another")))
    ((kind, why),) = story.blocking()
    story.decide(lambda one, sign: one.complete(1, sign))

    assert kind == "rollout"
    assert "is being rolled out to production since" in why
    assert story.blocking() == []


def test_its_own_rollout_is_in_nobodys_way() -> None:
    story = Rolling("")
    story.start()

    assert story.blocking() == []


def test_a_broken_glass_steps_over_the_way_and_not_over_a_lock() -> None:
    story = Rolling(WAY)
    story.glass()
    assert story.blocking() == []
    story.back()

    assert [kind for kind, _ in story.blocking()] == ["lock"]


def test_a_lock_by_hand_counts_as_much() -> None:
    story = Rolling("")
    story.decide(lambda one, sign: one.lock(story.sha, sign))
    assert [kind for kind, _ in story.blocking()] == ["lock"]
    story.decide(lambda one, sign: one.unlock(story.sha, "", sign))

    assert story.blocking() == []
