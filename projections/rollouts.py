"""Rollouts: how each fares, step by step, by the clock, the deployments and the readings."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from msgspec import Struct

from domain import subject
from domain.health_rule import (
    HEALTHY,
    Health,
    HealthRule,
    Measurement,
    by_alarms,
    by_measurements,
)
from domain.rollout import OPEN, PAUSED, Version
from domain.rollout_step import Step
from projections.case import Case, type_by
from projections.course import Course, Passage, Turn, courses_of
from projections.plan import plan_of
from projections.policy.in_force import policy_of
from projections.policy.rollouts import PLAIN, Programme
from projections.shipments import Shipment, shipments_of
from projections.signals import Watched, alarms, measurements
from projections.view import View

DONE, CURRENT, AHEAD, LEFT_OUT = "done", "current", "ahead", "left out"


class StepState(Struct, frozen=True):
    """A step of a rollout: `state` is done, current, ahead, or left out. Times in seconds.

    `lasted` is how long its clock ran: since its commit runs there, and not while it was paused.
    """

    number: int
    name: str
    percent: float | None
    ring: str
    region: str
    lasts: float
    sample: int
    manual: bool
    state: str
    began: datetime | None
    lasted: float


class RolloutState(Struct, frozen=True):
    """A rollout: running, paused, halted, completed or rolled back; `cause` says by what.

    `policy` is the version whose steps these are; the health rules are those in force now.
    `waits_for` says in a sentence what it takes to go on, while it is running or paused.
    `deployed_at` is since when its commit runs there, None where no deployment told so.
    `health` is how each rule stands in the current step; `deployments` those of its commit there.
    """

    number: int
    environment: str
    component: str
    release: str
    sha: str
    state: str
    cause: str
    programme: str
    policy: str
    pinned: bool
    before_release: str
    before_sha: str
    started_by: str
    started_at: datetime
    reason: str
    ended_at: datetime | None
    deployed_at: datetime | None
    waits_for: str
    steps: tuple[StepState, ...]
    health: tuple[Health, ...]
    deployments: tuple[str, ...]
    history: tuple[Turn, ...]

    @property
    def open(self) -> bool:
        """Whether it is still under way."""
        return self.state in OPEN


class Fare:
    """How one rollout fares at a moment; `told` are the deployments there, where they were read."""

    def __init__(
        self,
        view: View,
        course: Course,
        passage: Passage,
        now: datetime,
        told: Sequence[Shipment] | None = None,
    ) -> None:
        self.course, self.passage, self.now = course, passage, now
        told = deployments_in(view, course) if told is None else told
        self.shipments = [one for one in told if one.sha == passage.version.sha]
        self.deployed_at = _deployed(told, passage)
        self.programme = programme_of(view, course, passage.version)
        self.samples = 0
        self.health: tuple[Health, ...] = ()
        if passage.state in OPEN and self.deployed_at is not None:
            self._listen(view)

    @property
    def step(self) -> Step:
        """The current one, as it was when the rollout began."""
        return self.passage.steps[self.passage.step]

    @property
    def since(self) -> datetime | None:
        """When the clock of the current step began, pauses left aside."""
        began = self.passage.begun[-1]
        return None if self.deployed_at is None else max(began, self.deployed_at)

    @property
    def last(self) -> bool:
        """Whether no step comes after the current one."""
        return self.passage.step == len(self.passage.steps) - 1

    @property
    def lasted(self) -> timedelta:
        """How long the current step's clock ran."""
        return self.clock(self.passage.step)

    def clock(self, nth: int) -> timedelta:
        """How long the clock of a step ran."""
        begun = self.passage.begun
        if self.deployed_at is None or nth >= len(begun):
            return timedelta()
        ended = begun[nth + 1] if nth + 1 < len(begun) else self.passage.ended_at or self.now
        start = max(begun[nth], self.deployed_at)
        return max(ended - start, timedelta()) - _paused(self.passage, start, ended)

    def failed_deployment(self) -> Shipment | None:
        """The last deployment of the commit, where it failed since the rollout began."""
        since = [one for one in self.shipments if one.at >= self.passage.at]
        last = max(since, key=lambda one: (one.at, one.id), default=None)
        return last if last is not None and last.state == "failed" else None

    def _listen(self, view: View) -> None:
        assert self.since is not None
        place, sha = self.course.environment, self.passage.version.sha
        # What was read while a person had it paused is no proof of how it goes on.
        since = max([self.since, *(end for _, end in self.passage.pauses if end)])
        found = measurements(view, Watched(place, sha), since, self.now)
        fired = alarms(view, place, since)
        self.samples = _sampled(found)
        self.health = tuple(
            by_measurements(rule, found, since, self.now)
            if rule.measure
            else by_alarms(
                rule, [one for one in fired if fnmatchcase(one.alert, rule.alert)], since
            )
            for rule in self.programme.health
        )


Begun = tuple[Course, Passage]


def begun(view: View, *, environment: str = "", release: str = "") -> list[Begun]:
    """Every rollout, the latest first; of one environment or release, where one is named."""
    found = [
        (course, passage)
        for course in courses_of(view)
        if not environment or course.environment.casefold() == environment.casefold()
        for passage in course.passages
        if not release or passage.version.release == release
    ]
    return sorted(found, key=lambda one: (one[1].at, one[1].number), reverse=True)


