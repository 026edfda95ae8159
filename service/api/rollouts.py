"""Rollouts over HTTP: the way from one environment to the next, and what people decide on it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from marshmallow import fields, validate
from msgspec import Struct

from domain.edit import LONGEST_NAME, LONGEST_REASON
from domain.token import DEPLOY
from projections.case import known_case
from projections.course import course_of
from projections.rollouts import RolloutState, begun, rollouts
from projections.view import View
from projections.way import Place, place, way
from service import rolling
from service.api.asked import Asked, Page, PageQuery, Query
from service.api.bodies import Reasoned
from service.api.cases import Cases
from service.api.guard import Guard
from service.api.paging import Answer, paged
from service.api.permission import prove
from service.api.questions import Questions
from service.api.schema import Schema
from service.api.shapes import listing, shape
from service.api.signing import signing
from service.rolling import GO_ON, Rolling, Step, known_commit

_NAME: Final = validate.Length(1, LONGEST_NAME)
NOW: Final = Asked()

Body = dict[str, Any]
Wanted = Callable[[View, datetime], Step]


class Way(Struct, frozen=True):
    """The environments in the order of promotion."""

    places: tuple[Place, ...]


class RolledOut(Struct, frozen=True):
    """What became of a decision; `already` says what of it stood before."""

    changed: bool
    already: tuple[str, ...]
    now: Place


class PromotionBody(Schema):
    """A release goes out in an environment, by the policy's steps."""

    release = fields.String(required=True, validate=_NAME)
    environment = fields.String(required=True, validate=_NAME)
    reason = fields.String(load_default="", validate=validate.Length(max=LONGEST_REASON))


class GoOnBody(Schema):
    """What is done to the rollout that is under way; to stop it needs a reason."""

    environment = fields.String(required=True, validate=_NAME)
    component = fields.String(load_default="", validate=validate.Length(max=LONGEST_NAME))
    do = fields.String(required=True, validate=validate.OneOf(GO_ON))
    to = fields.Integer(
        strict=True,
        load_default=None,
        validate=validate.Range(1, 1000),
        metadata={"description": "To which step it is to advance: two who ask mean one step."},
    )
    reason = fields.String(load_default="", validate=validate.Length(max=LONGEST_REASON))


class RollbackBody(Reasoned):
    """A release is taken back from an environment."""

    release = fields.String(required=True, validate=_NAME)
    environment = fields.String(required=True, validate=_NAME)
    to = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"description": "The release to go back to; else what ran there before."},
    )
    change = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"description": "The commit that broke it, which alone is locked then."},
    )


class LockBody(Reasoned):
    """A commit is kept out of an environment, or let in again."""

    environment = fields.String(required=True, validate=_NAME)
    component = fields.String(load_default="", validate=validate.Length(max=LONGEST_NAME))
    commit = fields.String(required=True, validate=_NAME)
    locked = fields.Boolean(load_default=True, truthy={True}, falsy={False})
    fixed_by = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"description": "With `locked: false`: only what has this commit is let in."},
    )


class HoldBody(Reasoned):
    """Whether an environment takes anything by itself."""

    environment = fields.String(required=True, validate=_NAME)
    component = fields.String(load_default="", validate=validate.Length(max=LONGEST_NAME))
    held = fields.Boolean(required=True, truthy={True}, falsy={False})


def blueprint(cases: Cases, guard: Guard, hand: Rolling) -> Questions:
    questions = Questions(
        "rollouts",
        guard,
        prefix="/repositories/<owner>/<name>",
        description="How releases go from one environment to the next, and are taken back.",
    )
    _reads(questions, cases)
    room = Room(questions, cases, hand)
    _goes_out(room)
    _keeps_out(room)
    return questions


