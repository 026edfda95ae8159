"""Approving: a vote on the state that its voter was shown, or a refusal that is remembered."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from domain.ballot import ABSTAIN, APPROVE, REJECT, Ballot, Paper
from domain.deed import Signing
from domain.errors import Refused, ShipledgerError
from projections.approvals.judged import Judged
from projections.case import Case, known_case
from projections.directory import directory_of
from projections.verdict import verdict
from service.deeds import Decide, Deeds
from service.ledger import Ledger
from service.notebook import Settled

WITHDRAW: Final = "withdraw"
VOTES: Final = {APPROVE: Ballot.approve, REJECT: Ballot.reject, ABSTAIN: Ballot.abstain}
DECISIONS: Final = (*VOTES, WITHDRAW)


class Where(NamedTuple):
    """Which release is voted on, and for which environment: an empty one is none of them."""

    stream: UUID
    release: str
    environment: str = ""


class NotAsShown(ShipledgerError):
    """What is to be approved is not what the voter was shown."""


class Approving:
    """The ballots of all releases. Made once a process; thread-safe."""

    def __init__(
        self,
        ledger: Ledger,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._ballots: Deeds[Ballot] = Deeds(ledger, Ballot, clock)

    def vote(
        self, where: Where, decision: str, signing: Signing, *, digest: str | None = None
    ) -> Settled:
        """Cast or withdraw a vote.

        `digest` is that of the manifest which the voter was shown; None where he saw it just now.
        Raises `NotFound`, `NotAsShown`, and `Refused` after that was recorded.
        """
        if decision == WITHDRAW:
            return self._settle(where, decision, signing, partial(_withdraw, where.environment))
        with self._ledger.look(where.stream) as view:
            judged = Judged(known_case(view, where.release, where.environment, signing.at))
            paper, had = judged.paper(), _had(judged, signing.by)
            signing = signing._replace(seen=view.position)
        if digest is not None and digest != paper.digest:
            raise NotAsShown(
                f"{where.release} is not what you were shown any more: its manifest has the digest"
                f" {paper.digest[:12]}…, and yours {digest[:12]}…. Look again, and then decide."
            )
        return self._settle(where, decision, signing, partial(_vote, decision, paper, had))

    def delegate(
        self, where: Where, to: str, layer: str, until: datetime, signing: Signing
    ) -> Settled:
        """Let somebody else vote in one's place; raises as `vote` does."""
        return self._settle(
            *(where, "delegate", signing),
            lambda one, sign: one.delegate(to, layer, until, sign),
        )

    def end_delegation(self, where: Where, signing: Signing) -> Settled:
        """Vote for oneself again."""
        return self._settle(
            *(where, "end delegation", signing),
            lambda one, sign: one.end_delegation(sign),
        )

    def break_glass(self, where: Where, signing: Signing) -> Settled:
        """Let the release pass in one environment against the verdict."""
        with self._ledger.look(where.stream) as view:
            case = known_case(view, where.release, where.environment, signing.at)
            blocking = [one.name for one in verdict(case).blocking]
            rule = case.policy.sections.approvals.break_glass
            allowed = _may_break(case)
            signing = signing._replace(seen=view.position)

        def step(one: Ballot, sign: Signing) -> None:
            if rule is None or sign.by not in allowed:
                who = ", ".join(sorted(allowed)) or "nobody: its policy has no `break-glass`"
                raise Refused(f"Those who may break the glass of {where.release} are {who}.")
            if case.sha is None:
                raise Refused(f"{where.release} has no commit yet that could be deployed.")
            due = sign.at + rule.review_within
            one.break_glass(where.environment, case.sha, due, blocking, sign)

        return self._settle(where, "break glass", signing, step)

    def review_glass(self, where: Where, sha: str, outcome: str, signing: Signing) -> Settled:
        """Say afterwards whether it was right."""
        return self._settle(
            *(where, "review", signing),
            lambda one, sign: one.review_glass(where.environment, sha, outcome, sign),
        )

    def _settle(self, where: Where, what: str, signing: Signing, step: Decide[Ballot]) -> Settled:
        return self._ballots.settle(
            (str(where.stream), where.release),
            signing,
            step,
            refusing=lambda one, sign, why: one.deny(where.environment, what, sign, why),
        )


def _had(judged: Judged, person: str) -> tuple[list[str], list[str]]:
    """The roles and the teams that the person has now."""
    directory = judged.directory
    teams = (name for name, people in directory.teams.items() if person in people)
    return sorted(directory.roles(person, judged.case.environment)), sorted(teams)


def _vote(
    decision: str, paper: Paper, had: tuple[list[str], list[str]], ballot: Ballot, sign: Signing
) -> None:
    VOTES[decision](ballot, paper, *had, sign)


def _withdraw(environment: str, ballot: Ballot, sign: Signing) -> None:
    ballot.withdraw(environment, sign)


def _may_break(case: Case) -> frozenset[str]:
    rule = case.policy.sections.approvals.break_glass
    if rule is None:
        return frozenset()
    named = (rule.people, rule.teams, rule.roles)
    return directory_of(case.view).among(*named, case.environment)
