"""The part `approvals:` of the file: whose word a release needs, in which order."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from domain.approval import EXCLUDABLE, ApprovalRules, BreakGlass, Layer
from projections.notes.shape import Flag, Many, Number, Part, Text
from projections.policy.selector import LIMITS, selector
from projections.policy.shapes import Duration, Optional_

_WHO: Final = {
    "people": Many(Text(), "logins"),
    "teams": Many(Text(), "teams, of which any member counts"),
    "roles": Many(Text(), "roles, of which any bearer counts"),
}
_LAYER = Part(
    {
        "name": Text("what it is called, as QA or Security"),
        "required": Number("how many different people", 1),
        **_WHO,
        "meaning": Text("what an approval says, as «I have tested it»"),
        **LIMITS,
    },
    required=("name",),
    about="a layer; with no people, teams and roles, whoever may approve",
)
_GLASS = Part(
    {**_WHO, "review-within": Duration("how soon somebody else looks at it; 48h if left out")},
    about="who may deploy against the verdict in an emergency; without it nobody may",
)
SHAPE: Final = Part(
    {
        "layers": Many(_LAYER, "in the order in which they open: each after the one before"),
        "exclude": Many(
            Text(choices=(*EXCLUDABLE, "nobody")),
            "who may not approve; all of these where left out, and `nobody` for no one",
        ),
        "several-layers": Flag("whether one person may stand in several layers"),
        "break-glass": Optional_(_GLASS),
        "proved-within": Duration(
            "how lately a voter must have proved who he is, as 15m; tokens and shells never do"
        ),
    },
    about="whose approval a release needs before it is deployed",
)


def meaning(told: Mapping[str, Any], problems: list[str]) -> ApprovalRules:
    """The rules; a layer that is named twice, or wants nobody, goes into `problems`."""
    layers: dict[str, Layer] = {}
    for one in told["layers"]:
        name = one["name"]
        if name in layers:
            problems.append(f"two layers of approvals are called «{name}»: give each its own name")
        if one["required"] < 1:
            problems.append(f"the layer «{name}» wants {one['required']} approvals: say 1 or more")
        layers[name] = Layer(
            *(name, one["required"], _keys(one["people"]), _keys(one["teams"]), one["roles"]),
            meaning=one["meaning"],
            selector=selector(one),
        )
    excluded = frozenset(one for one in told["exclude"] if one != "nobody")
    return ApprovalRules(
        layers=tuple(layers.values()),
        excluded=excluded if told["exclude"] else frozenset(EXCLUDABLE),
        several=told["several-layers"],
        break_glass=_glass(told["break-glass"]),
        proved_within=told["proved-within"],
    )


def _glass(told: Mapping[str, Any] | None) -> BreakGlass | None:
    if told is None:
        return None
    within = told["review-within"] or timedelta(hours=48)
    return BreakGlass(_keys(told["people"]), _keys(told["teams"]), told["roles"], within)


def _keys(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)
