"""Rolling out in a ledger: what a person may do, and what the policy does by itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from threading import Event
from typing import Any

import pytest

from domain.deed import Signing
from domain.errors import NotFound, Refused
from domain.fact import Fact
from projections.case import case_of
from projections.course import Course, course_of
from projections.rollouts import RolloutState, begun, rollouts
from service import rolling
from service.driving import Driver
from service.ledger import Ledger, open_ledger
from service.rolling import Rolling as Hand
from service.rolling import Step
from tests import rolling as stories
from tests.engines import Engine, Sqlite
from tests.gated import TAG
from tests.ledgers import migrated, tell
from tests.pages import STREAM
from tests.rolling import CANARY
from tests.story import minute

WAY = """
environments: [{name: staging}, {name: production, from: staging, automatic: true}]
"""


class House:
    """v1.1.0 runs in production, and v1.2.0 is there; time is the story's, and passes by hand."""

    def __init__(self, ledger: Ledger, policy: str = CANARY) -> None:
        self.ledger = ledger
        self.story = stories.Rolling(policy)
        self._told = 0
        self.hand = Hand(ledger, self.now)
        self.driver = Driver(ledger, clock=self.now)
        self.tell()

    def now(self) -> datetime:
        return minute(self.story.minutes)

    def tell(self) -> None:
        """Record what the story has told since."""
        news = [one for one in self.story.facts[self._told :] if isinstance(one, Fact)]
        self._told = len(self.story.facts)
        tell(self.ledger, STREAM, news)

    def deployed(self, id_: str, sha: str | None = None, **where: Any) -> None:
        self.story.deployed(id_, sha or self.story.sha, **where)
        self.tell()

    def read(self, value: float, after: int = 0, **told: Any) -> None:
        self.story.read(value, after=after, **told)
        self.tell()

    def settle(self, wanted: Any, *, reason: str = "It is time.") -> int:
        with self.ledger.look(STREAM) as view:
            step: Step = wanted(view)
        self.story.wait(1)
        return self.hand.settle(step, Signing("mira", self.now(), reason)).new

    def promote(self, tag: str = TAG, environment: str = "production") -> int:
        return self.settle(
            lambda view: rolling.promote(case_of(view, tag, environment, self.now()))
        )

    def go_on(self, what: str, **told: Any) -> int:
        reason = told.pop("reason", "It is time.")
        return self.settle(
            lambda view: rolling.go_on(
                *(view, course_of(view, "production"), what), now=self.now(), **told
            ),
            reason=reason,
        )

    def back(self, tag: str = TAG, **how: Any) -> int:
        return self.settle(
            lambda view: rolling.roll_back(case_of(view, tag, "production", self.now()), **how)
        )

    def drive(self, minutes: int = 0) -> RolloutState:
        """So much later the policy looks at it; what became of the latest rollout."""
        self.story.wait(minutes)
        self.driver.run(Event())
        return self.state()

    def state(self) -> RolloutState:
        return self.all()[0]

    def all(self) -> tuple[RolloutState, ...]:
        with self.ledger.look(STREAM) as view:
            return rollouts(view, self.now(), begun(view))

    def course(self) -> Course:
        with self.ledger.look(STREAM) as view:
            return course_of(view, "production")


@pytest.fixture
def ledger(sqlite: Sqlite) -> Iterator[Ledger]:
    """On one engine: what is common to all deeds is tried on both by theirs."""
    with closing(open_ledger(sqlite.fresh(migrated))) as one:
        yield one


@pytest.fixture
def house(ledger: Ledger) -> House:
    return House(ledger)


def test_of_many_who_go_on_at_once_one_does(engine: Engine) -> None:
    with closing(open_ledger(engine.fresh(migrated))) as ledger:
        house = House(ledger)
        house.promote()
        with ThreadPoolExecutor(16) as pool:
            news = list(pool.map(lambda _: house.go_on("advance", to=2), range(32)))

        assert sum(news) == 1
        assert [one.what for one in house.state().history] == ["started", "advanced"]


