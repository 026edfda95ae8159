"""Gates that are met by closing issues: none is open that bears a label or is in a milestone."""

from collections.abc import Iterable
from typing import Final

from domain import subject
from domain.fact import Told
from domain.gate import NoOpenIssue
from domain.issue import Issue, IssueDeleted, IssueFact, IssueTransferred
from domain.milestone import LabelRenamed
from projections.condition import FAILED, PASSED
from projections.fold import in_order
from projections.gates.ground import Ground
from projections.gates.reading import Reading
from projections.view import View

_SHOWN: Final = 5


def by_issues(way: NoOpenIssue, ground: Ground) -> Reading:
    """An issue counts by the labels and the milestone that it has now."""
    view = ground.case.view
    labels = _called(view, way.labels)
    milestone = way.milestone.replace("{release}", ground.case.release).casefold()
    within = (subject.within(milestone),) if milestone else ()
    numbers = _numbers(view.about(*map(subject.labelled, labels), *within))
    told = view.about(*map(subject.issue, sorted(numbers)))
    holding = [
        (issue, position)
        for issue, position in _open(told)
        if labels & {one.casefold() for one in issue.labels}
        or (milestone and issue.milestone.casefold() == milestone)
    ]
    places = tuple(sorted(position for _, position in holding))
    if not holding:
        return Reading(PASSED, f"no issue is open {_sought(way, milestone)}", places)
    named = [f"#{issue.number} «{issue.title}»" for issue, _ in holding]
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    why = f"{', '.join(named[:_SHOWN])}{more}: still open {_sought(way, milestone)}"
    return Reading(FAILED, why, places, who=("whoever closes the issues",))


def _called(view: View, labels: Iterable[str]) -> frozenset[str]:
    """The labels, and what they were called before: GitHub does not tell their issues again."""
    wanted = tuple(labels)
    told = (one.fact for one in view.about(*map(subject.label, wanted)))
    before = (one.before for one in told if isinstance(one, LabelRenamed) and one.name in wanted)
    return frozenset(one.casefold() for one in (*wanted, *before))


def _numbers(told: Iterable[Told]) -> frozenset[int]:
    return frozenset(one.fact.issue.number for one in told if isinstance(one.fact, IssueFact))


def _open(told: Iterable[Told]) -> list[tuple[Issue, int]]:
    """By their newest snapshots."""
    last: dict[int, tuple[IssueFact, int]] = {}
    for position, fact in in_order(told):
        if isinstance(fact, IssueFact):
            known = last.get(fact.issue.number)
            if known is None or fact.issue.updated_at >= known[0].issue.updated_at:
                last[fact.issue.number] = fact, position
    return [
        (fact.issue, position)
        for _, (fact, position) in sorted(last.items())
        if fact.issue.state == "open" and not isinstance(fact, IssueDeleted | IssueTransferred)
    ]


def _sought(way: NoOpenIssue, milestone: str) -> str:
    labels = f"labelled {', '.join(way.labels)}" if way.labels else ""
    within = f"in the milestone {milestone}" if milestone else ""
    return " or ".join(filter(None, (labels, within)))
