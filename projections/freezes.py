"""The freezes of a repository: which windows there are, what is closed now, and when it opens."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from domain import freeze
from domain.freeze import ALLOW, Window
from domain.freezing import FREEZES, Freezing, window_of
from projections.case import Case
from projections.condition import PASSED, PENDING, WAIVED, Condition
from projections.policy.in_force import policy_of
from projections.view import View


class Declared(Struct, frozen=True):
    """A window, and where it is from: the file's, or the decision of that number."""

    window: Window
    source: str
    number: int | None
    by: str
    position: int | None


class FrozenWindow(Struct, frozen=True):
    """A window as an answer shows it. `next_start` and `next_end` are of the time that it is
    active now, or else next; None where it never is again.
    """

    name: str
    kind: str
    number: int | None
    start: str
    lasts: int  # in seconds
    zone: str
    every: str
    rollbacks: bool
    reason: str
    types: tuple[str, ...]
    components: tuple[str, ...]
    environments: tuple[str, ...]
    source: str
    by: str
    active: bool
    next_start: datetime | None
    next_end: datetime | None
    position: int | None


class Override(Struct, frozen=True):
    """One release may go on in one environment until a moment."""

    release: str
    environment: str
    until: datetime
    by: str
    reason: str
    position: int


class Freezes(Struct, frozen=True):
    """`open` is whether a regular release of the component may go into the environment now; `why`
    says it in a sentence, and `until` when that changes.
    """

    component: str
    environment: str
    open: bool
    why: str
    until: datetime | None
    windows: tuple[FrozenWindow, ...]
    overrides: tuple[Override, ...]


def freezes(view: View, now: datetime, *, component: str = "", environment: str = "") -> Freezes:
    """Every window, and whether the place is open."""
    declared = tuple(declared_in(view))
    here = _holding(declared, "regular", component, environment)
    state = freeze.state([one.window for one in here], now)
    return Freezes(
        component=component,
        environment=environment,
        open=state.open,
        why=_why(state),
        until=state.until,
        windows=tuple(_shown(one, now) for one in declared),
        overrides=tuple(one for one in overrides_in(view) if now < one.until),
    )


def declared_in(view: View) -> Iterator[Declared]:
    """Those of the file first, then those that people declared and did not end."""
    policy = policy_of(view)
    for one in policy.sections.freezes:
        yield Declared(one, policy.source, None, "", None)
    standing: dict[int, Declared] = {}
    for position, made in view.decisions(FREEZES):
        if isinstance(made, Freezing.Declared):
            source = f"declared by {made.by}"
            standing[made.number] = Declared(
                window_of(made), source, made.number, made.by, position
            )
        elif isinstance(made, Freezing.Ended):
            standing.pop(made.number, None)
    yield from standing.values()


def overrides_in(view: View) -> Iterator[Override]:
    """All that were ever decided; each holds until its own end."""
    for position, made in view.decisions(FREEZES):
        if isinstance(made, Freezing.Overridden):
            yield Override(
                made.release, made.environment, made.until, made.by, made.reason, position
            )


def of_freezes(case: Case, *, rollback: bool = False) -> Iterator[Condition]:
    """The judge: one condition where any window holds for the place, and none elsewhere.

    A rollback is stopped only by windows that say so: to leave what is broken is worse.
    """
    declared = tuple(declared_in(case.view))
    here = _holding(declared, case.type_, case.component, case.environment)
    if rollback:
        here = [one for one in here if one.window.rollbacks]
    if not here:
        return
    positions = tuple(one.position for one in here if one.position is not None)
    state = freeze.state([one.window for one in here], case.now)
    if state.open:
        yield Condition("freeze", "freeze", PASSED, _why(state), positions=positions)
        return
    for one in overrides_in(case.view):
        if (one.release, one.environment) == (case.release, case.environment) and (
            case.now < one.until
        ):
            told = f"{one.by} stepped over it until {_moment(one.until)} ({one.reason})"
            yield Condition("freeze", "freeze", WAIVED, told, positions=(one.position,))
            return
    who = ("whoever may override a freeze",)
    yield Condition("freeze", "freeze", PENDING, _why(state), who, positions)


def _holding(
    declared: tuple[Declared, ...], type_: str, component: str, environment: str
) -> list[Declared]:
    return [
        one
        for one in declared
        if one.window.selector.selects(type_=type_, component=component, environment=environment)
    ]


def _why(state: freeze.State) -> str:
    until = f" until {_moment(state.until)}" if state.until else ""
    if state.open:
        return f"Open{until}." if state.until else "Open, and nothing is to close it."
    names = " and ".join(f"«{one.name}»" for one in state.by)
    reasons = " ".join(dict.fromkeys(one.reason for one in state.by if one.reason))
    outside = all(one.kind == ALLOW for one in state.by)
    told = f"Closed{until}: {'outside of' if outside else 'frozen by'} {names}."
    return f"{told} {reasons}".strip()


def _moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else "for ever"


def _shown(one: Declared, now: datetime) -> FrozenWindow:
    window = one.window
    ahead = freeze.spans(window, now, now + freeze.HORIZON)
    span = next(iter(ahead), None)
    return FrozenWindow(
        name=window.name,
        kind=window.kind,
        number=one.number,
        start=window.start.isoformat(),
        lasts=round(window.lasts / timedelta(seconds=1)),
        zone=window.zone,
        every=window.every,
        rollbacks=window.rollbacks,
        reason=window.reason,
        types=window.selector.types,
        components=window.selector.components,
        environments=window.selector.environments,
        source=one.source,
        by=one.by,
        active=span is not None and span.holds(now),
        next_start=span.start if span else None,
        next_end=span.end if span else None,
        position=one.position,
    )
