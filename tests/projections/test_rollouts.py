"""How a rollout fares: its clock, its readings, what it waits for, and what history it leaves."""

from domain.alert import AlertFired
from domain.deed import Signing
from tests.rolling import CANARY, Rolling


def test_a_rollout_goes_by_the_policy_and_says_what_it_waits_for() -> None:
    story = Rolling()
    story.start()
    state = story.now_is()

    assert (state.release, state.state, state.programme) == ("v1.2.0", "running", "canary")
    assert [(one.name, one.state) for one in state.steps] == [
        ("5 %", "current"),
        ("50 %", "ahead"),
        ("100 %", "ahead"),
    ]
    assert state.before_release == "v1.1.0"
    assert state.waits_for == f"a deployment of {story.sha[:10]} to production"


def test_its_clock_begins_when_its_commit_runs_there() -> None:
    story = Rolling()
    story.start()
    story.wait(60)
    story.deployed("2", story.sha)
    story.read(0, after=9)

    state = story.now_is()
    assert state.deployments == ("2",)
    assert state.steps[0].lasted == 10 * 60
    assert state.waits_for.startswith("time alone: the step «5 %» lasts until 2024-01-01 01:")


def test_what_ran_there_before_needs_no_deployment() -> None:
    story = Rolling()
    story.deployed("2", story.sha)
    story.start()
    story.wait(5)

    assert story.now_is().steps[0].lasted == 5 * 60


def test_what_ran_there_once_and_gave_way_does() -> None:
    story = Rolling()
    story.deployed("2", story.sha)
    story.deployed("3", story.old.sha)
    story.start()

    assert story.now_is().deployed_at is None


def test_a_pause_stops_the_clock() -> None:
    story = Rolling()
    story.deployed("2", story.sha)
    story.start()
    story.wait(9)
    story.decide(lambda one, sign: one.pause(1, "person", sign))
    story.wait(99)
    paused = story.now_is()
    story.decide(lambda one, sign: one.resume(1, sign))
    story.wait(5)

    assert paused.steps[0].lasted == 10 * 60
    assert paused.waits_for == "a person who resumes it (person)"
    assert story.now_is().steps[0].lasted == 15 * 60


def test_as_at_a_moment_that_does_not_know_the_pause_it_goes_on() -> None:
    story = Rolling()
    story.start()
    later = Signing("noor", story.moment(9), "A clock that is ahead.")
    story.kept.pause(1, "person", later)
    story.settled(story.kept)
    story.decide(lambda one, sign: one.resume(1, sign))

    (state,) = story.rollouts(as_at=story.moment(5))
    assert state.state == "running"


def test_it_waits_for_time_then_for_readings_of_enough() -> None:
    story = Rolling()
    story.deployed("2", story.sha)
    story.start()
    story.read(0, sample=60, after=28)
    assert story.now_is().waits_for.startswith("time alone")
    story.read(0, sample=None)

    assert story.now_is().waits_for == "readings of 100 in the step «5 %»: there are 60"
    story.read(0, sample=40)
    assert story.now_is().waits_for == ""


def test_a_manual_step_waits_for_a_person_at_its_end() -> None:
    story = Rolling()
    story.deployed("2", story.sha)
    story.start()
    story.decide(lambda one, sign: one.advance(1, 1, sign))
    story.read(0, after=61)

    state = story.now_is()
    assert [one.state for one in state.steps] == ["done", "current", "ahead"]
    assert state.waits_for == "a person who lets it go on"


def test_silence_and_doubt_are_waited_for() -> None:
    story = Rolling()
    story.deployed("2", story.sha)
    story.start()
    silent = story.now_is(6)
    story.read(0.03)
    doubtful = story.now_is()
    story.read(0.2)

    assert [one.state for one in silent.health] == ["no data"]
    assert silent.waits_for.startswith("the health rule «errors»: nothing was heard of error_rate")
    assert [one.state for one in doubtful.health] == ["inconclusive"]
    assert [(one.state, one.action) for one in story.now_is().health] == [("breached", "roll-back")]


