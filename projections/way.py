"""The way of a repository: its environments in the order of promotion, and what is at each."""

from datetime import datetime

from msgspec import Struct

from domain.promotion import Graph, Stage, graph
from domain.rollout import Version
from projections.candidates import running_in
from projections.course import Course, Hold, Lock, Rollback, course_of, courses_of
from projections.environments import environments
from projections.policy.in_force import policy_of
from projections.rollouts import Fare, RolloutState, state_of
from projections.view import View


class Place(Struct, frozen=True):
    """An environment, or one component in it.

    `rank` counts from 1, from where nothing comes before; `from_` are those before it, `needs` how
    many of them it takes, `soak` how long in each, in seconds. `running` is what was last deployed
    there with success. `rollout` is the latest, whether it has ended or not.
    """

    environment: str
    component: str
    rank: int
    from_: tuple[str, ...]
    needs: int
    soak: float
    optional: bool
    automatic: bool
    running: Version | None
    rollout: RolloutState | None
    locks: tuple[Lock, ...]
    hold: Hold | None
    rollbacks: tuple[Rollback, ...]


def way(view: View, now: datetime) -> tuple[Place, ...]:
    """Every environment that the policy names, that anything was deployed to or decided about."""
    stages = graph(policy_of(view).sections.environments)
    places = {(one.environment.casefold(), one.component): one for one in courses_of(view)}
    for cell in environments(view).cells:
        _add(places, cell.environment, cell.component)
    for stage in stages.values():
        if not any(name == stage.name.casefold() for name, _ in places):
            _add(places, stage.name, "")
    found = [_place(view, course, stages, now) for course in places.values()]
    return tuple(sorted(found, key=lambda one: (one.rank, one.environment, one.component)))


def place(view: View, environment: str, component: str, now: datetime) -> Place:
    """One of them, as it stands."""
    stages = graph(policy_of(view).sections.environments)
    course = course_of(view, environment, component)
    return _place(view, course, stages, now)


def _add(places: dict[tuple[str, str], Course], environment: str, component: str) -> None:
    places.setdefault((environment.casefold(), component), Course(environment, component))


def _place(view: View, course: Course, stages: Graph, now: datetime) -> Place:
    name = course.environment
    stage = stages.get(name.casefold(), Stage(name))
    current = course.current
    return Place(
        environment=name,
        component=course.component,
        rank=_rank(name, stages),
        from_=stage.upstream,
        needs=stage.wanted,
        soak=stage.soak.total_seconds(),
        optional=stage.optional,
        automatic=stage.automatic,
        running=running_in(view, name, course.component),
        rollout=state_of(Fare(view, course, current, now)) if current else None,
        locks=tuple(course.locks.values()),
        hold=course.hold,
        rollbacks=tuple(reversed(course.rollbacks)),
    )


def _rank(name: str, stages: Graph) -> int:
    """One more than the highest of those before it; a circle, which is a problem, ends there."""

    def rank(one: str, seen: frozenset[str]) -> int:
        stage = stages.get(one.casefold())
        if stage is None or one.casefold() in seen:
            return 1
        seen |= {one.casefold()}
        return 1 + max((rank(before, seen) for before in stage.upstream), default=0)

    return rank(name, frozenset())
