"""The pages that connect us with GitHub: what an App of ours may do and why, and the one click.

Nothing here asks GitHub. A form takes the browser there; the code with which it comes back is left
for the worker.
"""

import json
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, request, url_for

from domain.errors import Refused
from service.api.connection import connected
from service.api.errors import Forbidden
from service.api.guard import Guard
from service.api.permission import prove_everywhere
from service.api.traces import trace
from service.config import Config, ConfigError
from service.connecting import LIFE, ask_for
from service.github.manifest import NAME, destination, manifest
from service.web.asking import text_of
from service.web.desk import Desk

# These pages are only for those who may do everything, even where everybody may read.
PAGES: Final = frozenset({"pages.make_app", "pages.app_made"})


def install(
    pages: Blueprint, desk: Desk, guard: Guard, config: Config, clock: Callable[[], datetime]
) -> None:
    @pages.get("/connect")
    def connect() -> Response:
        """How GitHub knows us; each permission and each event with its reason."""
        stand = desk.ground()
        return desk.page(
            "connect.html",
            stand=stand,
            twin=stand.link.timeless("connection.the_connection"),
            it=connected(config, desk.ledger),
            webhook=url_for("webhooks.github", _external=True),
            kept=bool(config.github_app_file),
        )

    @pages.get("/connect/app")
    def make_app() -> Response:
        """The click: a form that leaves for GitHub with the manifest."""
        prove_everywhere(desk.ledger)
        organization = text_of(request.args, "organization").strip()
        name = text_of(request.args, "name").strip() or NAME
        problem, told, there = "", "", ""
        try:
            told = json.dumps(manifest(config, name=name, redirect=_back(config)))
            state = _state(guard, clock())
            there = destination(config.github_url, organization=organization, state=state)
        except (ConfigError, Refused) as refusal:
            problem = str(refusal)
        response = desk.page(
            "connect_app.html",
            stand=None,
            organization=organization,
            name=name,
            problem=problem,
            manifest=told,
            destination=there,
            github=config.github_url,
        )
        github = urlsplit(config.github_url)
        response.headers["Content-Security-Policy"] = (
            "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none';"
            f" form-action 'self' {github.scheme}://{github.netloc}"
        )
        return response

    @pages.get("/connect/made")
    def app_made() -> Response:
        """GitHub led the browser back: its code is left for the worker."""
        prove_everywhere(desk.ledger)
        _prove(guard, text_of(request.args, "state"), clock())
        ask_for(desk.ledger, text_of(request.args, "code"), by=trace().caller, at=clock())
        # Without the code in it, so that it does not stay in the browser's history.
        return Response(status=303, headers={"Location": url_for("pages.connect")})


def _back(config: Config) -> str:
    return f"{config.public_url}{url_for('pages.app_made')}"


def _state(guard: Guard, now: datetime) -> str:
    """What GitHub brings back: when this began, and that it was with this token."""
    began = str(int(now.timestamp()))
    return f"{began}.{guard.form_token(f'connect {began}')}"


def _prove(guard: Guard, state: str, now: datetime) -> None:
    """Raise `Forbidden` where another began this, or long ago: another's App is not ours."""
    began, _, told = state.partition(".")
    expected = guard.form_token(f"connect {began}")
    ours = compare_digest(told.encode(), expected.encode())
    if not ours or not 0 <= now.timestamp() - int(began) <= LIFE.total_seconds():
        raise Forbidden(
            "Nobody began this here with this token within the last hour: begin again on the page"
            " /connect. If an App was made on GitHub meanwhile, delete it there."
        )
