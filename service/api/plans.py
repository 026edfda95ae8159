"""Plans over HTTP: what releases are to hold, when and by whom, and how far they are."""

from typing import Any, Final

from flask import Response
from marshmallow import fields, validate
from msgspec import Struct

from domain.edit import LONGEST_NAME, LONGEST_REASON, LONGEST_TITLE
from domain.errors import NotFound
from domain.plan import DATES, STATES, Plan
from domain.token import WRITE_RELEASES
from projections.case import case_of
from projections.plan import Plan as Planned_
from projections.plan import plan_of, plans
from projections.planned import Planned, planned
from projections.repositories import repository
from service.api.asked import Asked, Page, PageQuery, Query
from service.api.cases import Cases
from service.api.guard import Guard
from service.api.paging import Answer, paged
from service.api.permission import prove
from service.api.questions import Questions
from service.api.schema import Schema
from service.api.shapes import listing, shape
from service.api.signing import signing
from service.deeds import Deeds
from service.formats.calendar import MEDIA_TYPE, calendar
from service.planning import by_train, steps_of

_NAME: Final = validate.Length(1, LONGEST_NAME)
_TEXT: Final = validate.Length(max=LONGEST_NAME)
NOW: Final = Asked()


class DateBody(Schema):
    """A date of the release; null takes it away."""

    which = fields.String(required=True, validate=validate.OneOf(DATES))
    day = fields.Date(required=True, allow_none=True)


class RoleBody(Schema):
    """Who is owner, captain, or what the team calls it; nobody where `to` is empty."""

    role = fields.String(required=True, validate=_NAME)
    to = fields.String(required=True, validate=_TEXT)


class NewTaskBody(Schema):
    """Something for the checklist."""

    title = fields.String(required=True, validate=validate.Length(1, LONGEST_TITLE))
    assignee = fields.String(load_default="", validate=_TEXT)


class TaskBody(Schema):
    """What became of a task; to be blocked needs the decision's reason."""

    number = fields.Integer(required=True, strict=True, validate=validate.Range(1, 999))
    assignee = fields.String(load_default="", validate=_TEXT)
    state = fields.String(required=True, validate=validate.OneOf(STATES))


class PlanBody(Schema):
    """What is decided about a plan, all of it at once or none.

    The first decision about a release makes its plan; without a `type` that is a regular one.
    With a `type`, `branch` and `about` are told anew, too.
    """

    type = fields.String(validate=_NAME)
    branch = fields.String(load_default="", validate=_TEXT)
    about = fields.String(load_default="", validate=validate.Length(max=2000))
    dates = fields.List(fields.Nested(DateBody), load_default=list)
    train = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"description": "Take the dates of its next free departure."},
    )
    roles = fields.List(fields.Nested(RoleBody), load_default=list)
    add = fields.List(
        fields.String(validate=_NAME),
        load_default=list,
        metadata={"description": "`pull:12`, `issue:7`, `milestone:3`."},
    )
    remove = fields.List(fields.String(validate=_NAME), load_default=list)
    new_tasks = fields.List(fields.Nested(NewTaskBody), load_default=list)
    tasks = fields.List(fields.Nested(TaskBody), load_default=list)
    cancelled = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    reason = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_REASON),
        metadata={"description": "Why: to move dates, take out, block and cancel need one."},
    )


class PlanSettled(Struct, frozen=True):
    """What became of it; `already` says what of it stood before."""

    changed: bool
    already: tuple[str, ...]
    now: Planned


def blueprint(cases: Cases, guard: Guard, deeds: Deeds[Plan]) -> Questions:
    questions = Questions(
        "plans",
        guard,
        prefix="/repositories/<owner>/<name>/plans",
        description="What releases are to hold, when, and by whom.",
    )

    @questions.ask("", PageQuery, listing(Planned_, "Plans"))
    def every_plan(asked: Page, owner: str, name: str) -> Answer:
        """The plans of a repository that were not cancelled, the one that is due first before."""
        with cases.moment(owner, name, asked) as (view, _):
            return paged(plans(view), asked)

    @questions.offer("/calendar.ics", Query, {MEDIA_TYPE: {"schema": {"type": "string"}}})
    def plans_as_calendar(asked: Asked, owner: str, name: str) -> Response:
        """The dates of plans and the windows of freezes, for a program that shows calendars.

        Such a program shows its token as the password of a basic log-in, under any name.
        """
        with cases.moment(owner, name, asked) as (view, now):
            content = calendar(view, repository(view).name, now)
            return Response(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")

    @questions.ask("/<path:release>", Query, shape(Planned))
    def one_plan(asked: Asked, owner: str, name: str, release: str) -> Planned:
        """A plan beside what the release holds, or would if it were cut now."""
        with cases.moment(owner, name, asked) as (view, now):
            plan = plan_of(view, release)
            if plan is None:
                raise NotFound(f"{release} is not planned: POST to this address plans it.")
            return planned(case_of(view, release, "", now), plan)

    @questions.settle(
        "/<path:release>", PlanBody, shape(PlanSettled), scope=WRITE_RELEASES, method="POST"
    )
    def decide_on_plan(
        _: object, body: dict[str, Any], owner: str, name: str, release: str
    ) -> PlanSettled:
        """Plan a release, or change its plan: all that the body says at once, or nothing.

        The same twice is answered 200 with `changed: false`, but for new tasks, which are new.
        """
        with cases.moment(owner, name, NOW) as (view, now):
            prove(view, "plan")
            stream, sign = view.stream, signing(now, view.position, body["reason"])
            fresh = plan_of(view, release) is None
            if body["train"]:
                body["dates"] = [
                    *by_train(view, body["train"], release, now.date()),
                    *body["dates"],
                ]
        steps = steps_of(body, fresh=fresh)
        settled = deeds.settle((str(stream), release), sign, *steps)
        with cases.moment(owner, name, NOW) as (view, now):
            plan = plan_of(view, release)
            if plan is None:
                raise NotFound(f"{release} is not planned: nothing was decided about it.")
            held = planned(case_of(view, release, "", now), plan)
            return PlanSettled(bool(settled.new), settled.already, held)

    return questions
