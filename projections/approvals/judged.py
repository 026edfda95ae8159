"""Approvals, judged: the layers of a release as they stand, and the conditions that follow."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct

from domain import subject
from domain.approval import OPEN, SATISFIED, Place, Standing, standing
from domain.ballot import APPROVE, REJECT, Paper
from projections.approvals.answer import Approvals, CastVote, Excluded, layer_state
from projections.approvals.voters import excluded_from, layers_of, place_of
from projections.approvals.votes import attempts, broken, delegations, votes
from projections.case import Case
from projections.condition import FAILED, NOT_APPLICABLE, PASSED, PENDING, STALE, Condition
from projections.contents import Contents
from projections.directory import Directory, directory_of
from projections.gates.judged import of_gates
from projections.manifest import Manifest, difference, manifest_of, scope_of
from projections.recorded import Recorded


class Judged:
    """The approvals of one case. What nobody asks for is not read."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._recorded = case.view.decisions(subject.tag(case.release))

    @cached_property
    def directory(self) -> Directory:
        return directory_of(self.case.view)

    @cached_property
    def scope(self) -> Contents | None:
        return scope_of(self.case)

    @cached_property
    def manifest(self) -> Manifest:
        return manifest_of(self.case, of_gates(self.case), self.scope)

    @cached_property
    def excluded(self) -> dict[str, str]:
        return excluded_from(self.case, self.scope, self.directory)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        now = self.case.now
        standing_in = delegations(self._recorded, now)
        return tuple(
            place_of(
                layer,
                self.case,
                self.directory,
                {
                    one.by: one.to
                    for one in standing_in
                    # Who may not approve cannot do it by the hand of somebody else, either.
                    if one.layer in ("", layer.name) and one.by not in self.excluded
                },
            )
            for layer in layers_of(self.case)
        )

    @cached_property
    def votes(self) -> tuple[CastVote, ...]:
        return votes(self._recorded, self.case.environment, self._void)

    def _void(self, vote: Any) -> tuple[str, ...]:
        return difference(self.case.view, vote, self.manifest)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        several = self.case.policy.sections.approvals.several
        return standing(self.places, self._approving(counting=True), several=several)

    def _approving(self, *, counting: bool) -> set[str]:
        """Whose approval counts; or whose would, had nothing changed since."""
        return {
            one.by
            for one in self.votes
            if one.decision == APPROVE
            and one.by not in self.excluded
            and (one.counts if counting else not one.withdrawn)
        }

    @cached_property
    def rejections(self) -> tuple[CastVote, ...]:
        return tuple(one for one in self.votes if one.counts and one.decision == REJECT)

    def paper(self) -> Paper:
        """What a vote is cast on now."""
        shown = self.manifest
        void = frozenset(
            (one.environment, one.by) for one in self.votes if one.void and not one.withdrawn
        )
        return Paper(
            release=self.case.release,
            environment=self.case.environment,
            sha=shown.sha or "",
            policy=shown.policy,
            digest=shown.digest,
            material=shown.material,
            gates={one.name: one.state for one in shown.gates},
            places=self.places,
            excluded=self.excluded,
            void=void,
            several=self.case.policy.sections.approvals.several,
            proved_within=self.case.policy.sections.approvals.proved_within,
        )

    def could(self, place: Place) -> tuple[str, ...]:
        """Who could still stand in the layer."""
        if place.eligible is None:
            return ("whoever may approve",)
        given = self._approving(counting=True)
        return tuple(sorted(place.eligible - self.excluded.keys() - given))

    def answer(self) -> Approvals:
        """All of it."""
        conditions = list(self.conditions())
        state, why = _together(conditions)
        return Approvals(
            release=self.case.release,
            environment=self.case.environment,
            state=state,
            why=why,
            layers=tuple(layer_state(one, self.could(one.place)) for one in self.standings),
            votes=self.votes,
            excluded=tuple(Excluded(*one) for one in sorted(self.excluded.items())),
            delegations=delegations(self._recorded, self.case.now),
            broken=broken(self._recorded, self.case.now),
            attempts=attempts(self._recorded),
            manifest=self.manifest,
        )

    def conditions(self) -> Iterator[Condition]:
        """One for each layer, and one for each rejection before them."""
        if not self.places:
            return
        for vote in self.rejections:
            yield Condition(
                "approval",
                f"rejection by {vote.by}",
                FAILED,
                f"{vote.name or vote.by} rejected it: {vote.reason}",
                who=(vote.by,),
                positions=(vote.position,),
            )
        several = self.case.policy.sections.approvals.several
        before = standing(self.places, self._approving(counting=False), several=several)
        for one, former in zip(self.standings, before, strict=True):
            yield self._condition(one, stale=former.missing < one.missing)

    def _condition(self, one: Standing, *, stale: bool) -> Condition:
        place = one.place
        given = tuple(vote.position for vote in self.votes if vote.counts and vote.by in one.by)
        if one.state == SATISFIED:
            by = ", ".join(one.by)
            return Condition("approval", place.name, PASSED, f"approved by {by}", positions=given)
        wanted = f"{one.missing} more of {place.required} approvals"
        if stale:
            void = [vote for vote in self.votes if vote.decision == APPROVE and vote.void]
            why = "; ".join(dict.fromkeys(reason for vote in void for reason in vote.void))
            told = f"{wanted}: what was approved has changed since ({why})"
            return Condition("approval", place.name, STALE, told, self.could(place), given)
        if one.state == OPEN:
            return Condition("approval", place.name, PENDING, wanted, self.could(place), given)
        told = f"{wanted}, once the layer before it has all of its own"
        return Condition("approval", place.name, PENDING, told, self.could(place), given)


def of_approvals(case: Case) -> Iterable[Condition]:
    """The judge."""
    if not case.policy.sections.approvals.layers:
        return ()
    return Judged(case).conditions()


def _together(conditions: list[Condition]) -> tuple[str, str]:
    if not conditions:
        return NOT_APPLICABLE, "Nobody's approval is asked for."
    for state in (FAILED, STALE, PENDING):
        for one in conditions:
            if one.state == state:
                return state, f"{one.name}: {one.why}."
    return PASSED, "Every layer has the approvals that it wants."


class Glass(Struct, frozen=True):
    """That the glass is broken for a case, and the decision that says so."""

    by: str
    reason: str
    position: int


def glass_of(case: Case, recorded: Iterable[Recorded]) -> Glass | None:
    """Whether somebody decided to deploy this commit into this environment all the same."""
    for one in broken(recorded, case.now):
        if case.environment == one.environment and case.sha == one.sha:
            return Glass(one.by, one.reason, one.position)
    return None
