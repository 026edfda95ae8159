"""The pages for people: every answer, as HTML that needs nothing but itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Blueprint, Flask, Response, request

from domain.freezing import Freezing
from domain.incident_link import IncidentLink
from domain.plan import Plan
from domain.token import ADMIN, READ, WRITE_NOTES
from service.api.asked import UNREADABLE, readable
from service.api.errors import BadQuery
from service.api.guard import Guard
from service.api.reading import Reading
from service.api.traces import trace
from service.approving import Approving
from service.config import Config
from service.deeds import Deeds
from service.gatekeeping import Gatekeepers
from service.identity.browsers import Browsers
from service.identity.providers import Providers
from service.ledger import Ledger
from service.notebook import Notebooks
from service.outbox import Outbox
from service.overview import Overview
from service.rolling import Rolling
from service.web import (
    approvals,
    board,
    calendar,
    connect,
    editor,
    errors,
    files,
    freezes,
    gates,
    identity,
    incidents,
    notes,
    people,
    planning,
    plans,
    publications,
    records,
    release,
    repository,
    rollouts,
    waiting,
    where,
)
from service.web.desk import Desk
from service.web.forms import about

# What more than reading a page asks for.
SCOPES: Final = {
    **dict.fromkeys(editor.PAGES, WRITE_NOTES),
    **dict.fromkeys(connect.PAGES, ADMIN),
    **gates.SCOPES,
    **approvals.SCOPES,
    **publications.SCOPES,
    **rollouts.SCOPES,
    **people.SCOPES,
    **incidents.SCOPES,
    **planning.SCOPES,
    **freezes.SCOPES,
    "pages.log_out": READ,
}


def install(  # noqa: PLR0913 - the composition of the pages
    app: Flask,
    config: Config,
    ledger: Ledger,
    overview: Overview,
    guard: Guard,
    *,
    browsers: Browsers,
    providers: Providers,
    clock: Callable[[], datetime],
) -> None:
    """Add the pages, which ask for a token as the API does, and the files that they load."""
    desk = Desk(ledger, overview, clock, log_in=browsers.on)
    pages = Blueprint("pages", __name__)

    @pages.before_request
    def prove() -> None:
        if request.endpoint in identity.OPEN:
            return
        if request.method == "POST":
            guard.check_form(SCOPES.get(request.endpoint or "", WRITE_NOTES), about())
        else:
            guard.check(SCOPES.get(request.endpoint or "", READ))
        for name, value in (request.view_args or {}).items():
            if isinstance(value, str) and not readable(value):
                raise BadQuery(name, f"In the address, {UNREADABLE}.")

    @pages.after_request
    def never_unchanged(response: Response) -> Response:
        # A page says how long ago things were: an old one is wrong, even where nothing happened.
        trace().tag = ""
        return response

    for room in (board, repository, release, where, notes):
        room.install(pages, desk)
    editor.install(pages, desk, guard, Notebooks(ledger, clock))
    gates.install(pages, desk, guard, Gatekeepers(ledger, clock), clock)
    approvals.install(pages, desk, guard, Approving(ledger, clock), clock)
    incidents.install(pages, desk, guard, Deeds(ledger, IncidentLink, clock), clock)
    rollouts.install(pages, desk, guard, Rolling(ledger, clock), clock)
    plans.install(pages, desk)
    calendar.install(pages, desk)
    planning.install(pages, desk, guard, Deeds(ledger, Plan, clock), clock)
    freezes.install(pages, desk, guard, Deeds(ledger, Freezing, clock), clock)
    waiting.install(pages, desk, Reading(ledger), clock)
    people.install(pages, desk, guard, clock)
    records.install(pages, desk, guard)
    publications.install(pages, desk, guard, Outbox(ledger, clock))
    identity.install(
        *(pages, desk, guard),
        config=config,
        browsers=browsers,
        providers=providers,
        clock=clock,
    )
    connect.install(pages, desk, guard, config, clock)
    errors.install(app, pages, desk)
    app.register_blueprint(pages)
    app.register_blueprint(files.blueprint())
