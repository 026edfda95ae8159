"""The verdict: whether a release may go into an environment now, and all that is in its way."""

from collections.abc import Callable, Iterable
from typing import Final

from projections.case import Case
from projections.condition import FAILED, Condition, Verdict, state_of
from projections.gates.judged import of_gates

Judge = Callable[[Case], Iterable[Condition]]


def of_policy(case: Case) -> Iterable[Condition]:
    """A file that cannot be understood lets nothing pass: nobody knows what it asked for."""
    for problem in case.policy.problems:
        yield Condition("policy", "policy", FAILED, problem, who=("whoever edits the file",))


# In the order in which the conditions are to be met, and told.
JUDGES: Final[tuple[Judge, ...]] = (of_policy, of_gates)


def verdict(case: Case) -> Verdict:
    """All conditions, met or not, in the order of their judges."""
    conditions = tuple(one for judge in JUDGES for one in judge(case))
    return Verdict(
        release=case.release,
        environment=case.environment,
        state=state_of(conditions),
        conditions=conditions,
        policy=case.policy.version,
        blocking=tuple(one for one in conditions if not one.open),
    )
