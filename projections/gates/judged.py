"""The gates as they are judged: each of them in one of seven states, with why, and who next."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from domain.gate import Gate, Measured, NoOpenIssue, RequiredChecks, SignedOff, Soaked
from projections.case import Case
from projections.condition import NOT_APPLICABLE, OPEN, PENDING, WAIVED, Condition
from projections.gates.by_checks import by_checks
from projections.gates.by_evidence import by_evidence
from projections.gates.by_issues import by_issues
from projections.gates.by_sign_off import by_sign_off
from projections.gates.by_soak import by_soak
from projections.gates.ground import Ground
from projections.gates.kept import Waiver
from projections.gates.reading import Reading, aged

GATE: Final = "gate"
_UNCUT: Final = "the tag is not cut, so there is no commit yet to judge"
_CALLED: Final[dict[type, str]] = {
    RequiredChecks: "checks",
    Measured: "evidence",
    SignedOff: "sign-off",
    Soaked: "soak",
    NoOpenIssue: "no-open",
}


class GateState(Struct, frozen=True):
    """`way` is the key by which the policy says how it is met.

    `state`    pending, passed, failed, inconclusive, stale, waived or not_applicable.
    `beneath`  the state that it would have if nobody had waived it.
    `waiver`   the number of the waiver in force; None where there is none.
    """

    name: str
    layer: str
    way: str
    state: str
    why: str
    who: tuple[str, ...]
    positions: tuple[int, ...]
    beneath: str
    waiver: int | None
    waivable: bool


def gates_of(ground: Ground) -> tuple[GateState, ...]:
    """All gates of the policy in its order, with those that do not hold here."""
    gates = ground.case.policy.sections.gates
    return tuple(_state(gate, ground) for gate in gates)


def of_gates(case: Case) -> Iterable[Condition]:
    """The gates as conditions of the verdict."""
    for one in gates_of(Ground(case)):
        yield Condition(GATE, one.name, one.state, one.why, one.who, one.positions)


def _state(gate: Gate, ground: Ground) -> GateState:
    reading = _not_held(gate, ground.case) or _read(gate, ground)
    waiver = ground.kept.waiver(gate.name, ground.case.environment) if gate.waivable else None
    if waiver is None or reading.state in OPEN:
        return _told(gate, reading, reading.state, None)
    why = (
        f"waived by {waiver.by} {waiver.ends}: {waiver.reason}"
        f" Without that it would be {reading.state}: {reading.why}"
    )
    waived = Reading(WAIVED, why, (*reading.positions, waiver.position), waiver.at)
    return _told(gate, waived, reading.state, waiver)


def _told(gate: Gate, reading: Reading, beneath: str, waiver: Waiver | None) -> GateState:
    return GateState(
        name=gate.name,
        layer=gate.layer,
        way=_CALLED[type(gate.way)],
        state=reading.state,
        why=reading.why,
        who=() if reading.state in OPEN else reading.who,
        positions=reading.positions,
        beneath=beneath,
        waiver=waiver.number if waiver else None,
        waivable=gate.waivable,
    )


def _not_held(gate: Gate, case: Case) -> Reading | None:
    """Why the gate does not hold here; None where it does."""
    limits = gate.selector
    if not limits.selects(type_=case.type_, component=case.component, environment=case.environment):
        kinds = (
            ("type", case.type_, limits.types),
            ("component", case.component or "the whole repository", limits.components),
            ("environment", case.environment or "none in particular", limits.environments),
        )
        told = (f"the {kind} {', '.join(some)}" for kind, _, some in kinds if some)
        here = ", ".join(f"{kind} {is_}" for kind, is_, some in kinds if some)
        return Reading(NOT_APPLICABLE, f"it holds for {' and '.join(told)}; this is {here}")
    if not case.policy.sections.template(case.type_).holds_gate(gate.name):
        why = f"the policy's template asks for no such gate of a release of type {case.type_}"
        return Reading(NOT_APPLICABLE, why)
    return None


def _read(gate: Gate, ground: Ground) -> Reading:
    if ground.case.sha is None and not isinstance(gate.way, NoOpenIssue):
        return Reading(PENDING, _UNCUT, who=("whoever cuts the tag",))
    return aged(_met(gate, ground), gate.max_age, ground.case.now)


def _met(gate: Gate, ground: Ground) -> Reading:
    match gate.way:
        case RequiredChecks():
            return by_checks(gate.way, ground)
        case Measured():
            return by_evidence(gate.way, ground)
        case SignedOff():
            return by_sign_off(gate.way, ground, gate.name)
        case Soaked():
            return by_soak(gate.way, ground)
        case NoOpenIssue():
            return by_issues(gate.way, ground)