def test_a_release_goes_from_five_per_cent_to_everybody(house: House) -> None:
    house.promote()
    house.deployed("2")
    assert house.drive().state == "running"
    house.read(0, after=27, sample=200)
    assert house.drive().steps[0].state == "current"
    house.read(0, after=2)
    assert [one.state for one in house.drive().steps] == ["done", "current", "ahead"]
    house.read(0, after=61)
    assert house.drive().waits_for == "a person who lets it go on"
    house.go_on("advance")
    house.read(0)

    state = house.drive()
    assert (state.state, [one.state for one in state.steps]) == ("completed", ["done"] * 3)
    assert [(one.what, one.by) for one in state.history] == [
        ("started", "mira"),
        ("advanced", "policy"),
        ("advanced", "mira"),
        ("completed", "policy"),
    ]


def test_a_breach_takes_it_back_and_says_by_what(house: House) -> None:
    house.promote()
    house.deployed("2")
    house.read(0.2)
    state = house.drive()

    assert (state.state, state.cause) == ("rolled back", "breach")
    (back,) = house.course().rollbacks
    assert (back.release, back.to_release, back.by) == (TAG, "v1.1.0", "policy")
    assert back.reason.startswith("«errors» is breached: error_rate was 0.2 on")
    assert house.course().hold is not None
    with pytest.raises(Refused, match="lock on"):
        house.promote()


def test_where_a_freeze_stops_rollbacks_a_breach_halts_it(ledger: Ledger) -> None:
    frozen = "freezes: [{name: ice, start: 2024-01-01T00:20, lasts: 300d, rollbacks: true}]"
    house = House(ledger, CANARY + frozen)
    house.promote()
    house.deployed("2")
    house.read(0.2, after=20)
    state = house.drive()

    assert (state.state, state.cause) == ("halted", "breach")
    assert state.history[-1].reason.endswith("a freeze stops rollbacks, too")
    with pytest.raises(Refused, match="A freeze stops rollbacks"):
        house.back()


def test_silence_pauses_it_for_a_person_and_never_passes(house: House) -> None:
    house.promote()
    house.deployed("2")
    state = house.drive(6)
    later = house.drive(600)

    assert (state.state, state.cause) == ("paused", "no data")
    assert later.state == "paused"
    house.go_on("resume")
    assert house.drive().state == "running"


def test_a_doubtful_reading_pauses_it_when_its_time_is_over(house: House) -> None:
    house.promote()
    house.deployed("2")
    house.read(0.03, after=9)
    assert house.drive().state == "running"
    house.read(0.03, after=29)

    state = house.drive()
    assert (state.state, state.cause) == ("paused", "inconclusive")


def test_a_breach_ends_it_even_while_it_is_paused(house: House) -> None:
    house.promote()
    house.deployed("2")
    house.read(0)
    house.go_on("pause")
    house.go_on("resume")
    house.go_on("pause")
    house.read(0.5)

    assert house.drive().state == "rolled back"


@pytest.mark.parametrize(("action", "state"), [("pause", "paused"), ("halt", "halted")])
def test_a_breach_does_what_the_policy_says(ledger: Ledger, action: str, state: str) -> None:
    house = House(ledger, CANARY.replace("breach: roll-back", f"breach: {action}"))
    house.promote()
    house.deployed("2")
    house.read(0.2)

    assert (house.drive().state, house.drive().cause) == (state, "breach")


def test_a_breach_with_nothing_to_go_back_to_halts_it(ledger: Ledger) -> None:
    house = House(ledger, CANARY.replace("[production]", "[moon]"))
    house.promote(environment="moon")
    house.deployed("2", environment="moon")
    house.story.environment = "moon"
    house.read(0.2)

    state = house.drive()
    assert (state.state, state.environment) == ("halted", "moon")
    assert state.history[-1].reason.endswith("nothing is known to go back to")


def test_a_breach_of_what_ran_there_before_halts_it(house: House) -> None:
    """The same commit is rolled out again: there is nothing else to go back to."""
    house.deployed("2")
    house.promote()
    house.read(0.2)

    state = house.drive()
    assert (state.state, state.before_release) == ("halted", TAG)


def test_a_failed_deployment_halts_it(house: House) -> None:
    house.promote()
    house.story.failed("2", house.story.sha)
    house.tell()

    state = house.drive()
    assert (state.state, state.cause) == ("halted", "deployment failed")
    assert state.history[-1].reason == "deployment 2 of it failed"


