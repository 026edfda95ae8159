"""The freezes of a repository: by its file and by decisions, and what they do to a release."""

from datetime import UTC, datetime, timedelta

from domain.deed import Signing
from domain.freeze import DENY, Window
from domain.freezing import Freezing
from domain.selector import Selector
from projections.freezes import freezes
from projections.policy.in_force import policy_of
from tests.gated import TAG, Gated
from tests.story import STREAM, minute

# Stories begin on Monday, 1 January 2024, at midnight UTC.
POLICY = """
freezes:
  - name: new year
    start: 2024-01-01T00:00
    lasts: 1d
    reason: Nobody is there to mend it.
    environments: [production]
"""
HOUR = timedelta(hours=1)


class Frozen(Gated):
    def __init__(self, policy: str = POLICY) -> None:
        super().__init__(policy)
        self.freezing = Freezing.of(str(STREAM), at=self.now())
        self.freezing.collect_events()

    def sign(self) -> Signing:
        return Signing("mira", self.now(), "We are three people today.")


def test_the_files_window_holds_up_the_environment_that_it_names() -> None:
    story = Frozen()

    (condition,) = story.verdict("production").blocking
    assert condition.why == (
        "Closed until 2024-01-02 00:00 UTC: frozen by «new year». Nobody is there to mend it."
    )
    assert story.verdict("staging").state == "passed"
    assert story.verdict("production", hours=24).state == "passed"


def test_it_is_told_when_it_opens_and_closes() -> None:
    view = Frozen().view()

    now = freezes(view, minute(0), environment="production")
    assert (now.open, now.until) == (False, datetime(2024, 1, 2, tzinfo=UTC))
    assert (now.windows[0].active, now.windows[0].number) == (True, None)
    before = freezes(view, minute(-60), environment="production")
    assert before.why == "Open until 2024-01-01 00:00 UTC."
    after = freezes(view, minute(60 * 30), environment="production")
    assert (after.why, after.windows[0].next_start) == ("Open, and nothing is to close it.", None)


def test_a_declared_window_holds_until_it_is_ended() -> None:
    story = Frozen("notes: {}")
    window = Window("audit", DENY, datetime(2024, 1, 1), 48 * HOUR)  # noqa: DTZ001
    number = story.freezing.declare(window, story.sign())
    story.settled(story.freezing)
    then = story.view().position
    assert story.verdict("production").state == "pending"

    story.freezing.end(number, story.sign())
    story.settled(story.freezing)

    assert story.verdict("production").state == "passed"
    assert story.verdict("production", as_of=then).state == "pending"
    assert freezes(story.view(), minute(99)).windows == ()


def test_a_window_is_for_the_components_that_it_names() -> None:
    story = Frozen("notes: {}")
    selector = Selector((), ("api",), ())
    window = Window("audit", DENY, datetime(2024, 1, 1), HOUR, selector=selector)  # noqa: DTZ001
    story.freezing.declare(window, story.sign())
    story.settled(story.freezing)

    assert freezes(story.view(), minute(5)).open
    assert not freezes(story.view(), minute(5), component="api").open


def test_one_release_may_step_over_it_for_a_while() -> None:
    story = Frozen()
    story.freezing.override(TAG, "production", story.now() + HOUR, story.sign())
    story.settled(story.freezing)

    (condition,) = story.verdict("production").conditions
    assert condition.state == "waived"
    assert "mira stepped over it" in condition.why
    assert story.verdict("production", hours=2).state == "pending"
    assert len(freezes(story.view(), story.now()).overrides) == 1
    assert freezes(story.view(), minute(600)).overrides == ()


def test_a_window_that_cannot_be_meant_is_a_problem_that_lets_nothing_pass() -> None:
    story = Frozen("freezes: [{name: x, start: tomorrow, lasts: 1d}, {name: y, start: 2024-01-01}]")

    problems = policy_of(story.view()).problems

    assert any("the freeze «x»" in one for one in problems)
    assert story.verdict("production").state == "failed"
