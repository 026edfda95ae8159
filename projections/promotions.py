"""Promotion: whether a release has been where it has to be before it goes into an environment."""

from collections.abc import Iterator
from datetime import timedelta

from domain.duration import in_words
from domain.promotion import Stage, Upstream, enough, graph, upstream_of
from domain.soak import longest
from projections.case import Case
from projections.condition import PASSED, PENDING, Condition
from projections.locks import fixed_by, locks_on
from projections.stays import stays_in


def stage_for(case: Case) -> Stage | None:
    """The environment as the policy has it for such a release; None where it says nothing."""
    return next(
        (
            one
            for one in case.policy.sections.environments
            if one.name.casefold() == case.environment.casefold()
            and one.selector.selects(
                type_=case.type_, component=case.component, environment=case.environment
            )
        ),
        None,
    )


def of_promotion(case: Case) -> Iterator[Condition]:
    """The judge: one condition where anything comes before the environment."""
    stage = stage_for(case)
    if stage is None or not stage.upstream:
        return
    positions: list[int] = []

    def stayed(environment: str) -> timedelta | None:
        # What was taken back from a place has proved nothing there.
        if any(not fixed_by(case.view, one, str(case.sha)) for one in locks_on(case, environment)):
            return None
        found, told = stays_in(case, environment)
        positions.extend(told)
        return longest(found, case.now) if found else None

    before = list(upstream_of(stage, graph(case.policy.sections.environments), stayed))
    met = enough(stage, before)
    told = "; ".join(_told(one) for one in before)
    why = f"{told}: {stage.wanted} of {len(before)} must have been before {stage.name}"
    open_ = tuple(f"whoever deploys to {one.environment}" for one in before if not one.met)
    yield Condition(
        *("promotion", f"into {stage.name}", PASSED if met else PENDING, why),
        who=() if met else open_,
        positions=tuple(sorted(set(positions))),
    )


def _told(one: Upstream) -> str:
    if one.skipped:
        return f"{one.environment} may be skipped"
    if one.stayed is None:
        return f"it was never in {one.environment}"
    soak = f" of {in_words(one.soak)}" if one.soak else ""
    return f"it stayed in {one.environment} for {in_words(one.stayed)}{soak}"
