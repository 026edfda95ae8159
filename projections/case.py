"""A case: a release on its way into an environment, with all that judges ask about it."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from domain import subject
from domain.errors import NotFound
from domain.version import read
from projections.branches import head_of
from projections.plan import Plan, plan_of
from projections.policy.in_force import Policy, policy_of
from projections.repositories import repository
from projections.tag_state import tag_of
from projections.view import View

# What a release is of which nobody planned anything else.
REGULAR: Final = "regular"


class Case(Struct, frozen=True):
    """What is judged: a release by its name, which a plan may bear before the tag is cut.

    `sha` is the commit that would be deployed, None before there is one; `environment` is empty
    where no particular one is asked about; `now` is the moment of the question, in UTC; `type_` is
    the release's, for which its plan decides.
    """

    view: View
    release: str
    sha: str | None
    component: str
    environment: str
    now: datetime
    policy: Policy
    type_: str = REGULAR


def known_case(view: View, release: str, environment: str, now: datetime) -> Case:
    """The same of a release that anything was ever told of, or decided about."""
    about = subject.tag(release)
    if not view.about(about) and not view.decisions(about):
        raise NotFound(f"no release {release} is known here: check its spelling, or plan it first")
    return case_of(view, release, environment, now)


def case_of(view: View, release: str, environment: str, now: datetime) -> Case:
    """The release as it stands at the view's position and moment."""
    tag = tag_of(release, view.about(subject.tag(release)))
    plan = plan_of(view, release)
    return Case(
        view=view,
        release=release,
        sha=tag.sha if tag is not None and tag.exists else _candidate(view, plan),
        component=read(release).component,
        environment=environment,
        now=now,
        policy=policy_of(view),
        type_=type_by(plan),
    )


def type_by(plan: Plan | None) -> str:
    """The type that a plan gives its release; one that was cancelled decides nothing any more."""
    return plan.type if plan is not None and not plan.cancelled else REGULAR


def _candidate(view: View, plan: Plan | None) -> str | None:
    """Before the tag is cut, what would be cut now: the head of the branch that was planned."""
    if plan is None or plan.cancelled:
        return None
    head = head_of(view, plan.branch or repository(view).default_branch)
    return head.sha if head is not None else None
