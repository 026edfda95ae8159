"""Incidents over HTTP: what broke, by which deployment, and what people decide about that."""

from typing import Any, Final

from marshmallow import fields, validate
from msgspec import Struct

from domain.edit import LONGEST_NAME
from domain.incident_link import IncidentLink
from domain.token import WRITE_RELEASES
from projections.incidents import Incident, incidents, known_incident
from service.api.asked import CURSOR, LIMIT, Asked, Page, Query
from service.api.bodies import Reasoned
from service.api.cases import Cases
from service.api.guard import Guard
from service.api.paging import Answer, paged
from service.api.permission import prove
from service.api.questions import Questions
from service.api.shapes import listing, shape
from service.api.signing import signing
from service.deeds import Deeds
from service.incident_linking import VERDICTS, step

OPEN, RESOLVED = "open", "resolved"
_ONE: Final = "/<path:incident>"


class Listed(Page, frozen=True, kw_only=True):
    state: str | None = None


class ListQuery(Query):
    value = Listed

    state = fields.String(
        validate=validate.OneOf((OPEN, RESOLVED)),
        metadata={"description": "Only those that users still suffer from, or no more."},
    )
    limit = LIMIT
    cursor = CURSOR


class LinkBody(Reasoned):
    """What broke it, and what did not."""

    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    deployment = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_NAME),
        metadata={
            "description": "Its id. Without it `confirmed` means the one that is held to be the"
            " cause, and `denied` that no deployment was."
        },
    )


class Linking(Struct, frozen=True):
    """What became of a decision; `already` says what of it stood before."""

    changed: bool
    already: tuple[str, ...]
    now: Incident


def blueprint(cases: Cases, guard: Guard, deeds: Deeds[IncidentLink]) -> Questions:
    questions = Questions(
        "incidents",
        guard,
        prefix="/repositories/<owner>/<name>/incidents",
        description="What broke for users, and which deployment did it.",
    )

    @questions.ask("", ListQuery, listing(Incident, "Incidents"))
    def every_incident(asked: Listed, owner: str, name: str) -> Answer:
        """Every incident with the deployment that is held to have broken it, newest first."""
        with cases.moment(owner, name, asked) as (view, _):
            found = [
                one
                for one in incidents(view)
                if asked.state is None or (one.resolved_at is None) == (asked.state == OPEN)
            ]
            return paged(found, asked)

    @questions.ask(_ONE, Query, shape(Incident))
    def one_incident(asked: Asked, owner: str, name: str, incident: str) -> Incident:
        """One incident, by the name that its tool gave it."""
        with cases.moment(owner, name, asked) as (view, _):
            return known_incident(view, incident)

    @questions.settle(f"{_ONE}/link", LinkBody, shape(Linking), scope=WRITE_RELEASES, method="POST")
    def link(_: object, body: dict[str, Any], owner: str, name: str, incident: str) -> Linking:
        """Confirm that a deployment broke it, or deny that; whoever decides last is believed."""
        with cases.moment(owner, name, Asked()) as (view, now):
            known = known_incident(view, incident)
            prove(view, "incident", known.environment)
            decide = step(view, known, body["verdict"], body["deployment"])
            stream, sign = view.stream, signing(now, view.position, body["reason"])
        settled = deeds.settle((str(stream), incident), sign, decide)
        with cases.moment(owner, name, Asked()) as (view, _now):
            return Linking(bool(settled.new), settled.already, known_incident(view, incident))

    return questions
