"""The parts of `.shipledger.yml` that are policy: one line a part, each with its shape and meaning.

A part is a module beside this one with `SHAPE`, what may be written, and `meaning`, the domain's
rules that it stands for.
"""

from collections.abc import Mapping
from typing import Any, Final, Self

from msgspec import Struct, field

from domain.approval import ApprovalRules
from domain.freeze import Window
from domain.gate import Gate
from domain.promotion import Stage
from domain.train import Train
from projections.notes.shape import Any_, Part, Shape
from projections.policy import (
    approvals,
    environments,
    freezes,
    gates,
    notify,
    rollouts,
    teams,
    trains,
    types,
)
from projections.policy.notify import Subscription
from projections.policy.rollouts import Programme
from projections.policy.teams import Bearers
from projections.policy.types import WHOLE, Template

SHAPES: Final[Mapping[str, Shape]] = {
    "gates": gates.SHAPE,
    "types": types.SHAPE,
    "approvals": approvals.SHAPE,
    "freezes": freezes.SHAPE,
    "environments": environments.SHAPE,
    "rollouts": rollouts.SHAPE,
    "trains": trains.SHAPE,
    "notify": notify.SHAPE,
    "teams": teams.SHAPE,
    "roles": teams.ROLES_SHAPE,
}

# What else stands in the file is for other readers; a name that nobody knows is a problem.
POLICY: Final = Part({"notes": Any_(), "publish": Any_(), "version": Any_(), **SHAPES})


class Sections(Struct, frozen=True):
    """The rules of each part; the defaults ask for nothing."""

    gates: tuple[Gate, ...] = ()
    types: Mapping[str, Template] = field(default_factory=dict)
    approvals: ApprovalRules = field(default_factory=ApprovalRules)
    freezes: tuple[Window, ...] = ()
    environments: tuple[Stage, ...] = ()
    rollouts: tuple[Programme, ...] = ()
    notify: tuple[Subscription, ...] = ()
    trains: tuple[Train, ...] = ()
    teams: Mapping[str, frozenset[str]] = field(default_factory=dict)
    roles: Mapping[str, Bearers] = field(default_factory=dict)

    def template(self, type_: str) -> Template:
        """Which of the rules hold for a type of release: all where nobody says otherwise."""
        return self.types.get(type_, WHOLE)

    @classmethod
    def of(cls, told: Mapping[str, Any], problems: list[str]) -> Self:
        """The rules that were read; what they say that makes no sense goes into `problems`."""
        found = cls(
            gates=gates.meaning(told["gates"], problems),
            types=types.meaning(told["types"]),
            approvals=approvals.meaning(told["approvals"], problems),
            freezes=freezes.meaning(told["freezes"], problems),
            environments=environments.meaning(told["environments"], problems),
            rollouts=rollouts.meaning(told["rollouts"], problems),
            notify=notify.meaning(told["notify"], problems),
            trains=trains.meaning(told["trains"], problems),
            teams=teams.meaning(told["teams"]),
            roles=teams.meaning_of_roles(told["roles"], problems),
        )
        types.prove(found.types, found.gates, problems)
        for stage in found.environments:
            where = f"the environment «{stage.name}»"
            types.prove_types(stage.selector, found.types, where, problems)
        for one in found.rollouts:
            types.prove_types(one.selector, found.types, f"the rollout «{one.name}»", problems)
        for told_of in found.notify:
            types.prove_types(told_of.selector, found.types, "an entry of notify", problems)
        return found