def _reads(questions: Questions, cases: Cases) -> None:
    @questions.ask("/way", Query, shape(Way))
    def way_of_repository(asked: Asked, owner: str, name: str) -> Way:
        """Each environment with those before it, what runs there, goes there, and is kept out."""
        with cases.moment(owner, name, asked) as (view, now):
            return Way(way(view, now))

    @questions.ask("/rollouts", PageQuery, listing(shape(RolloutState), "Rollouts"))
    def every_rollout(asked: Page, owner: str, name: str) -> Answer:
        """Every rollout, the latest first, with its steps, its health and what it waits for."""
        with cases.moment(owner, name, asked) as (view, now):
            body, links = paged(begun(view), asked)
            return body | {"items": rollouts(view, now, body["items"])}, links


class Room:
    """What the operations that decide share."""

    def __init__(self, questions: Questions, cases: Cases, hand: Rolling) -> None:
        self._questions, self._cases, self._hand = questions, cases, hand

    def settle(self, path: tuple[str, str], deed: str, body: Body, wanted: Wanted) -> RolledOut:
        """Decide as the caller, who must be allowed to; what stands then is the answer."""
        with self._cases.moment(*path, NOW) as (view, now):
            prove(view, deed, body["environment"])
            step, sign = wanted(view, now), signing(now, view.position, body["reason"])
        settled = self._hand.settle(step, sign)
        with self._cases.moment(*path, NOW) as (view, now):
            _, environment, component = step.key
            return RolledOut(
                *(bool(settled.new), settled.already, place(view, environment, component, now))
            )

    def offer(self, rule: str, body: type[Schema]) -> Callable[[Any], Any]:
        """A decorator: the operation decides by a body."""
        return self._questions.settle(rule, body, shape(RolledOut), scope=DEPLOY, method="POST")


def _goes_out(room: Room) -> None:
    offer, settle = room.offer, room.settle

    @offer("/rollouts", PromotionBody)
    def promote(_: object, body: dict[str, Any], owner: str, name: str) -> RolledOut:
        """Begin to roll a release out, where its verdict allows that."""
        return settle(
            *((owner, name), "promote", body),
            lambda view, now: rolling.promote(
                known_case(view, body["release"], body["environment"], now)
            ),
        )

    @offer("/rollouts/go-on", GoOnBody)
    def go_on(_: object, body: dict[str, Any], owner: str, name: str) -> RolledOut:
        """Advance, pause, resume, halt or complete the rollout that is under way."""
        return settle(
            *((owner, name), "rollout", body),
            lambda view, now: rolling.go_on(
                *(view, course_of(view, body["environment"], body["component"]), body["do"]),
                now=now,
                to=body["to"],
            ),
        )

    @offer("/rollbacks", RollbackBody)
    def roll_back(_: object, body: dict[str, Any], owner: str, name: str) -> RolledOut:
        """Take a release back: it is marked as failed, locked, and the environment held."""

        def wanted(view: View, now: datetime) -> Step:
            change = known_commit(view, body["change"]) if body["change"] else ""
            case = known_case(view, body["release"], body["environment"], now)
            return rolling.roll_back(case, to=body["to"], change=change)

        return settle((owner, name), "rollback", body, wanted)


def _keeps_out(room: Room) -> None:
    offer, settle = room.offer, room.settle

    @offer("/locks", LockBody)
    def lock(_: object, body: dict[str, Any], owner: str, name: str) -> RolledOut:
        """Keep a commit, with all after it, out of an environment; or let it in, or its fix."""

        def wanted(view: View, _: datetime) -> Step:
            course = course_of(view, body["environment"], body["component"])
            sha = known_commit(view, body["commit"])
            if body["locked"]:
                return rolling.lock(view, course, sha)
            fix = known_commit(view, body["fixed_by"]) if body["fixed_by"] else ""
            return rolling.unlock(view, course, sha, fix)

        return settle((owner, name), "hold", body, wanted)

    @offer("/holds", HoldBody)
    def hold(_: object, body: dict[str, Any], owner: str, name: str) -> RolledOut:
        """Let nothing go to an environment by itself, or let it again."""
        return settle(
            *((owner, name), "hold", body),
            lambda view, _: rolling.hold(
                *(view, course_of(view, body["environment"], body["component"])),
                held=body["held"],
            ),
        )
