"""Planned against actual: what a release was to hold, and what it holds."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from domain import subject
from domain.fact import latest
from domain.milestone import MilestoneFact
from projections.case import Case
from projections.contents import Contents
from projections.manifest import scope_of
from projections.plan import Plan
from projections.pull_state import issues_of, pulls_of
from projections.view import View

IN, MERGED, OPEN, CLOSED, UNKNOWN = "in", "merged", "open", "closed", "not known"
# What of the actual scope is listed that nobody planned; the rest is counted.
SHOWN: Final = 200


class Item(Struct, frozen=True):
    """Something that was planned. `state` is one of the above: in the release; merged, and not in
    it; open; closed without it; or not known here.
    """

    item: str
    title: str
    state: str
    late: bool
    by: str
    position: int


class Extra(Struct, frozen=True):
    """A change of the release that nobody planned; `late` where it came after the freeze date."""

    key: str
    title: str
    late: bool


class Planned(Struct, frozen=True):
    """`done` and `missing` count what was planned; `extras` are the first that were not."""

    plan: Plan
    sha: str | None
    items: tuple[Item, ...]
    done: int
    missing: int
    extras: tuple[Extra, ...]
    unplanned: int
    late: int


def planned(case: Case, plan: Plan) -> Planned:
    """The plan beside what the release holds, or would if it were cut now."""
    scope = scope_of(case)
    items = tuple(_items(case.view, plan, scope))
    extras = tuple(_extras(plan, scope))
    done = sum(one.state in (IN, CLOSED) for one in items)
    return Planned(
        plan=plan,
        sha=case.sha,
        items=items,
        done=done,
        missing=len(items) - done,
        extras=extras[:SHOWN],
        unplanned=len(extras),
        late=sum(one.late for one in items) + sum(one.late for one in extras),
    )


def _items(view: View, plan: Plan, scope: Contents | None) -> Iterator[Item]:
    inside = {one.number for one in scope.pulls} if scope else set()
    closing = {one.number for one in scope.issues} if scope else set()
    for one in plan.scope:
        kind, _, number = one.item.partition(":")
        title, state = _known(view, kind, int(number), inside, closing)
        yield Item(one.item, title, state, one.late, one.by, one.position)


def _known(
    view: View, kind: str, number: int, inside: set[int | None], closing: set[int]
) -> tuple[str, str]:
    if kind == "pull":
        state = pulls_of(view.about(subject.pull(number))).get(number)
        if number in inside:
            return state.pull.title if state else "", IN
        if state is None:
            return "", UNKNOWN
        return state.pull.title, MERGED if state.merged_at else state.pull.state
    if kind == "issue":
        issue = issues_of(view.about(subject.issue(number))).get(number)
        title = issue.title if issue else ""
        return title, IN if number in closing else issue.state if issue else UNKNOWN
    return _milestone(view, number)


def _milestone(view: View, number: int) -> tuple[str, str]:
    told = view.about(subject.milestone(number))
    last = latest(one for one in told if isinstance(one.fact, MilestoneFact))
    if last is None or not isinstance(last.fact, MilestoneFact):
        return "", UNKNOWN
    return last.fact.title, last.fact.state


def _extras(plan: Plan, scope: Contents | None) -> Iterator[Extra]:
    """Changes of the release that are not planned, by themselves or by an issue that they close."""
    if scope is None:
        return
    wanted = {one.item for one in plan.scope}
    freeze = plan.day("freeze")
    for one in (*scope.pulls, *scope.commits):
        if one.key in wanted or any(f"issue:{number}" in wanted for number in one.closes):
            continue
        late = freeze is not None and one.at is not None and one.at.date() > freeze
        yield Extra(one.key, one.title, late)
