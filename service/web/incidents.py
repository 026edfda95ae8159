"""Incidents as pages: what broke, by which deployment, and the form to confirm or deny it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, request

from domain.errors import NotFound, Refused
from domain.incident_link import IncidentLink
from domain.token import WRITE_RELEASES
from projections.incidents import incidents, known_incident
from service.api.guard import Guard
from service.api.permission import prove
from service.api.signing import signing
from service.deeds import Deeds
from service.incident_linking import step
from service.notebook import Busy, Settled
from service.web.asking import page_of, text_of
from service.web.desk import Desk, Seat
from service.web.forms import form_page
from service.web.hand import to

# What these pages ask for, beyond to read.
SCOPES: Final = {"pages.decide_on_incident": WRITE_RELEASES}
REFUSALS: Final = (Refused, NotFound, Busy)
SHOWN: Final = 50


def install(
    pages: Blueprint,
    desk: Desk,
    guard: Guard,
    deeds: Deeds[IncidentLink],
    clock: Callable[[], datetime],
) -> None:
    @pages.get("/<owner>/<name>/incidents")
    def repository_incidents(owner: str, name: str) -> Response:
        """Every incident, and how we know what broke it."""
        number = page_of(request.args)
        with desk.repository(owner, name) as seat:
            found, link, called = incidents(seat.view), seat.stand.link, seat.repository.name
            start, end = (number - 1) * SHOWN, number * SHOWN
            return desk.page(
                "incidents.html",
                stand=seat.stand,
                twin=link.twin("incidents.every_incident", called),
                repository=seat.repository,
                incidents=found[start:end],
                all=len(found),
                open=sum(one.resolved_at is None for one in found),
                newest=link("repository_incidents", called) if start else "",
                older=link("repository_incidents", called, page=number + 1)
                if end < len(found)
                else "",
            )

    @pages.route("/<owner>/<name>/incidents/decide", methods=["GET", "POST"])
    def decide_on_incident(owner: str, name: str) -> Response:
        """Confirm what broke it, or deny that."""
        id_ = text_of(request.values, "incident")
        problem = ""
        if request.method == "POST":
            try:
                with desk.repository_now(owner, name) as seat:
                    settled = _decided(seat, id_, deeds, clock())
                if settled.new:
                    return to("repository_incidents")
                problem = " ".join(settled.already)
            except REFUSALS as refusal:
                problem = str(refusal)
        with desk.repository_now(owner, name) as seat:
            return _form(desk, guard, seat, id_, problem)


def _decided(seat: Seat, id_: str, deeds: Deeds[IncidentLink], now: datetime) -> Settled:
    """What the form says; raises where it is refused."""
    form = request.form
    incident = known_incident(seat.view, id_)
    prove(seat.view, "incident", incident.environment)
    verdict, deployment = form.get("verdict", ""), form.get("deployment", "").strip()
    decide = step(seat.view, incident, verdict, deployment)
    sign = signing(now, seat.view.position, form.get("reason", ""))
    return deeds.settle((str(seat.view.stream), id_), sign, decide)


def _form(desk: Desk, guard: Guard, seat: Seat, id_: str, problem: str) -> Response:
    twin = seat.stand.link.twin("incidents.one_incident", seat.repository.name, incident=id_)
    return form_page(
        *(desk, guard, "incident_decide.html"),
        twin=twin,
        problem=problem,
        repository=seat.repository,
        incident=known_incident(seat.view, id_),
        deployment=request.form.get("deployment", ""),
    )
