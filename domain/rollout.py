"""Rollouts: what goes out in one environment, one release at a time, and what is taken back.

A rollback locks the commit that it takes back, and all that come after it, until a fix is named;
and it holds whatever would be promoted by itself, until somebody lifts the hold.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event

from domain import subject
from domain.aggregate import Aggregate, Beginning
from domain.deed import Deed, Signing, reasoned
from domain.edit import AlreadySo
from domain.errors import Refused
from domain.rollout_step import Step

RUNNING, PAUSED, HALTED = "running", "paused", "halted"
COMPLETED, ROLLED_BACK = "completed", "rolled back"
OPEN: Final = (RUNNING, PAUSED)
# What made a rollout stop, beside a person: what a policy saw.
PERSON, BREACH, NO_DATA = "person", "breach", "no data"
INCONCLUSIVE, DEPLOYMENT_FAILED = "inconclusive", "deployment failed"
# Under it is filed that anything at all was rolled out in a repository.
ROLLOUTS: Final = "rollouts"


def course(environment: str) -> str:
    """The subject of all that is decided there; «Production» and «production» are one place."""
    return f"course:{environment.casefold()}"


class Version(NamedTuple):
    """A release, and the commit that it was then; the release is empty where no tag named it."""

    release: str
    sha: str


class InEnvironment(Deed):
    """What was decided about an environment, or a component in it; `number` counts rollouts."""

    environment: str
    component: str
    number: int

    def about(self) -> tuple[str, ...]:
        return (subject.environment(self.environment), course(self.environment), ROLLOUTS)


class OfRollout(InEnvironment):
    release: str

    def about(self) -> tuple[str, ...]:
        tag = (subject.tag(self.release),) if self.release else ()
        return (*tag, *super().about())


class Rollouts(Aggregate):
    """One for each environment and component of a repository."""

    TOPIC = "rollouts"

    class Opened(Beginning):
        TOPIC = "rollouts.opened"
        repository: str
        environment: str
        component: str
        at: datetime

    class Started(OfRollout):
        """`pinned` where it is not the newest that might go there: that holds newer ones.

        `before` is what ran there then, to which one would go back; empty where that is unknown.
        `policy` is the version of the policy whose steps these are.
        """

        TOPIC = "rollout.started"
        sha: str
        steps: list[dict[str, Any]]
        before_release: str
        before_sha: str
        pinned: bool
        policy: str

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.number = self.number
            rollouts.latest = Version(self.release, self.sha)
            rollouts.state, rollouts.step, rollouts.steps = RUNNING, 0, len(self.steps)

    class Advanced(OfRollout):
        """To the step, counted from 0."""

        TOPIC = "rollout.advanced"
        step: int

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.step = self.step

    class Paused(OfRollout):
        TOPIC = "rollout.paused"
        cause: str

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.state = PAUSED

    class Resumed(OfRollout):
        TOPIC = "rollout.resumed"

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.state = RUNNING

    class Halted(OfRollout):
        """It stays where it had come to, and goes no further."""

        TOPIC = "rollout.halted"
        cause: str

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.state = HALTED

    class Completed(OfRollout):
        """Everybody has it. `step` is the one after which that was said."""

        TOPIC = "rollout.completed"
        step: int

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.state = COMPLETED

    class RolledBack(OfRollout):
        """`number` is the rollout that it undoes; 0 where that was no rollout of ours.

        `locked` is the bad change, where somebody named it; else the whole release.
        """

        TOPIC = "rollout.rolled_back"
        sha: str
        locked: str
        to_release: str
        to_sha: str
        cause: str

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.locks.add(self.locked)
            rollouts.held = True
            rollouts.undone[self.sha] = self.locked
            if self.number:
                rollouts.state = ROLLED_BACK

    class Locked(InEnvironment):
        """The commit must not go there, nor any that has it in its history."""

        TOPIC = "rollout.locked"
        sha: str

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.locks.add(self.sha)

    class Unlocked(InEnvironment):
        """By the commit that mends it; for all, where `fixed_by` is empty."""

        TOPIC = "rollout.unlocked"
        sha: str
        fixed_by: str

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.fixes.setdefault(self.sha, set()).add(self.fixed_by)
            if not self.fixed_by:
                rollouts.locks.discard(self.sha)
                rollouts.fixes.pop(self.sha)

    class Held(InEnvironment):
        """Nothing is promoted there by itself any more."""

        TOPIC = "rollout.held"

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.held = True

    class Lifted(InEnvironment):
        TOPIC = "rollout.hold_lifted"

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.held = False

    class Denied(OfRollout):
        """Somebody tried, and a rule said no: `reason` is what he was told."""

        TOPIC = "rollout.denied"
        what: str

        def apply(self, rollouts: "Rollouts") -> None:
            rollouts.denied += 1

    @event(Opened)
    def __init__(self, repository: str, environment: str, component: str, at: datetime) -> None:
        self.repository = repository
        self.environment = environment
        self.component = component
        self.at = at
        self.number = 0
        self.latest = Version("", "")
        self.undone: dict[str, str] = {}  # what was taken back, and the commit that it locked
        self.state = ""
        self.step = 0
        self.steps = 0
        self.locks: set[str] = set()
        self.fixes: dict[str, set[str]] = {}
        self.held = False
        self.denied = 0

    @staticmethod
    def create_id(repository: str, environment: str, component: str) -> UUID:
        """GitHub takes «Production» and «production» for one environment."""
        place = f"{repository}/{environment.casefold()}/{component}"
        return uuid5(NAMESPACE_URL, f"shipledger:/rollouts/{place}")

    @classmethod
    def of(cls, repository: str, environment: str, component: str, *, at: datetime) -> "Rollouts":
        """An empty one: nothing was rolled out yet."""
        return cls(repository=repository, environment=environment, component=component, at=at)

    # -- forward ----------------------------------------------------------------------------------

    def start(  # noqa: PLR0913 - what a rollout says
        self,
        version: Version,
        steps: Sequence[Step],
        before: Version,
        sign: Signing,
        *,
        pinned: bool = False,
        policy: str = "",
    ) -> None:
        """Begin with the first step; raises `Refused` while another one is under way."""
        if self.state in OPEN:
            if self.latest == version:
                raise AlreadySo(f"{self._named()} already.")
            raise Refused(f"{self._named()}: complete it, halt it or roll it back first.")
        if self._locked(version.sha):
            raise Refused(
                f"{version.release or version.sha[:10]} was taken back from {self.environment}:"
                " release a fix, or unlock its commit if nothing is wrong with it."
            )
        self._decide(
            *(self.Started, sign, version.release),
            number=self.number + 1,
            sha=version.sha,
            steps=[one.told() for one in steps],
            before_release=before.release,
            before_sha=before.sha,
            pinned=pinned,
            policy=policy,
        )

    def advance(self, number: int, to: int, sign: Signing) -> None:
        """To the next step. Who asks says which one that is: two who ask at once mean one step."""
        self._prove_running(number)
        if to == self.step:
            raise AlreadySo(f"{self._named()}, at step {to + 1} already.")
        if to != self.step + 1 or to >= self.steps:
            raise Refused(
                f"It is at step {self.step + 1} of {self.steps}, and goes on step by step;"
                " after the last one it is completed."
            )
        self._decide(self.Advanced, sign, self.latest.release, number=number, step=to)

    def complete(self, number: int, sign: Signing) -> None:
        """Everybody has it: after the last step, or before it where somebody says so."""
        if number == self.number and self.state == COMPLETED:
            raise AlreadySo(f"Rollout {number} is completed already.")
        self._prove_running(number)
        told = {"number": number, "step": self.step}
        self._decide(self.Completed, sign, self.latest.release, **told)

    # -- stopping ---------------------------------------------------------------------------------

    def pause(self, number: int, cause: str, sign: Signing) -> None:
        """Stop the clock, until somebody resumes it."""
        if number == self.number and self.state == PAUSED:
            raise AlreadySo(f"Rollout {number} is paused already.")
        self._prove_running(number)
        told = {"number": number, "cause": cause}
        self._decide(self.Paused, reasoned(sign), self.latest.release, **told)

    def resume(self, number: int, sign: Signing) -> None:
        """Go on where it was paused."""
        if number == self.number and self.state == RUNNING:
            raise AlreadySo(f"Rollout {number} is running already.")
        self._prove_open(number)
        self._decide(self.Resumed, reasoned(sign), self.latest.release, number=number)

    def halt(self, number: int, cause: str, sign: Signing) -> None:
        """End it where it stands: those who have it keep it, and nobody else gets it."""
        if number == self.number and self.state == HALTED:
            raise AlreadySo(f"Rollout {number} is halted already.")
        self._prove_open(number)
        told = {"number": number, "cause": cause}
        self._decide(self.Halted, reasoned(sign), self.latest.release, **told)

    def roll_back(
        self, bad: Version, to: Version, cause: str, sign: Signing, *, change: str = ""
    ) -> None:
        """Take the release back, to what ran before; `change` is the commit that broke it."""
        if bad.sha in self.undone and self._locked(bad.sha) and self.state not in OPEN:
            raise AlreadySo(f"{bad.release or bad.sha[:10]} was rolled back already.")
        if self.state in OPEN and self.latest != bad:
            raise Refused(f"{self._named()}: roll that one back, or halt it first.")
        if bad.sha == to.sha:
            raise Refused(f"{to.release or to.sha[:10]} is the same commit: nothing would change.")
        told = {"to_release": to.release, "to_sha": to.sha, "cause": cause}
        told |= {"sha": bad.sha, "locked": change or bad.sha}
        number = self.number if self.latest == bad else 0
        self._decide(self.RolledBack, reasoned(sign), bad.release, number=number, **told)

    # -- locks and holds --------------------------------------------------------------------------

    def lock(self, sha: str, sign: Signing) -> None:
        """Keep a commit out, with all that come after it."""
        if sha in self.locks:
            raise AlreadySo(f"{sha[:10]} is locked already.")
        self._here(self.Locked, reasoned(sign), sha=sha)

    def unlock(self, sha: str, fixed_by: str, sign: Signing) -> None:
        """Let those pass that have the fix in their history; all, where none is named."""
        if sha not in self.locks:
            raise AlreadySo(f"{sha[:10]} is not locked in {self.environment}.")
        if fixed_by and fixed_by in self.fixes.get(sha, ()):
            raise AlreadySo(f"{fixed_by[:10]} is known as a fix already.")
        if fixed_by == sha:
            raise Refused("A commit does not mend itself: name the one that does.")
        self._here(self.Unlocked, reasoned(sign), sha=sha, fixed_by=fixed_by)

    def hold(self, sign: Signing) -> None:
        """Promote nothing by itself any more."""
        if self.held:
            raise AlreadySo(f"{self.environment} is held already.")
        self._here(self.Held, reasoned(sign))

    def lift(self, sign: Signing) -> None:
        """Let what may go there go by itself again."""
        if not self.held:
            raise AlreadySo(f"{self.environment} is not held.")
        self._here(self.Lifted, reasoned(sign))

    def deny(self, release: str, what: str, sign: Signing, why: Refused) -> None:
        """Remember that somebody tried, and what was answered."""
        told = sign._replace(reason=str(why))
        self._decide(self.Denied, told, release, number=self.number, what=what)

    # -- what they share --------------------------------------------------------------------------

    def _locked(self, sha: str) -> bool:
        return self.undone.get(sha, sha) in self.locks

    def _named(self) -> str:
        what = self.latest.release or self.latest.sha[:10]
        return f"{what} is being rolled out to {self.environment} (rollout {self.number})"

    def _prove_open(self, number: int) -> None:
        if number != self.number or not number:
            raise Refused(f"Rollout {number} is not the one under way: look at the page again.")
        if self.state not in OPEN:
            raise Refused(f"Rollout {number} is {self.state}: begin a new one.")

    def _prove_running(self, number: int) -> None:
        self._prove_open(number)
        if self.state == PAUSED:
            raise Refused(f"Rollout {number} is paused: resume it first, or halt it.")

    def _here(self, kind: type[InEnvironment], sign: Signing, **what: Any) -> None:
        where = {"environment": self.environment, "component": self.component}
        told = {"repository": self.repository, "number": self.number, **where}
        self.trigger_event(kind, **{**told, **what}, **sign._asdict())

    def _decide(self, kind: type[OfRollout], sign: Signing, release: str, **what: Any) -> None:
        self._here(kind, sign, release=release, **what)
