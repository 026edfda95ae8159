"""The plan of a release: what was decided, beside what there is of it now."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final

from msgspec import Struct, field

from domain import subject
from domain.plan import AVAILABLE, DATES, FREEZE, OPEN, PLANS, version_of
from domain.plan import Plan as Decisions
from domain.version import read
from projections.recorded import Recorded
from projections.tag_state import tag_of
from projections.view import View

# More tags of one version than these nobody has.
_NEAR: Final = 8


class Slip(Struct, frozen=True):
    """A date that was moved: from what, to what, by whom and why."""

    before: str
    day: str
    by: str
    reason: str
    at: datetime
    position: int


class Dated(Struct, frozen=True):
    """A date of the release, with every move of it; `slipped` is by how many days in all."""

    which: str
    day: str
    first: str
    slipped: int
    moves: tuple[Slip, ...]


class Task(Struct, frozen=True):
    """One thing on the checklist: open, blocked (with why) or done."""

    number: int
    title: str
    assignee: str
    state: str
    why: str
    by: str
    at: datetime
    position: int


class Role(Struct, frozen=True):
    """Who has a role for this release."""

    role: str
    person: str


class Wanted(Struct, frozen=True):
    """Something that was planned: `pull:12`, `issue:7`, `milestone:3`; `late` after the freeze."""

    item: str
    by: str
    at: datetime
    late: bool
    position: int


class Plan(Struct, frozen=True):
    """`name` is what the tag is to be called; `tag` is what it became, and `bound` says why."""

    name: str
    type: str
    branch: str
    about: str
    owner: str
    captain: str
    cancelled: bool
    roles: tuple[Role, ...] = ()
    dates: tuple[Dated, ...] = ()
    scope: tuple[Wanted, ...] = ()
    tasks: tuple[Task, ...] = ()
    tag: str = ""
    bound: str = ""
    positions: tuple[int, ...] = ()

    def day(self, which: str) -> date | None:
        """A date, where there is one."""
        for one in self.dates:
            if one.which == which and one.day:
                return date.fromisoformat(one.day)
        return None


class _Folding(Struct):
    type_: str = ""
    branch: str = ""
    about: str = ""
    made: bool = False
    ever: bool = False
    roles: dict[str, str] = field(default_factory=dict)
    dates: dict[str, list[Slip]] = field(default_factory=dict)
    scope: dict[str, Recorded] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)

    def take(self, one: Recorded) -> None:
        made: Any = one.decision
        self.positions.append(one.position)
        match made:
            case Decisions.Made():
                self.type_, self.branch, self.about = made.type_, made.branch, made.about_
                self.made = self.ever = True
            case Decisions.Cancelled():
                self.made = False
            case Decisions.DateSet():
                slip = Slip(made.before, made.day, made.by, made.reason, made.at, one.position)
                self.dates.setdefault(made.which, []).append(slip)
            case Decisions.RoleGiven():
                self.roles[made.role] = made.to
            case Decisions.ScopeAdded():
                self.scope[made.item] = one
            case Decisions.ScopeRemoved():
                self.scope.pop(made.item, None)
            case Decisions.TaskAdded():
                self.tasks[made.number] = _task(one, made.title, OPEN, "")
            case Decisions.TaskChanged():
                title = self.tasks[made.number].title
                self.tasks[made.number] = _task(one, title, made.state, made.reason)


def _task(one: Recorded, title: str, state: str, why: str) -> Task:
    made = one.decision
    return Task(made.number, title, made.assignee, state, why, made.by, made.at, one.position)


def plan_of(view: View, release: str) -> Plan | None:
    """The plan of a release by its name, or of the tag that another plan was bound to."""
    recorded = view.decisions(subject.tag(release))
    plan = _plan(view, release, recorded)
    if plan is not None:
        return plan
    version = read(release)
    same = view.decisions(version_of(version)) if version.versioned else ()
    for name in _names(same):
        if name != release:
            found = _plan(view, name, view.decisions(subject.tag(name)))
            return found if found is not None and found.tag == release else None
    return None


def plans(view: View) -> tuple[Plan, ...]:
    """Every plan that was not cancelled, the one that is due first before the others."""
    by_release: dict[str, list[Recorded]] = {}
    for one in view.decisions(PLANS):
        by_release.setdefault(one.decision.release, []).append(one)
    found = (_plan(view, name, some) for name, some in by_release.items())
    standing = [one for one in found if one is not None and not one.cancelled]
    return tuple(sorted(standing, key=lambda one: (one.day(AVAILABLE) or date.max, one.name)))


def _names(recorded: Iterable[Recorded]) -> list[str]:
    return list(dict.fromkeys(one.decision.release for one in recorded))


def _plan(view: View, name: str, recorded: Iterable[Recorded]) -> Plan | None:
    folding = _Folding()
    for one in recorded:
        if one.kind.__qualname__.startswith("Plan."):
            folding.take(one)
    if not folding.ever:
        return None
    tag, bound = _bound(view, name)
    freeze = folding.dates.get(FREEZE, [])
    frozen = _end_of(freeze[-1].day) if freeze and freeze[-1].day else None
    return Plan(
        name=name,
        type=folding.type_,
        branch=folding.branch,
        about=folding.about,
        owner=folding.roles.get("owner", ""),
        captain=folding.roles.get("captain", ""),
        cancelled=not folding.made,
        roles=tuple(Role(*one) for one in sorted(folding.roles.items()) if one[1]),
        dates=tuple(_dated(one, folding.dates[one]) for one in DATES if one in folding.dates),
        scope=tuple(_wanted(*one, frozen) for one in folding.scope.items()),
        tasks=tuple(folding.tasks.values()),
        tag=tag,
        bound=bound,
        positions=tuple(folding.positions),
    )


def _bound(view: View, name: str) -> tuple[str, str]:
    """The tag that the plan became, and how that is known."""
    tag = tag_of(name, view.about(subject.tag(name)))
    if tag is not None and tag.exists:
        return name, "the tag has the name that was planned"
    for other in _neighbours(view, name):
        found = tag_of(other, view.about(subject.tag(other)))
        if found is not None and found.exists and same_version(name, other):
            return other, f"{other} is the same version under another name"
    return "", ""


def same_version(one: str, other: str) -> bool:
    """Whether two names are of one version of one component: `v1.2` and `1.2.0`."""
    first, second = read(one), read(other)
    return (
        first.versioned
        and second.versioned
        and first.component == second.component
        and first.precedence == second.precedence
    )


def _neighbours(view: View, name: str) -> Iterator[str]:
    """The names beside it in version order: those of the same version are among them."""
    version = read(name)
    yield from islice(view.names.below(version.component, version.key), _NEAR)
    yield from islice(view.names.above(version.component, version.key), _NEAR)


def _end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), UTC)


def _dated(which: str, moves: list[Slip]) -> Dated:
    days = [one.day for one in moves if one.day]
    first, last = (days[0], moves[-1].day) if days else ("", "")
    slipped = (date.fromisoformat(last) - date.fromisoformat(first)).days if last else 0
    return Dated(which, last, first, slipped, tuple(moves[1:]))


def _wanted(item: str, one: Recorded, frozen: datetime | None) -> Wanted:
    made = one.decision
    late = frozen is not None and made.at >= frozen
    return Wanted(item, made.by, made.at, late, one.position)
