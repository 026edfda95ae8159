"""The verdict at a commit: what the policy asks of each release that it is, or would become."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec.structs import replace

from domain.gate import Measured, RequiredChecks
from domain.version import read
from projections.case import Case, case_of
from projections.condition import NOT_APPLICABLE, Condition
from projections.gates.judged import of_gates
from projections.plan import plans
from projections.tags_at import tags_at
from projections.verdict import of_policy, verdict
from projections.view import View


def conditions_to_deploy(
    view: View, sha: str, environment: str, now: datetime
) -> tuple[Condition, ...]:
    """What is asked of the commit before it goes into the environment, met or not."""
    names = tags_at(view, [sha])[sha] or tuple(_planned(view, sha, now))
    return tuple(_of_releases(view, sha, names, environment, now))


def conditions_to_release(
    view: View, sha: str, tags: Sequence[str], now: datetime
) -> tuple[Condition, ...]:
    """What is asked wherever it goes; of a commit that is no release yet, what it can meet."""
    if tags:
        return tuple(_of_releases(view, sha, tags, "", now))
    case = _bare(view, sha, "", now)
    sections = case.policy.sections
    # A trial of a merge has neither soaked nor been tried by people: that is asked of a release.
    gates = tuple(one for one in sections.gates if isinstance(one.way, RequiredChecks | Measured))
    trial = replace(case, policy=replace(case.policy, sections=replace(sections, gates=gates)))
    return tuple(_asked((*of_policy(trial), *of_gates(trial))))


def _of_releases(
    view: View, sha: str, tags: Iterable[str], environment: str, now: datetime
) -> Iterator[Condition]:
    """Of each component the highest version that names the commit: a candidate gave way to it."""
    highest: dict[str, str] = {}
    for name in sorted(tags, key=lambda tag: read(tag).key):
        highest[read(name).component] = name
    cases = [case_of(view, name, environment, now) for name in highest.values()]
    for case in cases or [_bare(view, sha, environment, now)]:
        yield from _asked(verdict(case).conditions)


def _planned(view: View, sha: str, now: datetime) -> Iterator[str]:
    """The releases that are planned, and would be cut at the commit now."""
    for plan in plans(view):
        if not plan.tag and case_of(view, plan.name, "", now).sha == sha:
            yield plan.name


def _bare(view: View, sha: str, environment: str, now: datetime) -> Case:
    """A commit that no tag names."""
    return replace(case_of(view, "", environment, now), sha=sha)


def _asked(conditions: Iterable[Condition]) -> Iterator[Condition]:
    return (one for one in conditions if one.state != NOT_APPLICABLE)
