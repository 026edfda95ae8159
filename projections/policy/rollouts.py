"""The part `rollouts:` of the file: the steps by which a release goes out, and its health rules."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from msgspec import Struct

from domain.health_rule import ACTIONS, HALT, SILENCE, HealthRule
from domain.rollout_step import AT_ONCE, Step
from domain.selector import EVERYTHING, Selector
from domain.threshold import Threshold
from projections.notes.shape import Flag, Many, Named, Number, Part, Text
from projections.policy.selector import LIMITS, selector
from projections.policy.shapes import Duration, Measure, Optional_

_BOUNDS = Part(
    {"at-least": Optional_(Measure()), "at-most": Optional_(Measure())},
    about="the least and the most that a figure may be",
)
_STEP = Part(
    {
        "name": Text("what it is called; else its percentage, ring or region"),
        "percent": Optional_(Measure("how much of the traffic, users or hosts gets it")),
        "ring": Text("which ring of users, as internal or early"),
        "region": Text("which region, cluster or host"),
        "for": Duration("how long it lasts at least; a pause stops this clock"),
        "sample": Number("of how many requests, users or devices readings have to be in it", 0),
        "manual": Flag("whether a person lets it go on, after its time"),
    },
    about="a step; all of them in their order",
)
_HEALTH = Part(
    {
        "name": Text("what it is called"),
        "measure": Text("the measure whose readings count, as the event API names it"),
        "prometheus": Text("a query whose answer is recorded as the measure, each minute"),
        "alert": Text("the name, or a glob, of alerts any of which is a breach, in its place"),
        "healthy": Optional_(_BOUNDS),
        "unhealthy": Optional_(_BOUNDS),
        "failures": Number("how many bad readings are borne in a step", 0),
        "sample": Number("of how many a reading has to be to count", 0),
        "silence": Duration("after how long without a reading nobody knows; else 5m"),
        "when": Named(_BOUNDS, "other measures, within which the rule means anything"),
        "breach": Text("what a breach does", HALT, choices=ACTIONS),
    },
    required=("name",),
    about="by what a rollout is judged; no reading, and one between healthy and unhealthy, pauses"
    " it for a person",
)

SHAPE: Final = Many(
    Part(
        {
            "name": Text("what it is called"),
            "steps": Many(_STEP, "how it goes out; at once where there are none"),
            "health": Many(_HEALTH, "by what it is judged in each step"),
            **LIMITS,
        },
        required=("name",),
        about="the first that holds for a release and an environment is the one",
    ),
    "how releases go out",
)


class Programme(Struct, frozen=True):
    """By which steps something goes out, judged by which rules."""

    name: str
    steps: tuple[Step, ...] = AT_ONCE
    health: tuple[HealthRule, ...] = ()
    selector: Selector = EVERYTHING


# Where nobody wrote one down.
PLAIN: Final = Programme("at once")


def meaning(told: Sequence[Mapping[str, Any]], problems: list[str]) -> tuple[Programme, ...]:
    """The programmes in their order; what cannot be meant goes into `problems`."""
    return tuple(
        Programme(
            name=one["name"],
            steps=_steps(one["steps"], one["name"], problems) or AT_ONCE,
            health=tuple(_rule(rule, one["name"], problems) for rule in one["health"]),
            selector=selector(one),
        )
        for one in told
    )


def _steps(told: Sequence[Mapping[str, Any]], name: str, problems: list[str]) -> tuple[Step, ...]:
    steps = tuple(
        Step(
            name=_called(one, nth),
            percent=one["percent"],
            ring=one["ring"],
            region=one["region"],
            time=one["for"] or timedelta(),
            sample=max(one["sample"], 0),
            manual=one["manual"],
        )
        for nth, one in enumerate(told, 1)
    )
    shares = [one.percent for one in steps if one.percent is not None]
    if any(not 0 < one <= 100 for one in shares) or shares != sorted(shares):
        problems.append(
            f"the steps of the rollout «{name}» must have percentages from above 0 to 100,"
            " none lower than the one before"
        )
    return steps


def _called(one: Mapping[str, Any], nth: int) -> str:
    percent = f"{one['percent']:g} %" if one["percent"] is not None else ""
    return one["name"] or percent or one["ring"] or one["region"] or f"step {nth}"


def _rule(one: Mapping[str, Any], programme: str, problems: list[str]) -> HealthRule:
    where = f"the health rule «{one['name']}» of the rollout «{programme}»"
    if bool(one["alert"]) == bool(one["measure"] or one["prometheus"]):
        problems.append(f"{where} needs either a measure (or a prometheus query), or an alert")
    measure = one["measure"] or one["name"]
    healthy, unhealthy = _bounds(measure, one["healthy"]), _bounds(measure, one["unhealthy"])
    if not one["alert"] and healthy is None and unhealthy is None:
        problems.append(f"{where} says neither what is healthy nor what is unhealthy")
    return HealthRule(
        name=one["name"],
        measure="" if one["alert"] else measure,
        healthy=healthy,
        unhealthy=unhealthy,
        failures=max(one["failures"], 0),
        sample=max(one["sample"], 0),
        silence=one["silence"] or SILENCE,
        when=tuple(bound for name, told in one["when"].items() if (bound := _bounds(name, told))),
        alert=one["alert"],
        query=one["prometheus"],
        action=one["breach"],
    )


def _bounds(measure: str, told: Mapping[str, Any] | None) -> Threshold | None:
    if told is None or (told["at-least"] is None and told["at-most"] is None):
        return None
    return Threshold(measure, told["at-least"], told["at-most"])
