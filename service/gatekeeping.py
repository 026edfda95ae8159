"""Gatekeeping as it is done: what somebody wants at a gate, proved by its policy, then recorded."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from eventsourcing.application import Application

from domain.deed import Signing
from domain.errors import NotFound, Refused
from domain.gate import Gate, SignedOff
from domain.gatekeeping import Attachment, Gatekeeping
from projections.case import Case
from projections.directory import directory_of
from projections.gates.by_sign_off import signers
from projections.view import View
from service.deeds import Decide, Deeds
from service.notebook import Settled


class Step(NamedTuple):
    """What somebody wants; it needs no view any more, which would hold a connection meanwhile."""

    key: tuple[str, str]
    gate: str
    what: str
    decide: Decide[Gatekeeping]


class Gatekeepers:
    """Made once; thread-safe. Who was refused is remembered, too."""

    def __init__(
        self, ledger: Application[UUID], clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._deeds = Deeds(ledger, Gatekeeping, clock)

    def settle(self, step: Step, signing: Signing) -> Settled:
        """Record the step; raises `Refused` after that is recorded."""
        refusing = partial(_deny, step.gate, step.what)
        return self._deeds.settle(step.key, signing, step.decide, refusing=refusing)


def sign_off(
    case: Case, gate: str, *, sha: str, outcome: str, attachments: Sequence[Attachment]
) -> Step:
    """Answer for the commit at a gate of the release; raises `NotFound`."""
    known = gate_of(case, gate)
    among, release, current = _among(case.view, known), case.release, case.sha

    def decide(keeping: Gatekeeping, sign: Signing) -> None:
        _prove_current(release, current, sha)
        keeping.sign_off(known, sha, outcome, attachments, among, sign)

    return Step(_key(case), gate, "sign-off", decide)


def withdraw_sign_off(case: Case, number: int) -> Step:
    """Take it back."""

    def decide(keeping: Gatekeeping, sign: Signing) -> None:
        keeping.withdraw_sign_off(number, sign)

    return Step(_key(case), "", f"withdrawal of sign-off {number}", decide)


def waive(case: Case, gate: str, *, sha: str, expires_at: datetime | None) -> Step:
    """Let the release pass a gate unmet, in the case's environment or in all."""
    known = gate_of(case, gate)
    release, current, environment = case.release, case.sha, case.environment

    def decide(keeping: Gatekeeping, sign: Signing) -> None:
        if sha:
            _prove_current(release, current, sha)
        keeping.waive(known, environment, sha, expires_at, sign)

    return Step(_key(case), gate, "waiver", decide)


def withdraw_waiver(case: Case, number: int) -> Step:
    """Have the gate met after all."""

    def decide(keeping: Gatekeeping, sign: Signing) -> None:
        keeping.withdraw_waiver(number, sign)

    return Step(_key(case), "", f"withdrawal of waiver {number}", decide)


def gate_of(case: Case, name: str) -> Gate:
    """The gate of the policy in force; raises `NotFound`."""
    gates = case.policy.sections.gates
    for one in gates:
        if one.name == name:
            return one
    known = ", ".join(f"«{one.name}»" for one in gates) or "none"
    raise NotFound(f"The policy has no gate «{name}»: there is {known}.")


def _key(case: Case) -> tuple[str, str]:
    return str(case.view.stream), case.release


def _among(view: View, gate: Gate) -> frozenset[str] | None:
    return signers(directory_of(view), gate.way) if isinstance(gate.way, SignedOff) else None


def _prove_current(release: str, current: str | None, sha: str) -> None:
    """What was tried has to be what would be released: a tag may have moved since the look."""
    if current is None:
        raise Refused(f"{release} names no commit yet: cut the tag first, and look at that.")
    if sha != current:
        raise Refused(f"{release} names {current} now, and not {sha}: look at that first.")


def _deny(gate: str, what: str, keeping: Gatekeeping, sign: Signing, why: Refused) -> None:
    keeping.deny(gate, what, sign, why)
