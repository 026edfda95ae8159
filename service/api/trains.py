"""Trains over HTTP: when releases leave by a timetable, and which departures are skipped."""

from datetime import timedelta
from typing import Any, Final

from marshmallow import fields, validate
from msgspec import Struct

from domain.deed import Signing
from domain.edit import LONGEST_NAME
from domain.token import WRITE_RELEASES
from domain.train import Timetable
from projections.trains import MOST_DAYS, Departure, departures
from service.api.asked import Asked, Page, PageQuery
from service.api.bodies import Reasoned
from service.api.cases import Cases
from service.api.guard import Guard
from service.api.paging import Answer, paged
from service.api.permission import prove
from service.api.questions import Questions
from service.api.shapes import listing, shape
from service.api.signing import signing
from service.deeds import Deeds
from service.planning import known_train

NOW: Final = Asked()


class SkipBody(Reasoned):
    """Whether a train leaves on a day of its timetable."""

    train = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    day = fields.Date(required=True, metadata={"description": "As 2026-01-14."})
    skipped = fields.Boolean(load_default=True, truthy={True}, falsy={False})


class TrainSettled(Struct, frozen=True):
    """What became of a decision; `now` are the next departures of that train."""

    changed: bool
    already: tuple[str, ...]
    now: tuple[Departure, ...]


def blueprint(cases: Cases, guard: Guard, deeds: Deeds[Timetable]) -> Questions:
    questions = Questions(
        "trains",
        guard,
        prefix="/repositories/<owner>/<name>/trains",
        description="When releases leave by a timetable.",
    )

    @questions.ask("", PageQuery, listing(shape(Departure), "Departures"))
    def every_departure(asked: Page, owner: str, name: str) -> Answer:
        """The departures of all trains from today on, with what takes each, in pages."""
        with cases.moment(owner, name, asked) as (view, now):
            today = now.date()
            return paged(departures(view, today, today + timedelta(days=MOST_DAYS)), asked)

    @questions.settle("/skips", SkipBody, shape(TrainSettled), scope=WRITE_RELEASES, method="POST")
    def skip_departure(_: object, body: dict[str, Any], owner: str, name: str) -> TrainSettled:
        """Let a train not leave on a day, or let it leave after all."""
        with cases.moment(owner, name, NOW) as (view, now):
            prove(view, "plan")
            train = known_train(view, body["train"])
            stream, sign = view.stream, signing(now, view.position, body["reason"])
        day = body["day"]

        def step(one: Timetable, by: Signing) -> None:
            (one.skip if body["skipped"] else one.restore)(train, day, by)

        settled = deeds.settle((str(stream),), sign, step)
        with cases.moment(owner, name, NOW) as (view, now):
            ahead = departures(view, now.date(), now.date() + timedelta(days=MOST_DAYS))
            own = tuple(one for one in ahead if one.train == train.name)[:6]
            return TrainSettled(bool(settled.new), settled.already, own)

    return questions
