"""Gatekeeping as it is done: what somebody decides at a gate, proved by its policy and recorded."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
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

Decided = Decide[Gatekeeping]


class Gatekeepers:
    """Made once; thread-safe. Who was refused is remembered, too."""

    def __init__(
        self, ledger: Application[UUID], clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._deeds = Deeds(ledger, Gatekeeping, clock)

    def sign_off(  # noqa: PLR0913 - what a sign-off says, all named
        self,
        case: Case,
        gate: str,
        signing: Signing,
        *,
        sha: str,
        outcome: str,
        attachments: Sequence[Attachment],
    ) -> Settled:
        """Answer for the commit at a gate of the release."""
        known = gate_of(case, gate)
        among = _among(case.view, known)

        def decide(keeping: Gatekeeping, sign: Signing) -> None:
            _prove_current(case, sha)
            keeping.sign_off(known, sha, outcome, attachments, among, sign)

        return self._settle(case, gate, "sign-off", signing, decide)

    def withdraw_sign_off(self, case: Case, number: int, signing: Signing) -> Settled:
        def decide(keeping: Gatekeeping, sign: Signing) -> None:
            keeping.withdraw_sign_off(number, sign)

        return self._settle(case, "", f"withdrawal of sign-off {number}", signing, decide)

    def waive(
        self,
        case: Case,
        gate: str,
        signing: Signing,
        *,
        sha: str,
        expires_at: datetime | None,
    ) -> Settled:
        """Let the release pass a gate unmet, in the case's environment or in all."""
        known = gate_of(case, gate)

        def decide(keeping: Gatekeeping, sign: Signing) -> None:
            if sha:
                _prove_current(case, sha)
            keeping.waive(known, case.environment, sha, expires_at, sign)

        return self._settle(case, gate, "waiver", signing, decide)

    def withdraw_waiver(self, case: Case, number: int, signing: Signing) -> Settled:
        def decide(keeping: Gatekeeping, sign: Signing) -> None:
            keeping.withdraw_waiver(number, sign)

        return self._settle(case, "", f"withdrawal of waiver {number}", signing, decide)

    def _settle(
        self, case: Case, gate: str, what: str, signing: Signing, decide: Decided
    ) -> Settled:
        key = (str(case.view.stream), case.release)
        return self._deeds.settle(key, signing, decide, refusing=partial(_deny, gate, what))


def gate_of(case: Case, name: str) -> Gate:
    """The gate of the policy in force; raises `NotFound`."""
    gates = case.policy.sections.gates
    for one in gates:
        if one.name == name:
            return one
    known = ", ".join(f"«{one.name}»" for one in gates) or "none"
    raise NotFound(f"The policy has no gate «{name}»: there is {known}.")


def _among(view: View, gate: Gate) -> frozenset[str] | None:
    return signers(directory_of(view), gate.way) if isinstance(gate.way, SignedOff) else None


def _prove_current(case: Case, sha: str) -> None:
    """What was tried has to be what would be released: a tag may have moved since the look."""
    if case.sha is None:
        raise Refused(f"{case.release} names no commit yet: cut the tag first, and look at that.")
    if sha != case.sha:
        raise Refused(f"{case.release} names {case.sha} now, and not {sha}: look at that first.")


def _deny(gate: str, what: str, keeping: Gatekeeping, sign: Signing, why: Refused) -> None:
    keeping.deny(gate, what, sign, why)
