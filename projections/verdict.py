"""The verdict: whether a release may go into an environment now, and all that is in its way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain import subject
from domain.version import read
from projections.condition import FAILED, Condition, Verdict, state_of
from projections.policy.in_force import Policy, policy_of
from projections.tag_state import tag_of
from projections.view import View


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: a release by its name, which a plan may bear before the tag is cut.

    `sha` is the commit that would be deployed, None before there is one; `environment` is empty
    where no particular one is asked about; `now` is the moment of the question, in UTC.
    """

    view: View
    release: str
    sha: str | None
    component: str
    environment: str
    now: datetime
    policy: Policy


Judge = Callable[[Case], Iterable[Condition]]


def of_policy(case: Case) -> Iterable[Condition]:
    """A file that cannot be understood lets nothing pass: nobody knows what it asked for."""
    for problem in case.policy.problems:
        yield Condition("policy", "policy", FAILED, problem, who=("whoever edits the file",))


# In the order in which the conditions are to be met, and told.
JUDGES: Final[tuple[Judge, ...]] = (of_policy,)


def case_of(view: View, release: str, environment: str, now: datetime) -> Case:
    """The release as it stands at the view's position and moment."""
    tag = tag_of(release, view.about(subject.tag(release)))
    return Case(
        view=view,
        release=release,
        sha=tag.sha if tag is not None else None,
        component=read(release).component,
        environment=environment,
        now=now,
        policy=policy_of(view),
    )


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
