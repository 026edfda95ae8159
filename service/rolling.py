"""Rolling out as it is done: what somebody wants of an environment, proved, then recorded."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from eventsourcing.application import Application

from domain import subject
from domain.deed import Signing
from domain.errors import NotFound, Refused
from domain.health_rule import BREACHED
from domain.rollout import PERSON, Rollouts, Version
from projections.candidates import is_newest, running_in
from projections.case import Case
from projections.condition import PASSED
from projections.course import Course, course_of
from projections.freezes import of_freezes
from projections.rollouts import Fare, programme_for
from projections.shipments import shipments_of
from projections.tags_at import tags_at
from projections.verdict import verdict
from projections.view import View
from service.deeds import Decide, Deeds
from service.notebook import Settled

ADVANCE, PAUSE, RESUME, HALT, COMPLETE = "advance", "pause", "resume", "halt", "complete"
# What may be done to a rollout that is under way.
GO_ON = (ADVANCE, PAUSE, RESUME, HALT, COMPLETE)


class Step(NamedTuple):
    """What somebody wants; it needs no view any more, which would hold a connection meanwhile."""

    key: tuple[str, str, str]
    release: str
    what: str
    decide: Decide[Rollouts]


class Rolling:
    """Made once; thread-safe. Who was refused is remembered, too."""

    def __init__(
        self, ledger: Application[UUID], clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._deeds = Deeds(ledger, Rollouts, clock)

    def settle(self, step: Step, signing: Signing, *, remember: bool = True) -> Settled:
        """Record the step; raises `Refused`, after that is recorded where `remember` says so."""
        refusing = partial(_deny, step.release, step.what) if remember else None
        return self._deeds.settle(step.key, signing, step.decide, refusing=refusing)


def promote(case: Case) -> Step:
    """Begin to roll the release out, by the policy's steps, where its verdict allows that."""
    environment = case.environment
    judged = verdict(case)
    sha, steps = case.sha, programme_for(case).steps
    version = Version(case.release, sha or "")
    before = running_in(case.view, environment, case.component) or Version("", "")
    pinned, policy = not is_newest(case), case.policy.version

    def decide(rollouts: Rollouts, sign: Signing) -> None:
        if sha is None:
            raise Refused(f"{case.release} names no commit yet: cut the tag first.")
        if judged.state != PASSED:
            first = judged.blocking[0]
            raise Refused(
                f"The release {case.release} may not go into {environment} yet: {first.kind}"
                f" «{first.name}» is {first.state}: {first.why}. `shipledger release why` tells"
                " all of it."
            )
        rollouts.start(version, steps, before, sign, pinned=pinned, policy=policy)

    return Step(_key(case.view, environment, case.component), case.release, "start", decide)


def go_on(view: View, course: Course, what: str, *, now: datetime, to: int | None = None) -> Step:
    """Do one of `GO_ON` to the rollout that is under way; `to` is the step, counted from 1.

    Raises `Refused` where none ever began.
    """
    passage = course.current
    if passage is None:
        raise Refused(f"Nothing was ever rolled out to {course.environment} here: begin with it.")
    number, following = passage.number, passage.step + 1 if to is None else to - 1
    fare = Fare(view, course, passage, now)
    unwell = any(one.state == BREACHED for one in fare.health)

    does: dict[str, Decide[Rollouts]] = {
        ADVANCE: lambda one, sign: one.advance(number, following, sign),
        PAUSE: lambda one, sign: one.pause(number, PERSON, sign),
        RESUME: lambda one, sign: one.resume(number, sign),
        HALT: lambda one, sign: one.halt(number, PERSON, sign),
        COMPLETE: lambda one, sign: one.complete(number, sign),
    }

    def decide(rollouts: Rollouts, sign: Signing) -> None:
        if unwell and what in {ADVANCE, COMPLETE} and not sign.reason.strip():
            raise Refused("A health rule is breached: say why it is to go on all the same.")
        does[what](rollouts, sign)

    key = _key(view, course.environment, course.component)
    return Step(key, passage.version.release, what, decide)


