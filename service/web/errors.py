"""Errors as pages: the same refusals that programs get, told to people with what to do next."""

from typing import NamedTuple

import msgspec
from eventsourcing.persistence import PersistenceError
from flask import Blueprint, Flask, Response, request, url_for
from werkzeug.exceptions import HTTPException

from domain.errors import ShipledgerError
from service.api import errors
from service.api.errors import MEDIA_TYPE, Problem
from service.tokens import UnknownToken
from service.web.desk import Desk
from service.web.identity import to_log_in


class Step(NamedTuple):
    """What may help; `href` leads there, where it is a page."""

    text: str
    href: str = ""


def install(app: Flask, pages: Blueprint, desk: Desk) -> None:
    """Tell what pages refuse as pages; and an address that leads nowhere, to people."""

    def refused(error: Exception) -> Response:
        if isinstance(error, UnknownToken) and desk.log_in and _is_a_stranger():
            return to_log_in()
        told = errors.http_told(error) if isinstance(error, HTTPException) else errors.told(error)
        return _page(desk, told)

    def lost(error: HTTPException) -> Response:
        return refused(error) if _for_people() else errors.http_told(error)

    for kind in (ShipledgerError, PersistenceError, HTTPException):
        pages.register_error_handler(kind, refused)
    app.register_error_handler(404, lost)


def _is_a_stranger() -> bool:
    """A person with a browser who showed nothing; of a token that is no good he is told so."""
    return _for_people() and not request.headers.get("Authorization")


def _for_people() -> bool:
    return request.accept_mimetypes.best_match([MEDIA_TYPE, "text/html"]) == "text/html"


def _page(desk: Desk, told: Response) -> Response:
    """The problem as a page, with the same status, and the headers that belong to it."""
    problem = msgspec.json.decode(told.get_data(), type=Problem)
    page = desk.page(
        "error.html",
        stand=None,
        status=problem.status,
        title=problem.title,
        code=problem.status,
        detail=_DETAILS.get(problem.type, problem.detail),
        steps=_steps(problem),
        request_id=problem.request_id,
    )
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        for value in told.headers.getlist(name):
            page.headers.add(name, value)
    return page


_NO_PATH = "urn:shipledger:problem:no-such-path"
_DETAILS = {_NO_PATH: "There is no page at this address."}


def _steps(problem: Problem) -> list[Step]:
    board, again = Step("Go to the board", url_for("pages.board")), request.full_path.rstrip("?")
    steps = {
        400: [Step("Load the page without what it is asked", request.path)],
        401: [
            Step("Load the page again, and give any name and your token as the password."),
            Step("Whoever runs this server makes tokens: `shipledger token create NAME`"),
            Step("`SHIPLEDGER_PUBLIC_READ=true` lets everybody read who reaches this server."),
        ],
        403: [Step("Ask an administrator for the role, or whoever made your token for its scope.")],
        404: [
            Step("Add a repository", url_for("pages.begin")),
            Step("Look for a pull request, an issue or a commit", url_for("pages.where")),
            Step("See all releases", url_for("pages.releases")),
        ],
        500: [Step("Try again", again)],
        503: [Step("Try again in a few seconds", again)],
    }
    steps[422] = steps[400]
    return [*steps.get(problem.status, []), *([board] if problem.status != 401 else [])]
