"""Forms: how a page is made that holds one, which only this server's own site may send."""

from typing import Any

from flask import Response, request

from service.api.guard import Guard
from service.web.desk import Desk


def about() -> str:
    """What a form's token is good for: the repository in the address."""
    args = request.view_args or {}
    return f"{args.get('owner', '')}/{args.get('name', '')}"


def form_page(
    desk: Desk, guard: Guard, template: str, *, twin: str, problem: str = "", **values: Any
) -> Response:
    """A page with forms; `problem` is why what was sent did not count."""
    response = desk.page(
        template,
        stand=None,
        twin=twin,
        status=409 if problem else 200,
        form_token=guard.form_token(about()),
        problem=problem,
        reason=request.form.get("reason", ""),
        saved=request.args.get("saved") == "yes",
        **values,
    )
    # Else a browser would not tell us that the form came from here.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