def test_a_reading_of_another_commit_is_none_of_this_one() -> None:
    story = Rolling()
    story.deployed("2", story.sha)
    story.start()
    story.read(0.9, sha=story.old.sha)
    assert story.now_is().health[0].state == "waiting"

    story.read(0, sha=story.sha)
    assert story.now_is().health[0].state == "healthy"


def test_what_was_read_while_it_was_paused_proves_nothing() -> None:
    story = Rolling()
    story.deployed("2", story.sha)
    story.start()
    story.decide(lambda one, sign: one.pause(1, "person", sign))
    story.read(0.9)
    story.decide(lambda one, sign: one.resume(1, sign))
    story.read(0)

    assert story.now_is().health[0].state == "healthy"


def test_a_deployment_that_failed_is_seen_until_another_one_succeeded() -> None:
    story = Rolling()
    story.start()
    story.failed("2", story.sha)
    failed = story.fare().failed_deployment()
    story.deployed("3", story.sha)

    assert failed is not None
    assert failed.id == "2"
    assert story.fare().failed_deployment() is None


def test_where_nobody_wrote_steps_it_goes_to_everybody_at_once() -> None:
    story = Rolling("")
    story.start()
    story.deployed("2", story.sha)

    state = story.now_is()
    assert [one.percent for one in state.steps] == [100]
    assert state.programme == "at once"
    assert state.waits_for == ""


def test_an_ended_rollout_keeps_its_steps_and_its_turns() -> None:
    story = Rolling()
    story.deployed("2", story.sha)
    story.start()
    story.decide(lambda one, sign: one.halt(1, "person", sign))
    story.wait(60)

    (state,) = story.rollouts()
    assert (state.state, state.cause, state.open) == ("halted", "person", False)
    assert [one.state for one in state.steps] == ["done", "left out", "left out"]
    assert [(one.what, one.by, one.reason) for one in state.history] == [
        ("started", "mira", "It is time."),
        ("halted", "mira", "It is time."),
    ]
    assert state.steps[0].lasted == 60
    assert state.health == ()
    assert state.waits_for == ""


def test_all_rollouts_are_listed_the_latest_first_as_of_any_moment() -> None:
    story = Rolling()
    story.start()
    after_start = len(story.facts)
    story.decide(lambda one, sign: one.complete(1, sign))
    story.start(story.old)

    assert [one.release for one in story.rollouts()] == ["v1.1.0", "v1.2.0"]
    assert [one.state for one in story.rollouts(as_of=after_start)] == ["running"]
    assert story.rollouts(as_of=after_start - 1) == ()


def test_the_first_programme_that_holds_is_the_one() -> None:
    story = Rolling("rollouts: [{name: ours, environments: [production]}, {name: all}]")
    story.environment = "production"
    ours = story.programme.name
    story.environment = "staging"

    assert (ours, story.programme.name) == ("ours", "all")


def test_a_pinned_rollout_holds_its_environment_once_it_is_completed() -> None:
    story = Rolling()
    story.start(pinned=True)
    begun = story.fare().course.hold
    story.decide(lambda one, sign: one.complete(1, sign))
    pinned = story.fare().course.hold
    story.start(story.old)
    story.decide(lambda one, sign: one.complete(2, sign))

    assert begun is None
    assert pinned is not None
    assert story.fare().course.hold is None


def test_an_alert_is_waited_for_too() -> None:
    figures = """measure: error_rate
        healthy: {at-most: 0.01}
        unhealthy: {at-least: 0.05}"""
    story = Rolling(CANARY.replace(figures, 'alert: "High*"'))
    story.deployed("2", story.sha)
    story.start()

    assert story.case().policy.problems == ()
    assert [one.state for one in story.now_is().health] == ["healthy"]
    alert = {"alert": "HighErrors", "fingerprint": "1", "environment": "production"}
    story.tell(AlertFired, **alert)
    assert [one.state for one in story.now_is().health] == ["breached"]
