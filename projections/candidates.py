"""Candidates: which release would go into an environment next, and what runs there now."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from domain import subject
from domain.promotion import Stage
from domain.rollout import OPEN, Version
from domain.version import read
from projections.case import Case, case_of
from projections.condition import PASSED
from projections.course import course_of
from projections.environments import components_of
from projections.policy.in_force import policy_of
from projections.promotions import stage_for
from projections.shipments import shipments_of
from projections.tags_at import tags_at
from projections.verdict import verdict
from projections.view import View

# So many versions are looked at, the highest first: older ones are asked for by name.
LOOKED_AT: Final = 10


def running_in(view: View, environment: str, component: str) -> Version | None:
    """What was last deployed there with success; None where nothing was, or it was ended."""
    shipments = shipments_of(view.about(subject.environment(environment)))
    parts = components_of(view, shipments)
    ran = [
        one
        for one in shipments
        if one.succeeded_at and one.state != "failed" and parts.get(one.ref, "") in ("", component)
    ]
    last = max(ran, key=lambda one: (one.succeeded_at, one.id), default=None)
    if last is None or last.state != "succeeded":
        return None
    names = tags_at(view, [last.sha])[last.sha]
    own = (name for name in names if read(name).component == component)
    return Version(next(own, ""), last.sha)


def is_newest(case: Case) -> bool:
    """Whether no higher release might go there: else this one is put there to stay."""
    key = read(case.release).key
    for name in islice(case.view.names.above(case.component, key), LOOKED_AT):
        if read(name).prerelease and not read(case.release).prerelease:
            continue
        other = case_of(case.view, name, case.environment, case.now)
        if other.sha not in (None, case.sha) and verdict(other).state == PASSED:
            return False
    return True


def due(view: View, now: datetime) -> Iterator[Case]:
    """What the policy rolls out by itself now: in each automatic stage the newest that may go."""
    for stage in policy_of(view).sections.environments:
        if stage.automatic:
            for component in view.names.components():
                if (found := candidate(view, stage, component, now)) is not None:
                    yield found


def candidate(view: View, stage: Stage, component: str, now: datetime) -> Case | None:
    """The newest release that may go there and was never there, unless something holds it."""
    course = course_of(view, stage.name, component)
    if course.hold is not None or (course.current and course.current.state in OPEN):
        return None
    tried = {one.version.sha for one in course.passages}
    there = running_in(view, stage.name, component)
    for _, name in view.names.page(component, after=None, limit=LOOKED_AT):
        if read(name).prerelease and not stage.prereleases:
            continue
        case = case_of(view, name, stage.name, now)
        if case.sha is None or stage_for(case) != stage:
            continue
        if there is not None and case.sha == there.sha:
            return None
        if verdict(case).state == PASSED:
            # What was tried once, and halted, is not tried again by itself.
            return None if case.sha in tried else case
    return None