def test_to_look_again_decides_nothing_twice(house: House) -> None:
    house.promote()
    house.deployed("2")
    house.drive(6)
    head = house.ledger.head()
    house.drive()
    house.drive(60)

    assert house.ledger.head() == head


def test_what_may_not_go_there_does_not_and_that_is_remembered(ledger: Ledger) -> None:
    house = House(ledger, WAY)
    before = house.ledger.head()

    with pytest.raises(Refused, match="«into production» is pending: it was never in staging"):
        house.promote()
    assert house.ledger.head() == before + 2  # the room was opened, and the attempt is in it
    assert house.all() == ()


def test_an_automatic_environment_takes_what_may_go_there_once(ledger: Ledger) -> None:
    house = House(ledger, WAY)
    house.driver.run(Event())
    assert house.all() == ()
    house.deployed("7", environment="staging")
    started = house.drive()
    house.go_on("halt")
    house.driver.run(Event())

    assert (started.release, started.started_by) == (TAG, "policy")
    assert [one.state for one in house.all()] == ["halted"]


def test_a_hold_stops_what_would_go_by_itself_and_no_person(ledger: Ledger) -> None:
    house = House(ledger, WAY)
    course = Course("production", "")
    house.settle(lambda view: rolling.hold(view, course, held=True))
    house.deployed("7", environment="staging")
    house.driver.run(Event())
    assert house.all() == ()

    house.settle(lambda view: rolling.hold(view, course, held=False))
    assert house.drive().state == "running"


def test_an_automatic_environment_takes_no_prerelease_unless_told_so(ledger: Ledger) -> None:
    house = House(ledger, "environments: [{name: production, automatic: true}]")
    house.story.cut("v1.3.0-rc.1", house.story.commit("candidate", house.story.sha))
    house.tell()
    assert house.drive().release == TAG

    house.story.write("environments: [{name: production, automatic: true, prereleases: true}]")
    house.tell()
    house.go_on("halt")
    assert house.drive().release == "v1.3.0-rc.1"


def test_who_puts_an_older_one_there_pins_it(house: House) -> None:
    house.story.cut("v1.3.0", house.story.commit("newer", house.story.sha))
    house.tell()
    house.promote()
    assert house.state().pinned
    house.go_on("complete")

    assert house.course().hold is not None


def test_what_runs_there_is_taken_back_to_what_ran_before(house: House) -> None:
    house.deployed("2")
    house.back()

    (back,) = house.course().rollbacks
    assert (back.rollout, back.release, back.to_release) == (0, TAG, "v1.1.0")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"tag": "v1.1.0"}, "v1.1.0 neither runs in production nor is on its way"),
        ({"to": "v1.2.0"}, "the same commit"),
        ({"to": "v9.9.9"}, "It has to have run there"),
        ({"change": "e" * 40}, "is not in v1.2.0"),
    ],
)
def test_a_rollback_is_refused(house: House, how: dict[str, str], why: str) -> None:
    house.deployed("2")
    with pytest.raises(Refused, match=why):
        house.back(**how)


def test_the_bad_change_alone_is_locked_where_it_is_known(house: House) -> None:
    house.deployed("2")
    house.back(change=house.story.sha)

    assert list(house.course().locks) == [house.story.sha]


def test_who_goes_on_in_spite_of_a_breach_says_why(ledger: Ledger) -> None:
    house = House(ledger, CANARY.replace("breach: roll-back", "breach: pause"))
    house.promote()
    house.deployed("2")
    house.read(0.2)

    with pytest.raises(Refused, match="say why it is to go on all the same"):
        house.go_on("advance", reason="")
    with pytest.raises(Refused, match="say why it is to go on all the same"):
        house.go_on("complete", reason="")
    assert house.go_on("advance", reason="The meter is broken.") == 1


def test_where_nothing_was_ever_rolled_out_nothing_goes_on(house: House) -> None:
    with pytest.raises(Refused, match="Nothing was ever rolled out to production"):
        house.go_on("advance")


def test_a_commit_is_named_by_its_beginning_or_by_a_tag(house: House) -> None:
    with house.ledger.look(STREAM) as view:
        assert rolling.known_commit(view, TAG) == house.story.sha
        assert rolling.known_commit(view, house.story.sha[:9].upper()) == house.story.sha
        with pytest.raises(NotFound):
            rolling.known_commit(view, "v0.0.0")
