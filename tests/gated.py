"""A release with a policy, as the stories of gates begin."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from domain.check import TestsReported as SuiteReported
from domain.configuration import FileObserved
from domain.deed import Signing
from domain.evidence import EvidenceReported, Figure
from domain.gate import Gate
from domain.gatekeeping import Gatekeeping
from domain.issue import Issue, IssueClassified
from projections.case import Case, case_of
from projections.gates.ground import Ground
from projections.gates.judged import GateState, gates_of
from projections.policy.in_force import policy_of
from projections.verdict import verdict
from tests.story import STREAM, Story, minute

TAG = "v1.2.0"


class Gated(Story):
    """v1.2.0 is at the second commit after v1.1.0; the policy is the given one."""

    def __init__(self, policy: str) -> None:
        super().__init__()
        self.repository()
        base = self.commit("base")
        self.cut("v1.1.0", base)
        self.before = self.commit("before", base)
        self.sha = self.commit("ours", self.before)
        self.cut(TAG, self.sha)
        self.write(policy)
        self.keeping = Gatekeeping.of(str(STREAM), TAG, at=self.now())
        self.keeping.collect_events()

    def write(self, policy: str) -> None:
        told = {"path": ".shipledger.yml", "sha": self.sha, "content": policy}
        self.tell(FileObserved, **told)

    def gate(self, name: str) -> Gate:
        gates = policy_of(self.view()).sections.gates
        return next(one for one in gates if one.name == name)

    def decided(self, decide: Callable[[Gatekeeping, Signing], None], by: str = "mira") -> None:
        decide(self.keeping, Signing(by, self.now(), "It was looked at."))
        self.settled(self.keeping)

    def accept(self, gate: str, by: str = "mira", outcome: str = "accepted") -> None:
        which, sha = self.gate(gate), self.sha
        self.decided(lambda one, sign: one.sign_off(which, sha, outcome, (), None, sign), by)

    def waive(
        self,
        gate: str,
        *,
        sha: str = "",
        until: datetime | None = None,
        environment: str = "",
    ) -> None:
        which = self.gate(gate)
        self.decided(lambda one, sign: one.waive(which, environment, sha, until, sign))

    def tests(self, commit: str, suite: str, outcome: str, **counts: int) -> None:
        self.tell(SuiteReported, sha=commit, suite=suite, outcome=outcome, run="1", **counts)

    def evidence(
        self, commit: str, kind: str, outcome: str = "", name: str = "tool", **figures: float
    ) -> None:
        told = tuple(Figure(figure, value) for figure, value in figures.items())
        measured = EvidenceReported(
            at=self.now(),
            via="story",
            sha=commit,
            kind=kind,
            name=name,
            run="1",
            outcome=outcome,
            figures=told,
        )
        self.given(measured)

    def blocker(self, number: int, *, open_: bool = True, **told: Any) -> None:
        at = self.now()
        known = {"title": f"Issue {number}", "state": "open" if open_ else "closed"}
        self.tell(IssueClassified, at, issue=Issue(number=number, updated_at=at, **known | told))

    def case(
        self, environment: str = "", hours: float = 0, type_: str = "regular", **view: Any
    ) -> Case:
        """So long after the last news."""
        now = minute(self.minutes) + timedelta(hours=hours)
        seen = self.view(**view)
        return replace(case_of(seen, TAG, environment, now), type_=type_)

    def states(self, *place: Any, **other: Any) -> dict[str, GateState]:
        return {one.name: one for one in gates_of(Ground(self.case(*place, **other)))}

    def state(self, *place: Any, **other: Any) -> tuple[str, str]:
        """That of the only gate."""
        (only,) = self.states(*place, **other).values()
        return only.state, only.why

    def verdict(self, *place: Any, **other: Any) -> Any:
        return verdict(self.case(*place, **other))
