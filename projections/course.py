"""The course of an environment: what people and policies decided to roll out, stop and take back.

Only decisions are folded here; how a rollout fares meanwhile is `projections.rollouts`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from domain.rollout import (
    COMPLETED,
    HALTED,
    PAUSED,
    ROLLED_BACK,
    ROLLOUTS,
    RUNNING,
    Version,
    course,
)
from domain.rollout import Rollouts as Decisions
from domain.rollout_step import Step
from projections.recorded import Recorded
from projections.view import View


class Turn(Struct, frozen=True):
    """One decision about a rollout, as its page tells it; `step` is counted from 1."""

    what: str
    by: str
    name: str
    at: datetime
    reason: str
    cause: str
    step: int | None
    position: int


class Rollback(Struct, frozen=True):
    """What was taken back, to what, and why; `rollout` is 0 where it was none of ours."""

    rollout: int
    release: str
    sha: str
    locked: str
    to_release: str
    to_sha: str
    cause: str
    by: str
    name: str
    at: datetime
    reason: str
    position: int


class Lock(Struct, frozen=True):
    """A commit that must not go there, nor any after it, but for those that have a fix."""

    sha: str
    release: str
    by: str
    at: datetime
    reason: str
    fixed_by: tuple[str, ...]
    position: int


class Hold(Struct, frozen=True):
    """Nothing is promoted there by itself, until somebody lifts it."""

    by: str
    at: datetime
    reason: str
    position: int


class Passage(Struct):
    """One rollout, by its decisions. `begun` is when each step that was reached began."""

    number: int
    version: Version
    before: Version
    steps: tuple[Step, ...]
    pinned: bool
    policy: str
    by: str
    at: datetime
    reason: str
    state: str = RUNNING
    cause: str = ""
    ended_at: datetime | None = None
    begun: list[datetime] = field(default_factory=list)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    @property
    def step(self) -> int:
        """The step that it has come to, counted from 0."""
        return len(self.begun) - 1


class Course(Struct):
    """All of one environment, or of one component in it."""

    environment: str
    component: str
    passages: list[Passage] = field(default_factory=list)
    rollbacks: list[Rollback] = field(default_factory=list)
    locks: dict[str, Lock] = field(default_factory=dict)
    hold: Hold | None = None

    @property
    def current(self) -> Passage | None:
        """The latest rollout, whether it ended or not."""
        return self.passages[-1] if self.passages else None

    def take(self, one: Recorded) -> None:
        """Fold a decision in; they come in the order in which they were recorded."""
        made: Any = one.decision
        match made:
            case Decisions.Started():
                self._start(one)
            case Decisions.RolledBack():
                self._roll_back(one)
            case Decisions.Locked():
                self._lock(one, made.sha, "")
            case Decisions.Unlocked():
                self._unlock(made.sha, made.fixed_by)
            case Decisions.Held():
                self._held(one)
            case Decisions.Lifted():
                self.hold = None
            case Decisions.Denied():
                pass
            case _:
                self._go_on(one)

    def _start(self, one: Recorded) -> None:
        made: Any = one.decision
        passage = Passage(
            number=made.number,
            version=Version(made.release, made.sha),
            before=Version(made.before_release, made.before_sha),
            steps=tuple(map(Step.of, made.steps)),
            pinned=made.pinned,
            policy=made.policy,
            by=made.by,
            at=made.at,
            reason=made.reason,
            begun=[made.at],
        )
        passage.turns.append(_turn(one, "started", 1))
        self.passages.append(passage)

    def _go_on(self, one: Recorded) -> None:
        made: Any = one.decision
        passage = self.current
        # As of a moment before its start was known there is no passage to go on with.
        if passage is None or passage.number != made.number:
            return
        match made:
            case Decisions.Advanced():
                passage.begun.append(made.at)
                passage.turns.append(_turn(one, "advanced", made.step + 1))
                return
            case Decisions.Paused():
                passage.state, passage.cause = PAUSED, made.cause
                passage.pauses.append((made.at, None))
            case Decisions.Resumed():
                _resume(passage, made.at)
                passage.state, passage.cause = RUNNING, ""
            case Decisions.Halted():
                passage.state, passage.cause, passage.ended_at = HALTED, made.cause, made.at
            case Decisions.Completed():
                passage.state, passage.cause, passage.ended_at = COMPLETED, "", made.at
                self._pin(one, passage)
        passage.turns.append(_turn(one, type(made).TOPIC.partition(".")[2], None))

    def _pin(self, one: Recorded, passage: Passage) -> None:
        """Who put an older one there wants it to stay; the newest one frees the way again."""
        if passage.pinned:
            self._held(one)
        else:
            self.hold = None

    def _roll_back(self, one: Recorded) -> None:
        made: Any = one.decision
        passage = self.current
        if passage is not None and made.number == passage.number:
            passage.state, passage.cause, passage.ended_at = ROLLED_BACK, made.cause, made.at
            passage.turns.append(_turn(one, "rolled back", None))
        self.rollbacks.append(
            Rollback(
                rollout=made.number,
                release=made.release,
                sha=made.sha,
                locked=made.locked,
                to_release=made.to_release,
                to_sha=made.to_sha,
                cause=made.cause,
                by=made.by,
                name=made.name,
                at=made.at,
                reason=made.reason,
                position=one.position,
            )
        )
        self._lock(one, made.locked, made.release)
        self._held(one)

    def _lock(self, one: Recorded, sha: str, release: str) -> None:
        made: Any = one.decision
        self.locks[sha] = Lock(sha, release, made.by, made.at, made.reason, (), one.position)

    def _unlock(self, sha: str, fixed_by: str) -> None:
        lock = self.locks.pop(sha, None)
        if lock is not None and fixed_by:
            fixes = (*lock.fixed_by, fixed_by)
            self.locks[sha] = Lock(
                *(lock.sha, lock.release, lock.by, lock.at, lock.reason, fixes, lock.position)
            )

    def _held(self, one: Recorded) -> None:
        made: Any = one.decision
        self.hold = Hold(made.by, made.at, made.reason, one.position)


def course_of(view: View, environment: str, component: str = "") -> Course:
    """That of one environment and component; an empty one where nothing was decided."""
    place = (environment.casefold(), component)
    found = courses_in(view.decisions(course(environment)))
    return found.get(place) or Course(environment, component)


def courses_of(view: View) -> tuple[Course, ...]:
    """Every one in which anything was decided, by name."""
    found = courses_in(view.decisions(ROLLOUTS))
    return tuple(found[place] for place in sorted(found))


def courses_in(recorded: Iterable[Recorded]) -> dict[tuple[str, str], Course]:
    """By the environment's name, small, and the component."""
    found: dict[tuple[str, str], Course] = {}
    for one in recorded:
        made: Any = one.decision
        if getattr(type(made), "TOPIC", "").startswith("rollout."):
            place = (made.environment.casefold(), made.component)
            found.setdefault(place, Course(made.environment, made.component)).take(one)
    return found


def _resume(passage: Passage, at: datetime) -> None:
    # As of a moment between two clocks that differ, the pause may not be known.
    if passage.pauses:
        since, _ = passage.pauses[-1]
        passage.pauses[-1] = (since, at)


def _turn(one: Recorded, what: str, step: int | None) -> Turn:
    made: Any = one.decision
    cause = getattr(made, "cause", "")
    return Turn(what, made.by, made.name, made.at, made.reason, cause, step, one.position)
