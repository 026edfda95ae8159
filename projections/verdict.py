"""The verdict: whether a release may go into an environment now, and all that is in its way."""

from collections.abc import Callable, Iterable
from typing import Final

from msgspec.structs import replace

from domain import subject
from projections.approvals.judged import Glass, glass_of, of_approvals
from projections.case import Case
from projections.condition import FAILED, WAIVED, Condition, Verdict, state_of
from projections.freezes import of_freezes
from projections.gates.judged import of_gates
from projections.locks import of_locks, of_rollouts
from projections.promotions import of_promotion

Judge = Callable[[Case], Iterable[Condition]]


def of_policy(case: Case) -> Iterable[Condition]:
    """A file that cannot be understood lets nothing pass: nobody knows what it asked for."""
    for problem in case.policy.problems:
        yield Condition("policy", "policy", FAILED, problem, who=("whoever edits the file",))


# In the order in which the conditions are to be met, and told.
JUDGES: Final[tuple[Judge, ...]] = (
    of_policy,
    of_gates,
    of_approvals,
    of_freezes,
    of_promotion,
    of_locks,
    of_rollouts,
)


# To break the glass is to step over what a process asks for. What was taken back, and what is just
# going out, is no question of process: that is unlocked, or waited for.
SAFETY: Final = frozenset({"lock", "rollout"})


def verdict(case: Case) -> Verdict:
    """All conditions, met or not, in the order of their judges."""
    judged = tuple(one for judge in JUDGES for one in judge(case))
    glass = glass_of(case, case.view.decisions(subject.tag(case.release)))
    conditions = judged if glass is None else tuple(_overruled(one, glass) for one in judged)
    return Verdict(
        release=case.release,
        environment=case.environment,
        state=state_of(conditions),
        conditions=conditions,
        policy=case.policy.version,
        blocking=tuple(one for one in conditions if not one.open),
    )


def _overruled(one: Condition, glass: Glass) -> Condition:
    """What is not met, and does not count: somebody broke the glass, and owes a review of that."""
    if one.open or one.kind in SAFETY:
        return one
    why = f"{glass.by} broke the glass ({glass.reason}); it was {one.state}: {one.why}"
    return replace(one, state=WAIVED, why=why, positions=(*one.positions, glass.position))