def roll_back(case: Case, *, to: str = "", change: str = "", cause: str = PERSON) -> Step:
    """Take the case's release back from its environment, to the release `to` or what ran before.

    `change` is the commit that broke it, where somebody knows: that alone is locked then.
    """
    environment = case.environment
    bad = Version(case.release, case.sha or "")
    there, target = _before(case, to)
    frozen = [one for one in of_freezes(case, rollback=True) if not one.open]
    in_it = not change or case.view.commits.is_ancestor(change, bad.sha)

    def decide(rollouts: Rollouts, sign: Signing) -> None:
        if not there:
            raise Refused(f"{case.release} neither runs in {environment} nor is on its way there.")
        if target is None:
            raise Refused(
                f"It is not known what ran in {environment} before {case.release}: name the release"
                " to go back to. It has to have run there."
            )
        if frozen:
            raise Refused(f"A freeze stops rollbacks, too. {frozen[0].why}")
        if not in_it:
            raise Refused(f"{change[:10]} is not in {case.release}: it cannot have broken it.")
        rollouts.roll_back(bad, target, cause, sign, change=change)

    key = _key(case.view, environment, case.component)
    return Step(key, case.release, "roll back", decide)


def lock(view: View, course: Course, sha: str) -> Step:
    """Keep a commit out of the environment, with all that come after it."""
    return _here(view, course, "lock", lambda one, sign: one.lock(sha, sign))


def unlock(view: View, course: Course, sha: str, fixed_by: str) -> Step:
    """Let those in again that have the fix; all, where none is named."""
    return _here(view, course, "unlock", lambda one, sign: one.unlock(sha, fixed_by, sign))


def hold(view: View, course: Course, *, held: bool) -> Step:
    """Whether anything is promoted there by itself."""
    what = "hold" if held else "lift the hold"
    return _here(
        *(view, course, what),
        lambda one, sign: one.hold(sign) if held else one.lift(sign),
    )


def known_commit(view: View, text: str) -> str:
    """The one commit that begins so, or that a tag names; raises `NotFound`."""
    _, tag = next(iter(view.tags.of([text])))
    sha = tag.sha if tag is not None and tag.exists else view.commits.expand(text.lower())
    if sha is None:
        raise NotFound(f"No commit, or more than one, that is known here is {text}.")
    return sha


def _before(case: Case, to: str) -> tuple[bool, Version | None]:
    """Whether the release is there, or on its way; and what to go back to, which once ran there."""
    view, place = case.view, case.environment
    course = course_of(view, place, case.component)
    passage = course.current
    running = running_in(view, place, case.component)
    here = (running.sha if running else "", passage.version.sha if passage else "")
    ran = [one for one in shipments_of(view.about(subject.environment(place))) if one.succeeded_at]
    ran.sort(key=lambda one: (one.succeeded_at, one.id))
    if to:
        _, tag = next(iter(view.tags.of([to])))
        known = tag is not None and tag.sha in {one.sha for one in ran}
        return case.sha in here, Version(to, tag.sha) if known and tag and tag.sha else None
    # What ran before may be the same commit, deployed again: that is no way back.
    ours = passage is not None and passage.version.sha == case.sha
    if passage is not None and ours and passage.before.sha not in {"", case.sha}:
        return True, passage.before
    before = [one.sha for one in ran if one.sha != case.sha]
    if not before:
        return case.sha in here, None
    names = tags_at(view, before[-1:])[before[-1]]
    return case.sha in here, Version(names[0] if names else "", before[-1])


def _named(environment: str) -> str:
    if not environment:
        raise Refused("Say into which environment: nothing is rolled out everywhere at once.")
    return environment


def _here(view: View, course: Course, what: str, decide: Decide[Rollouts]) -> Step:
    return Step(_key(view, course.environment, course.component), "", what, decide)


def _key(view: View, environment: str, component: str) -> tuple[str, str, str]:
    return str(view.stream), _named(environment), component


def _deny(release: str, what: str, rollouts: Rollouts, sign: Signing, why: Refused) -> None:
    rollouts.deny(release, what, sign, why)
