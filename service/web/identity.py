"""The pages of logging in and out: they lead to a provider, and take whom it sends back.

Only here does a page ask another server, since nobody else could say who comes: see the ADR.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, request, session, url_for

from domain.errors import NotFound
from service.api.errors import Forbidden
from service.api.guard import Guard, prove_same_site
from service.api.session import session_of
from service.api.traces import trace
from service.config import Config
from service.identity.browsers import LOCAL, Browsers
from service.identity.providers import LABELS, Providers
from service.identity.recognising import directory_now, prove
from service.identity.settings import LOOPBACK
from service.sessions import Proof
from service.web.asking import text_of, way_back
from service.web.desk import Desk
from service.web.forms import about

# Nobody can show who he is before he was here.
OPEN: Final = frozenset(
    {"pages.log_in", "pages.to_provider", "pages.from_provider", "pages.log_in_locally"}
)
NEXT: Final = "next"


def install(  # noqa: PLR0913 - the parts of logging in
    pages: Blueprint,
    desk: Desk,
    guard: Guard,
    *,
    config: Config,
    browsers: Browsers,
    providers: Providers,
    clock: Callable[[], datetime],
) -> None:
    @pages.get("/login")
    def log_in() -> Response:
        """Who one is here, and by whom one may prove it."""
        asker = trace().asker = browsers.caller()
        response = desk.page(
            "login.html",
            stand=None,
            twin=url_for("session.who_am_i"),
            session=session_of(desk.ledger) if asker else None,
            on=browsers.on,
            providers=[(name, LABELS[name]) for name in providers.names],
            local=[(key, _called(desk, key)) for key in config.log_in.local_users],
            next=_next(text_of(request.args, "next")),
            form_token=guard.form_token(about()) if asker else "",
        )
        # Else a browser would not tell us that a form came from here.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    @pages.get("/login/to/<provider>")
    def to_provider(provider: str) -> Response:
        """Leave for the provider, and come back to the page below."""
        _prove_known(providers, provider)
        session[NEXT] = _next(text_of(request.args, "next"))
        back = config.public_url + url_for("pages.from_provider", provider=provider)
        return providers.leave(provider, back, again=request.args.get("again") == "yes")

    @pages.get("/login/from/<provider>")
    def from_provider(provider: str) -> Response:
        """Back from the provider, with a code that only this browser may use."""
        _prove_known(providers, provider)
        onwards = _next(session.get(NEXT, ""))
        identity = providers.returned(provider)
        browsers.remember(prove(desk.ledger, identity, f"session:{provider}", clock()))
        return _to(onwards)

    @pages.post("/login/local")
    def log_in_locally() -> Response:
        """Be somebody of the demonstration."""
        prove_same_site(request)
        _prove_local()
        key = request.form.get("person", "")
        if key not in config.log_in.local_users:
            raise NotFound("Nobody is called so here: only a demonstration has local users.")
        browsers.remember(Proof(key, _called(desk, key), LOCAL, clock()))
        return _to(_next(request.form.get("next", "")))

    @pages.post("/logout")
    def log_out() -> Response:
        """End the session of this browser."""
        browsers.forget()
        return _to(url_for("pages.log_in"))


def to_log_in() -> Response:
    """Lead a browser to the log-in, from where it comes back to what it asked for."""
    there = url_for("pages.log_in", next=way_back() or None)
    if request.headers.get("HX-Request"):
        # A part of a page cannot show a log-in: the whole page goes there.
        return Response(status=401, headers={"HX-Redirect": there})
    return _to(there)


def _prove_local() -> None:
    """Raise `Forbidden` for whom a proxy lets in, or a name that leads here from elsewhere."""
    named = re.sub(r":[0-9]+\Z", "", request.host) in LOOPBACK
    near = request.remote_addr in {"127.0.0.1", "::1"} and not request.headers.get(
        "X-Forwarded-For"
    )
    if not (named and near):
        raise Forbidden("Local users are for whoever sits at this machine: open 127.0.0.1 there.")


def _called(desk: Desk, key: str) -> str:
    person = directory_now(desk.ledger).person(key)
    return person.name if person else key


def _prove_known(providers: Providers, name: str) -> None:
    if name not in providers.names:
        raise NotFound("Nobody logs in by that here: /login lists by what one may.")


def _next(text: str) -> str:
    """A page of ours; whatever leads elsewhere leads to the board."""
    ours = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if ours else url_for("pages.board")


def _to(address: str) -> Response:
    return Response(status=303, headers={"Location": address})
