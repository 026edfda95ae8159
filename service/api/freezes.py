"""Freezes over HTTP: what is closed and until when, and the windows that people declare."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from marshmallow import ValidationError, fields, validate
from msgspec import Struct

from domain.duration import SAY, duration
from domain.edit import LONGEST_NAME
from domain.freeze import ALLOW, DENY, Window
from domain.freezing import Freezing
from domain.selector import Selector
from domain.token import WRITE_RELEASES
from projections.freezes import Freezes, freezes
from service.api.asked import Asked, Moment, Query
from service.api.bodies import Reasoned
from service.api.cases import Cases
from service.api.guard import Guard
from service.api.permission import prove
from service.api.questions import Questions
from service.api.schema import Schema
from service.api.shapes import shape
from service.api.signing import signing
from service.deeds import Decide, Deeds

_NAME: Final = validate.Length(max=LONGEST_NAME)
_NUMBER: Final = "<int(max=999999):number>"


class Place(Asked, frozen=True, kw_only=True):
    component: str = ""
    environment: str = ""


class PlaceQuery(Query):
    value = Place

    component = fields.String(
        validate=_NAME, metadata={"description": "Of which component; else the whole."}
    )
    environment = fields.String(validate=_NAME, metadata={"description": "Where it would go."})


def _duration(text: str) -> None:
    if duration(text) is None:
        raise ValidationError(SAY)


def _local(text: str) -> None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise ValidationError("write it as 2026-12-18T16:00, on the zone's clocks")


class WindowBody(Reasoned):
    """A window of time, local to its zone; see the part `freezes:` of the policy."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    kind = fields.String(load_default=DENY, validate=validate.OneOf((DENY, ALLOW)))
    start = fields.String(required=True, validate=_local)
    lasts = fields.String(required=True, validate=_duration)
    zone = fields.String(load_default="UTC", validate=_NAME)
    every = fields.String(load_default="", validate=validate.Length(max=500))
    rollbacks = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    components = fields.List(fields.String(validate=_NAME), load_default=list)
    environments = fields.List(fields.String(validate=_NAME), load_default=list)


class OverrideBody(Reasoned):
    """One release may go on in one environment until a moment."""

    release = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    environment = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    until = Moment(required=True)


class EndBody(Reasoned):
    """The window holds no more."""


class Frozen(Struct, frozen=True):
    """What became of a decision; `already` says what of it stood before."""

    changed: bool
    already: tuple[str, ...]
    now: Freezes


def blueprint(cases: Cases, guard: Guard, deeds: Deeds[Freezing]) -> Questions:
    questions = Questions(
        "freezes",
        guard,
        prefix="/repositories/<owner>/<name>/freezes",
        description="When nothing may be deployed, and when it may again.",
    )

    @questions.ask("", PlaceQuery, shape(Freezes))
    def freezes_of_repository(asked: Place, owner: str, name: str) -> Freezes:
        """Every window, and whether a regular release may go into the place now."""
        with cases.moment(owner, name, asked) as (view, now):
            return freezes(view, now, component=asked.component, environment=asked.environment)

    _decides(questions, cases, deeds)
    return questions


def _decides(questions: Questions, cases: Cases, deeds: Deeds[Freezing]) -> None:
    def settle(
        path: tuple[str, str], deed: str, where: str, reason: str, step: Decide[Freezing]
    ) -> Frozen:
        with cases.moment(*path, Asked()) as (view, now):
            prove(view, deed, where)
            stream, sign = view.stream, signing(now, view.position, reason)
        settled = deeds.settle((str(stream),), sign, step)
        with cases.moment(*path, Asked()) as (view, now):
            found = freezes(view, now, environment=where)
            return Frozen(bool(settled.new), settled.already, found)

    def offer(rule: str, body: type[Schema]) -> Callable[[Any], Any]:
        return questions.settle(rule, body, shape(Frozen), scope=WRITE_RELEASES, method="POST")

    @offer("", WindowBody)
    def declare(_: object, body: dict[str, Any], owner: str, name: str) -> Frozen:
        """Declare a window; it holds from now on."""
        window = window_of(body)
        return settle(
            *((owner, name), "freeze", "", body["reason"]),
            lambda one, sign: _declare(one, window, sign),
        )

    @offer(f"/{_NUMBER}/end", EndBody)
    def end(_: object, body: dict[str, Any], owner: str, name: str, number: int) -> Frozen:
        """End a window that somebody declared, before its time."""
        return settle(
            *((owner, name), "freeze", "", body["reason"]),
            lambda one, sign: one.end(number, sign),
        )

    @offer("/overrides", OverrideBody)
    def override(_: object, body: dict[str, Any], owner: str, name: str) -> Frozen:
        """Let one release into one environment in spite of what is frozen, for at most a week."""
        release, where, until = body["release"], body["environment"], body["until"]
        return settle(
            *((owner, name), "override_freeze", where, body["reason"]),
            lambda one, sign: one.override(release, where, until, sign),
        )


def _declare(one: Freezing, window: Window, sign: Any) -> None:
    one.declare(window, sign)


def window_of(body: dict[str, Any]) -> Window:
    """The window that a body means."""
    lasts = duration(body["lasts"])
    assert lasts is not None  # the body was proved
    return Window(
        name=body["name"],
        kind=body["kind"],
        start=datetime.fromisoformat(body["start"]),
        lasts=lasts,
        zone=body["zone"],
        every=body["every"],
        rollbacks=body["rollbacks"],
        reason=body["reason"],
        selector=Selector((), tuple(body["components"]), tuple(body["environments"])),
    )
