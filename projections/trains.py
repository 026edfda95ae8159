"""Trains: the departures of a repository, with what takes each, and what was skipped."""

from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from domain.plan import AVAILABLE
from domain.train import TRAINS, Timetable, Train, days
from domain.version import read
from projections.plan import Plan, plans
from projections.policy.in_force import policy_of
from projections.view import View

PLANNED, LEFT, FREE, SKIPPED = "planned", "left", "free", "skipped"
# Far enough for any plan; a rule that is asked about more would be walked for long.
MOST_DAYS: Final = 800


class Departure(Struct, frozen=True):
    """One day of a train's timetable.

    `state` is planned (a release takes it), left (its tag is cut), free, or skipped, by whom and
    why. `freeze` and `candidate` are the days before it; None where the train has no such day.
    """

    train: str
    day: date
    freeze: date | None
    candidate: date | None
    component: str
    type: str
    state: str
    release: str
    by: str
    reason: str
    position: int | None


def departures(view: View, since: date, until: date) -> tuple[Departure, ...]:
    """Those of all trains between two days, both included, by day."""
    trains = policy_of(view).sections.trains
    if not trains:
        return ()
    until = min(until, since + timedelta(days=MOST_DAYS))
    skips = _skips(view)
    taken = {(_component(one), one.day(AVAILABLE)): one for one in plans(view)}
    found = [
        _departure(train, day, skips, taken)
        for train in trains
        for day in days(train, since, until)
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.train)))


def train_of(view: View, name: str) -> Train | None:
    """A train of the policy by its name."""
    return next((one for one in policy_of(view).sections.trains if one.name == name), None)


def next_free(view: View, train: Train, after: date) -> Departure | None:
    """The first that nothing takes yet, from a day on."""
    ahead = departures(view, after, after + timedelta(days=MOST_DAYS))
    return next((one for one in ahead if one.train == train.name and one.state == FREE), None)


Skips = dict[tuple[str, str], tuple[str, str, int]]


def _skips(view: View) -> Skips:
    """By train and day: who, why, and the decision."""
    standing: Skips = {}
    for position, made in view.decisions(TRAINS):
        key = (made.train, made.day)
        if isinstance(made, Timetable.Skipped):
            standing[key] = (made.by, made.reason, position)
        elif isinstance(made, Timetable.Restored):
            standing.pop(key, None)
    return standing


def _departure(
    train: Train, day: date, skips: Skips, taken: dict[tuple[str, date | None], Plan]
) -> Departure:
    plan = taken.get((train.component, day))
    skip = skips.get((train.name, day.isoformat()))
    by, reason, position = skip or ("", "", None)
    return Departure(
        train=train.name,
        day=day,
        freeze=_before(day, train.freeze),
        candidate=_before(day, train.candidate),
        component=train.component,
        type=train.type_,
        state=_state(plan, skipped=skip is not None),
        release=plan.name if plan else "",
        by=by,
        reason=reason,
        position=position,
    )


def _state(plan: Plan | None, *, skipped: bool) -> str:
    if plan is not None:
        return LEFT if plan.tag else PLANNED
    return SKIPPED if skipped else FREE


def _before(day: date, number: int) -> date | None:
    return day - timedelta(days=number) if number else None


def _component(plan: Plan) -> str:
    return read(plan.name).component
