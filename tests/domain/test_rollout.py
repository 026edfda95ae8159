"""Rollouts: one at a time, step by step, stopped and taken back; each refusal leaves no trace."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.deed import Deed, Signing
from domain.edit import AlreadySo
from domain.errors import Refused
from domain.rollout import BREACH, NO_DATA, PERSON, Rollouts, Version
from domain.rollout_step import AT_ONCE, Step

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MIRA = Signing("mira", NOON, "It is time.")
SILENT = MIRA._replace(reason="")
OLD, NEW, NEWER = (Version(name, name[1] * 40) for name in ("v1", "v2", "v3"))
STEPS = (Step("canary", percent=5, time=timedelta(minutes=30), sample=100), Step("all", 100.0))


@pytest.fixture
def rollouts() -> Rollouts:
    return Rollouts.of("00000000-0000-0000-0000-0000000000aa", "production", "", at=NOON)


@pytest.fixture
def begun(rollouts: Rollouts) -> Rollouts:
    rollouts.start(NEW, STEPS, OLD, MIRA)
    return rollouts


def deeds(rollouts: Rollouts) -> list[Any]:
    return [one for one in rollouts.pending_events if isinstance(one, Deed)]


def kinds(rollouts: Rollouts) -> list[str]:
    return [type(one).TOPIC for one in deeds(rollouts)]


def test_a_rollout_says_what_goes_where_by_which_steps_and_what_was_there(begun: Rollouts) -> None:
    (told,) = deeds(begun)

    assert (told.environment, told.number, told.release, told.sha) == ("production", 1, *NEW)
    assert (told.before_release, told.before_sha, told.pinned) == (*OLD, False)
    assert tuple(map(Step.of, told.steps)) == STEPS
    assert told.about() == (
        "tag:v2",
        "environment:production",
        "course:production",
        "rollouts",
    )


def test_a_commit_without_a_tag_is_filed_under_its_environment(rollouts: Rollouts) -> None:
    rollouts.start(Version("", "a" * 40), AT_ONCE, Version("", ""), MIRA)

    assert deeds(rollouts)[0].about()[0] == "environment:production"


def test_it_goes_step_by_step_and_then_everybody_has_it(begun: Rollouts) -> None:
    begun.advance(1, 1, SILENT)
    begun.complete(1, SILENT)
    begun.start(NEWER, AT_ONCE, NEW, MIRA)

    assert kinds(begun)[1:] == ["rollout.advanced", "rollout.completed", "rollout.started"]
    assert deeds(begun)[-1].number == 2


def test_two_who_advance_at_once_mean_one_step(begun: Rollouts) -> None:
    begun.advance(1, 1, MIRA)

    with pytest.raises(AlreadySo, match="at step 2 already"):
        begun.advance(1, 1, MIRA)


def test_who_says_that_everybody_has_it_need_not_wait_for_the_last_step(begun: Rollouts) -> None:
    begun.complete(1, MIRA)

    assert deeds(begun)[-1].step == 0


def test_a_pause_stops_it_until_somebody_resumes_it(begun: Rollouts) -> None:
    begun.pause(1, NO_DATA, MIRA)
    with pytest.raises(Refused, match="paused: resume it first"):
        begun.advance(1, 1, MIRA)
    begun.resume(1, MIRA)
    begun.advance(1, 1, MIRA)

    assert deeds(begun)[1].cause == NO_DATA


def test_what_is_halted_has_ended(begun: Rollouts) -> None:
    begun.halt(1, BREACH, MIRA)

    with pytest.raises(Refused, match="halted: begin a new one"):
        begun.resume(1, MIRA)
    begun.start(NEW, AT_ONCE, OLD, MIRA)


def test_a_paused_one_can_be_halted(begun: Rollouts) -> None:
    begun.pause(1, PERSON, MIRA)
    begun.halt(1, PERSON, MIRA)

    assert kinds(begun)[-1] == "rollout.halted"


def test_a_rollback_ends_it_locks_its_commit_and_holds_the_environment(begun: Rollouts) -> None:
    begun.roll_back(NEW, OLD, BREACH, MIRA)

    told = deeds(begun)[-1]
    assert (told.number, told.release, told.sha, told.to_release, told.to_sha) == (1, *NEW, *OLD)
    assert begun.held
    with pytest.raises(Refused, match="was taken back from production"):
        begun.start(NEW, AT_ONCE, OLD, MIRA)
    begun.start(OLD, AT_ONCE, OLD, MIRA)


def test_who_knows_the_bad_change_locks_that_alone(begun: Rollouts) -> None:
    begun.roll_back(NEW, OLD, PERSON, MIRA, change="b" * 40)

    assert deeds(begun)[-1].locked == "b" * 40
    with pytest.raises(Refused, match="was taken back"):
        begun.start(NEW, AT_ONCE, OLD, MIRA)
    begun.unlock("b" * 40, "", MIRA)
    begun.start(NEW, AT_ONCE, OLD, MIRA)


def test_what_was_completed_can_still_be_rolled_back(begun: Rollouts) -> None:
    begun.complete(1, MIRA)
    begun.roll_back(NEW, OLD, PERSON, MIRA)

    assert begun.state == "rolled back"


def test_what_was_no_rollout_of_ours_can_be_rolled_back(rollouts: Rollouts) -> None:
    rollouts.roll_back(NEW, OLD, PERSON, MIRA)

    assert deeds(rollouts)[-1].number == 0
    assert rollouts.state == ""
    with pytest.raises(AlreadySo, match="v2 was rolled back already"):
        rollouts.roll_back(NEW, OLD, PERSON, MIRA)


def test_who_is_sure_that_nothing_is_wrong_unlocks_the_commit(begun: Rollouts) -> None:
    begun.roll_back(NEW, OLD, PERSON, MIRA)
    begun.unlock(NEW.sha, "", MIRA)
    begun.start(NEW, AT_ONCE, OLD, MIRA)

    assert kinds(begun)[-2:] == ["rollout.unlocked", "rollout.started"]
    with pytest.raises(AlreadySo, match="is not locked"):
        begun.unlock(NEW.sha, "", MIRA)


def test_a_fix_opens_the_way_for_what_has_it_alone(begun: Rollouts) -> None:
    begun.roll_back(NEW, OLD, PERSON, MIRA)
    begun.unlock(NEW.sha, NEWER.sha, MIRA)

    with pytest.raises(AlreadySo, match="known as a fix"):
        begun.unlock(NEW.sha, NEWER.sha, MIRA)
    with pytest.raises(Refused, match="taken back"):
        begun.start(NEW, AT_ONCE, OLD, MIRA)
    begun.start(NEWER, AT_ONCE, OLD, MIRA)


def test_a_commit_can_be_locked_and_an_environment_held_by_hand(rollouts: Rollouts) -> None:
    rollouts.lock(NEW.sha, MIRA)
    rollouts.hold(MIRA)
    rollouts.lift(MIRA)

    assert kinds(rollouts) == ["rollout.locked", "rollout.held", "rollout.hold_lifted"]
    assert deeds(rollouts)[0].about()[0] == "environment:production"


@pytest.mark.parametrize(
    ("decide", "why"),
    [
        (lambda one: one.start(NEWER, AT_ONCE, OLD, MIRA), r"v2 is being rolled out .*rollout 1"),
        (lambda one: one.advance(1, 2, MIRA), "at step 1 of 2, and goes on step by step"),
        (lambda one: (one.advance(1, 1, MIRA), one.advance(1, 2, MIRA)), "step 2 of 2"),
        (lambda one: one.advance(2, 1, MIRA), "Rollout 2 is not the one under way"),
        (lambda one: one.pause(1, PERSON, SILENT), "Say why"),
        (lambda one: one.halt(1, PERSON, SILENT), "Say why, in"),
        (lambda one: one.roll_back(NEW, OLD, PERSON, SILENT), "Say why, in a sentence"),
        (lambda one: one.roll_back(OLD, NEW, PERSON, MIRA), "roll that one back, or halt it"),
        (lambda one: one.roll_back(NEW, NEW, PERSON, MIRA), "nothing would change"),
        (lambda one: (one.lock(NEW.sha, MIRA), one.unlock(NEW.sha, NEW.sha, MIRA)), "mend itself"),
    ],
)
def test_it_is_refused(begun: Rollouts, decide: Any, why: str) -> None:
    with pytest.raises(Refused, match=why):
        decide(begun)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("start", lambda one: one.start(NEW, STEPS, OLD, MIRA)),
        ("resume", lambda one: one.resume(1, MIRA)),
        ("pause", lambda one: (one.pause(1, PERSON, MIRA), one.pause(1, PERSON, MIRA))),
        ("halt", lambda one: (one.halt(1, PERSON, MIRA), one.halt(1, PERSON, MIRA))),
        ("complete", lambda one: (one.complete(1, MIRA), one.complete(1, MIRA))),
        ("lock", lambda one: (one.lock(NEW.sha, MIRA), one.lock(NEW.sha, MIRA))),
        ("hold", lambda one: (one.hold(MIRA), one.hold(MIRA))),
        ("lift", lambda one: one.lift(MIRA)),
    ],
)
def test_the_same_again_is_no_news(begun: Rollouts, first: str, again: Any) -> None:
    with pytest.raises(AlreadySo):
        again(begun)
    assert len(deeds(begun)) == 1 + (first in {"pause", "halt", "complete", "lock", "hold"})


def test_before_anything_began_nothing_can_go_on(rollouts: Rollouts) -> None:
    with pytest.raises(Refused, match="Rollout 0 is not the one under way"):
        rollouts.complete(0, MIRA)


def test_who_was_refused_is_remembered(begun: Rollouts) -> None:
    begun.deny("v3", "start", SILENT, Refused("Not now."))

    told = deeds(begun)[-1]
    assert (told.release, told.what, told.reason, told.by) == ("v3", "start", "Not now.", "mira")
