"""Driving: what a policy does by itself to rollouts, at every look, signed as the policy.

A breach stops a rollout or takes it back; silence and doubt pause it for a person, and never pass.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from threading import Event
from typing import Final
from uuid import UUID

from domain.deed import Signing
from domain.errors import Refused
from domain.health_rule import BREACHED, HALT, INCONCLUSIVE, NO_DATA, PAUSE, ROLL_BACK
from domain.rollout import BREACH, DEPLOYMENT_FAILED, PAUSED, Rollouts
from domain.rollout import INCONCLUSIVE as IN_DOUBT
from domain.rollout import NO_DATA as SILENT
from projections.candidates import due
from projections.case import case_of
from projections.freezes import of_freezes
from projections.rollouts import Fare, open_rollouts, waits_for
from projections.view import View
from service.deeds import Decide
from service.ledger import Ledger
from service.notebook import Busy
from service.rolling import Rolling, Step, promote, roll_back

BY: Final = "policy"

# What is to be done, and why.
Wanted = tuple[Step, str]


class Driver:
    """Safe to stop anywhere and to run again: what was decided is not decided twice."""

    def __init__(self, ledger: Ledger, *, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._rolling = Rolling(ledger, clock)
        self._clock = clock

    def run(self, stop: Event) -> None:
        """Look at every repository once."""
        with self._ledger.stand() as stand:
            streams = self._ledger.streams(stand)
        for stream in streams:
            if stop.is_set():
                return
            for step, reason, seen in self.wanted(stream):
                self._settle(step, reason, seen)

    def wanted(self, stream: UUID) -> list[tuple[Step, str, int]]:
        """What is to be done in a repository now, why, and on what position that rests."""
        now = self._clock()
        with self._ledger.look(stream) as view:
            found = [*_open(view, now), *_new(view, now)]
            return [(step, reason, view.position) for step, reason in found]

    def _settle(self, step: Step, reason: str, seen: int) -> None:
        sign = Signing(BY, self._clock(), reason, BY, means=BY, channel=BY, seen=seen)
        # Somebody decided first, or it may not be: it is looked at again, and a policy that is
        # refused every minute is no news to be recorded.
        with suppress(Refused, Busy):
            self._rolling.settle(step, sign, remember=False)


def _new(view: View, now: datetime) -> Iterator[Wanted]:
    for case in due(view, now):
        yield promote(case), f"{case.environment} takes what may go there by itself."


def _open(view: View, now: datetime) -> Iterator[Wanted]:
    for fare in open_rollouts(view, now):
        if (found := _next(view, fare)) is not None:
            yield found


def _next(view: View, fare: Fare) -> Wanted | None:
    """The one thing to do to a rollout now; None where it is to be left alone."""
    looks = (_on_failure, _on_breach, _on_doubt, _on_time)
    return next((found for look in looks if (found := look(view, fare)) is not None), None)


def _on_failure(view: View, fare: Fare) -> Wanted | None:
    failed = fare.failed_deployment()
    if failed is None:
        return None
    return _stop(view, fare, HALT, DEPLOYMENT_FAILED), f"deployment {failed.id} of it failed"


def _on_breach(view: View, fare: Fare) -> Wanted | None:
    worst = next((one for one in fare.health if one.state == BREACHED), None)
    if worst is None:
        return None
    why, action = f"«{worst.rule}» is breached: {worst.why}", worst.action
    if action == ROLL_BACK:
        version = fare.passage.version
        case = case_of(view, version.release, fare.course.environment, fare.now)
        frozen = any(not one.open for one in of_freezes(case, rollback=True))
        known = fare.passage.before.sha not in {"", version.sha}
        if case.sha == version.sha and known and not frozen:
            return roll_back(case, cause=BREACH), why
        # Where it cannot be taken back it goes no further, and a person has to look.
        kept = "a freeze stops rollbacks, too" if frozen else "nothing is known to go back to"
        return _stop(view, fare, HALT, BREACH), f"{why}; {kept}"
    if action == PAUSE and fare.passage.state == PAUSED:
        return None
    return _stop(view, fare, action, BREACH), why


def _on_doubt(view: View, fare: Fare) -> Wanted | None:
    """A rule of which nobody knows: at once where nothing is heard, else when its time is over."""
    over = fare.lasted >= fare.step.time
    doubt = next(
        (
            one
            for one in fare.health
            if one.state == NO_DATA or (one.state == INCONCLUSIVE and over)
        ),
        None,
    )
    if doubt is None or fare.passage.state == PAUSED:
        return None
    cause = SILENT if doubt.state == NO_DATA else IN_DOUBT
    return _stop(view, fare, PAUSE, cause), f"«{doubt.rule}»: {doubt.why}"


def _on_time(view: View, fare: Fare) -> Wanted | None:
    if waits_for(fare):
        return None
    number, following = fare.passage.number, fare.passage.step + 1
    if fare.last:
        return _step(view, fare, lambda one, sign: one.complete(number, sign)), "all steps are done"
    done = f"the step «{fare.step.name}» is done"
    return _step(view, fare, lambda one, sign: one.advance(number, following, sign)), done


def _stop(view: View, fare: Fare, action: str, cause: str) -> Step:
    number = fare.passage.number
    stop = Rollouts.pause if action == PAUSE else Rollouts.halt
    return _step(view, fare, lambda one, sign: stop(one, number, cause, sign))


def _step(view: View, fare: Fare, decide: Decide[Rollouts]) -> Step:
    course = fare.course
    key = (str(view.stream), course.environment, course.component)
    return Step(key, fare.passage.version.release, "drive", decide)
