"""The part `types:` of the file: for each type of release, which gates and approvals hold."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from domain.gate import Gate, names_it
from domain.selector import Selector
from projections.notes.shape import Many, Named, Part, Text

NONE: Final = "none"
# Types that need not be declared.
KNOWN: Final = ("regular", "hotfix", "emergency")

SHAPE: Final = Named(
    Part(
        {
            "gates": Many(
                Text(), "names or globs of the gates that hold; all where left out, or `none`"
            ),
            "approvals": Many(
                Text(), "names or globs of the approvals that hold; all where left out, or `none`"
            ),
            "about": Text("what it is for, as people read it who choose"),
        }
    ),
    about="templates of releases, by the type that a plan gives them; regular, hotfix and emergency"
    " need not stand here",
)


class Template(Struct, frozen=True):
    """Patterns of the names that hold; None where all do."""

    gates: tuple[str, ...] | None = None
    approvals: tuple[str, ...] | None = None
    about: str = ""

    def holds_gate(self, name: str) -> bool:
        """Whether releases of this type have to meet the gate."""
        return _holds(self.gates, name)

    def holds_approval(self, name: str) -> bool:
        """Whether releases of this type need the approval."""
        return _holds(self.approvals, name)


# What holds of a type that nobody wrote down: everything.
WHOLE: Final = Template()


def meaning(told: Mapping[str, Mapping[str, Any]]) -> dict[str, Template]:
    """The templates, by the type's name."""
    return {
        name: Template(_wanted(one["gates"]), _wanted(one["approvals"]), one["about"])
        for name, one in told.items()
    }


def prove(templates: Mapping[str, Template], gates: Iterable[Gate], problems: list[str]) -> None:
    """A template that names what is not there, or a gate of a type that is not, is a slip."""
    named = tuple(gates)
    for type_, template in templates.items():
        problems.extend(
            f"types.{type_}.gates names «{pattern}», and no gate is called so"
            for pattern in template.gates or ()
            if not any(names_it(pattern, one.name) for one in named)
        )
    for one in named:
        prove_types(one.selector, templates, f"the gate «{one.name}»", problems)


def prove_types(
    selector: Selector, templates: Collection[str], where: str, problems: list[str]
) -> None:
    """A type that is not known would limit a rule to releases that there never are."""
    known = (*KNOWN, *templates)
    problems.extend(
        f"{where} holds for the type «{pattern}», and there are {', '.join(known)}:"
        " declare it under `types:`, or mend its name"
        for pattern in selector.types
        if not any(names_it(pattern, one) for one in known)
    )


def _wanted(told: tuple[str, ...]) -> tuple[str, ...] | None:
    if not told:
        return None
    return () if told == (NONE,) else told


def _holds(patterns: tuple[str, ...] | None, name: str) -> bool:
    return patterns is None or any(names_it(one, name) for one in patterns)
