"""A release on its way into an environment, as the stories of rollouts begin."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.ballot import Ballot
from domain.deed import Signing
from domain.health import HealthRead
from domain.rollout import PERSON, Rollouts, Version
from projections.case import case_of
from projections.course import course_of
from projections.policy.rollouts import Programme
from projections.rollouts import Fare, RolloutState, begun, programme_for, rollouts, state_of
from projections.verdict import verdict
from tests.gated import TAG, Gated
from tests.story import STREAM, minute

CANARY = """
rollouts:
  - name: canary
    environments: [production]
    steps:
      - {percent: 5, for: 30m, sample: 100}
      - {percent: 50, for: 1h, manual: true}
      - {percent: 100}
    health:
      - name: errors
        measure: error_rate
        healthy: {at-most: 0.01}
        unhealthy: {at-least: 0.05}
        breach: roll-back
"""


class Rolling(Gated):
    """v1.1.0 runs in production; v1.2.0 is the release that goes there."""

    def __init__(
        self, policy: str = CANARY, environment: str = "production", stream: UUID = STREAM
    ) -> None:
        super().__init__(policy)
        self.environment = environment
        first = self.view().tags.of(["v1.1.0"])
        self.old = Version("v1.1.0", next(iter(first))[1].sha)  # type: ignore[union-attr]
        self.new = Version(TAG, self.sha)
        self.deployed("1", self.old.sha, environment)
        self.kept = Rollouts.of(str(stream), environment, "", at=self.now())
        self.kept.collect_events()

    @property
    def programme(self) -> Programme:
        return programme_for(self.case(self.environment))

    def decide(self, decide: Callable[[Rollouts, Signing], None], by: str = "mira") -> None:
        decide(self.kept, Signing(by, self.now(), "It is time."))
        self.settled(self.kept)

    def start(self, version: Version | None = None, **how: Any) -> None:
        steps = self.programme.steps
        what = version or self.new
        self.decide(lambda one, sign: one.start(what, steps, self.old, sign, **how))

    def back(self, change: str = "") -> None:
        to, bad = self.old, self.new
        self.decide(lambda one, sign: one.roll_back(bad, to, PERSON, sign, change=change))

    def read(self, value: float, sample: int | None = 100, after: float = 0, **told: Any) -> None:
        """A reading of the error rate, so many minutes after the last news."""
        self.minutes += int(after)
        known = {"environment": self.environment, "measure": "error_rate", "by": None}
        self.tell(HealthRead, value=value, sample=sample, **known | told)

    def wait(self, minutes: int) -> None:
        self.minutes += minutes

    def fare(self, minutes: float = 0) -> Fare:
        view = self.view()
        course = course_of(view, self.environment)
        assert course.current is not None
        return Fare(view, course, course.current, self.moment(minutes))

    def moment(self, minutes: float = 0) -> Any:
        return minute(self.minutes) + timedelta(minutes=minutes)

    def now_is(self, minutes: float = 0) -> RolloutState:
        return state_of(self.fare(minutes))

    def rollouts(self, **view: Any) -> tuple[RolloutState, ...]:
        seen = self.view(**view)
        return rollouts(seen, self.moment(), begun(seen))

    def glass(self) -> None:
        """Somebody decides to deploy it all the same."""
        ballot = Ballot.of(str(STREAM), TAG, at=self.now())
        due = self.moment() + timedelta(days=1)
        sign = Signing("mira", self.now(), "It burns.")
        ballot.break_glass(self.environment, self.sha, due, ["promotion"], sign)
        self.settled(ballot)

    def blocking_of(self, tag: str) -> list[tuple[str, str]]:
        case = case_of(self.view(), tag, self.environment, self.moment())
        return [(one.kind, one.why) for one in verdict(case).blocking]

    def blocking(self, environment: str = "production", **other: Any) -> list[tuple[str, str]]:
        found = self.verdict(environment, **other).blocking
        return [(one.kind, one.why) for one in found]