def rollouts(view: View, now: datetime, some: Iterable[Begun]) -> tuple[RolloutState, ...]:
    """How each of these fares; the deployments of an environment are read once."""
    told: dict[str, tuple[Shipment, ...]] = {}
    found = []
    for course, passage in some:
        place = course.environment
        if place not in told:
            told[place] = deployments_in(view, course)
        found.append(state_of(Fare(view, course, passage, now, told[place])))
    return tuple(found)


def deployments_in(view: View, course: Course) -> tuple[Shipment, ...]:
    """Every deployment that was told of in the course's environment."""
    return shipments_of(view.about(subject.environment(course.environment)))


def open_rollouts(view: View, now: datetime) -> list[Fare]:
    """Those under way, with how they fare."""
    return [
        Fare(view, course, course.current, now)
        for course in courses_of(view)
        if course.current is not None and course.current.state in OPEN
    ]


def state_of(fare: Fare) -> RolloutState:
    """A rollout as an answer tells it."""
    passage, course = fare.passage, fare.course
    return RolloutState(
        number=passage.number,
        environment=course.environment,
        component=course.component,
        release=passage.version.release,
        sha=passage.version.sha,
        state=passage.state,
        cause=passage.cause,
        programme=fare.programme.name,
        policy=passage.policy,
        pinned=passage.pinned,
        before_release=passage.before.release,
        before_sha=passage.before.sha,
        started_by=passage.by,
        started_at=passage.at,
        reason=passage.reason,
        ended_at=passage.ended_at,
        deployed_at=fare.deployed_at,
        waits_for=waits_for(fare) if passage.state in OPEN else "",
        steps=tuple(_step(fare, nth) for nth in range(len(passage.steps))),
        health=fare.health,
        deployments=tuple(one.id for one in fare.shipments if one.at >= passage.at),
        history=tuple(passage.turns),
    )


def waits_for(fare: Fare) -> str:
    """What it takes to go on; empty where nothing does."""
    passage, step = fare.passage, fare.step
    if passage.state not in OPEN or passage.state == PAUSED:
        return f"a person who resumes it ({passage.cause})"
    if fare.deployed_at is None:
        return f"a deployment of {passage.version.sha[:10]} to {fare.course.environment}"
    if unwell := [one for one in fare.health if one.state != HEALTHY]:
        return f"the health rule «{unwell[0].rule}»: {unwell[0].why}"
    if fare.lasted < step.time:
        due = fare.now + step.time - fare.lasted
        return f"time alone: the step «{step.name}» lasts until {due:%Y-%m-%d %H:%M} UTC"
    if fare.samples < step.sample:
        return f"readings of {step.sample} in the step «{step.name}»: there are {fare.samples}"
    return "a person who lets it go on" if step.manual else ""


def programme_of(view: View, course: Course, version: Version) -> Programme:
    """The first of the policy's that holds for the release there."""
    plan = plan_of(view, version.release) if version.release else None
    told = policy_of(view).sections.rollouts
    return chosen(told, type_by(plan), course.component, course.environment)


def programme_for(case: Case) -> Programme:
    """The same of a case."""
    told = case.policy.sections.rollouts
    return chosen(told, case.type_, case.component, case.environment)


def chosen(told: Iterable[Programme], type_: str, component: str, environment: str) -> Programme:
    """The first that holds; at once, where none does."""
    where = {"type_": type_, "component": component, "environment": environment}
    return next((one for one in told if one.selector.selects(**where)), PLAIN)


def rules_with_queries(programme: Programme) -> tuple[HealthRule, ...]:
    """Those whose readings are asked of Prometheus."""
    return tuple(one for one in programme.health if one.query and one.measure)


def _deployed(shipments: Sequence[Shipment], passage: Passage) -> datetime | None:
    """Since when the commit runs there, as far as a deployment told; from the start, where it was
    the last to be deployed before that.
    """
    ran = sorted((one.succeeded_at, one.sha) for one in shipments if one.succeeded_at)
    before = [sha for at, sha in ran if at < passage.at]
    if before and before[-1] == passage.version.sha:
        return passage.at
    return next((at for at, sha in ran if at >= passage.at and sha == passage.version.sha), None)


def _paused(passage: Passage, start: datetime, end: datetime) -> timedelta:
    """How much of the time between the two it was paused."""
    return sum(
        (
            max(min(until or end, end) - max(since, start), timedelta())
            for since, until in passage.pauses
        ),
        timedelta(),
    )


def _sampled(found: Iterable[Measurement]) -> int:
    """Of how many requests, users or devices was read: the most of any one measure."""
    sums: dict[str, int] = {}
    for one in found:
        sums[one.measure] = sums.get(one.measure, 0) + (one.sample or 0)
    return max(sums.values(), default=0)


def _step(fare: Fare, nth: int) -> StepState:
    passage = fare.passage
    step = passage.steps[nth]
    reached = nth < len(passage.begun)
    return StepState(
        number=nth + 1,
        name=step.name,
        percent=step.percent,
        ring=step.ring,
        region=step.region,
        lasts=step.time.total_seconds(),
        sample=step.sample,
        manual=step.manual,
        state=_standing(passage, nth),
        began=passage.begun[nth] if reached else None,
        lasted=fare.clock(nth).total_seconds(),
    )


def _standing(passage: Passage, nth: int) -> str:
    open_ = passage.state in OPEN
    if nth < passage.step or (nth == passage.step and not open_):
        return DONE
    if nth == passage.step:
        return CURRENT
    return AHEAD if open_ else LEFT_OUT
