"""Forms: how a page is made that holds one, which only this server's own site may send."""

from typing import Any

from flask import Response, request, url_for

from domain.deed import Unproved
from domain.errors import ShipledgerError
from service.api.guard import Guard
from service.api.traces import trace
from service.identity.providers import LABELS
from service.web.asking import way_back
from service.web.desk import Desk

# Why a form did not count; empty where it did, or was not sent yet.
Problem = str | ShipledgerError


def about() -> str:
    """What a form's token is good for: the repository in the address."""
    args = request.view_args or {}
    return f"{args.get('owner', '')}/{args.get('name', '')}"


def form_page(
    desk: Desk, guard: Guard, template: str, *, twin: str, problem: Problem = "", **values: Any
) -> Response:
    """A page with forms; `problem` is why what was sent did not count.

    Where that is a proof which is too old, the page leads to where it can be given anew, and back.
    """
    response = desk.page(
        template,
        stand=None,
        twin=twin,
        status=409 if problem else 200,
        form_token=guard.form_token(about()),
        problem=str(problem),
        anew=_proving_anew() if isinstance(problem, Unproved) else "",
        reason=request.form.get("reason", ""),
        saved=request.args.get("saved") == "yes",
        **values,
    )
    # Else a browser would not tell us that the form came from here.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _proving_anew() -> str:
    """Where a provider is asked to have the password or key shown once more, and leads back."""
    asker = trace().asker
    _, _, provider = (asker.means if asker else "").partition("session:")
    if provider in LABELS:
        return url_for("pages.to_provider", provider=provider, next=way_back(), again="yes")
    return url_for("pages.log_in", next=way_back())
