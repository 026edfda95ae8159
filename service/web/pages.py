"""The pages for people: every answer, as HTML that needs nothing but itself."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Flask, Response, request

from domain.token import READ, WRITE_NOTES
from service.api.asked import UNREADABLE, readable
from service.api.errors import BadQuery
from service.api.guard import Guard
from service.api.traces import trace
from service.ledger import Ledger
from service.notebook import Notebooks
from service.overview import Overview
from service.web import board, editor, errors, files, notes, records, release, repository, where
from service.web.desk import Desk
from service.web.hand import about


def install(
    app: Flask, ledger: Ledger, overview: Overview, guard: Guard, clock: Callable[[], datetime]
) -> None:
    """Add the pages, which ask for a token as the API does, and the files that they load."""
    desk = Desk(ledger, overview, clock)
    pages = Blueprint("pages", __name__)

    @pages.before_request
    def prove() -> None:
        if request.method == "POST":
            guard.check_form(WRITE_NOTES, about())
        else:
            guard.check(WRITE_NOTES if request.endpoint in editor.PAGES else READ)
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
    records.install(pages, desk, guard)
    errors.install(app, pages, desk)
    app.register_blueprint(pages)
    app.register_blueprint(files.blueprint())
