"""The part `environments:` of the file: what comes before each environment, and for how long."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from domain.promotion import Stage, circle, graph
from domain.selector import Selector
from projections.notes.shape import Flag, Many, Number, Part, Text
from projections.policy.selector import LIMITS
from projections.policy.shapes import Duration

SHAPE: Final = Many(
    Part(
        {
            "name": Text("as deployments name it"),
            "from": Many(Text(), "the environments in which a commit has to have been before"),
            "needs": Number("in how many of those it has to have been; 0 for all of them", 0),
            "soak": Duration("for how long, without a break, in each that counts"),
            "optional": Flag("whether it may be skipped by what may go there"),
            "automatic": Flag("whether what may go there is rolled out without being asked for"),
            "prereleases": Flag("whether prereleases are, too"),
            **{key: LIMITS[key] for key in ("types", "components")},
        },
        required=("name",),
        about="an environment, and what comes before it",
    ),
    "the way of a release from one environment to the next",
)


def meaning(told: Sequence[Mapping[str, Any]], problems: list[str]) -> tuple[Stage, ...]:
    """The stages; what cannot be meant goes into `problems`."""
    stages = [_stage(one, problems) for one in told]
    named = graph(stages)
    if len(named) < len(stages):
        problems.append("an environment is named twice in environments: say all of it in one place")
    if found := circle(named):
        problems.append(f"{' and '.join(found)} come before each other: nothing could go there")
    return tuple(stages)


def _stage(one: Mapping[str, Any], problems: list[str]) -> Stage:
    before, needs = one["from"], one["needs"]
    if not 0 <= needs <= len(before):
        problems.append(
            f"the environment «{one['name']}» needs {needs} of {len(before)} before it:"
            " write a number from 1 to that, or leave it out for all"
        )
    return Stage(
        name=one["name"],
        upstream=before,
        needs=max(needs, 0),
        soak=one["soak"] or timedelta(),
        optional=one["optional"],
        automatic=one["automatic"],
        prereleases=one["prereleases"],
        selector=Selector(one["types"], one["components"]),
    )
