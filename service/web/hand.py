"""The hand that fills in a form about notes: what it would do, does, and is told."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from flask import Response, request, url_for
from markupsafe import Markup
from msgspec.structs import replace

from domain.errors import NotFound, Refused
from projections.notes.answer import Notes
from projections.notes.asked import Noted
from projections.notes.difference import Difference, difference
from projections.notes.found_settings import OURS
from service.api.guard import Guard
from service.api.permission import prove
from service.api.settling import deed_of
from service.api.sight import prove_sees_after
from service.api.traces import trace
from service.formats.options import PUBLIC
from service.notebook import Busy, Decide, Notebooks, Pen
from service.web.desk import Desk, Seat
from service.web.forms import form_page
from service.web.notes import fragment

TRYING: Final = "a preview"
# What a person may mend in the form.
REFUSALS: Final = (Refused, NotFound, Busy)


class Tried(NamedTuple):
    """How notes would read, and what would differ."""

    rendered: Markup
    difference: Difference


class Hand:
    """Made once; thread-safe."""

    def __init__(self, desk: Desk, guard: Guard, notebooks: Notebooks) -> None:
        self.desk = desk
        self._guard = guard
        self._notebooks = notebooks

    def tried(self, seat: Seat, ask: Callable[[Seat], Noted], steps: Sequence[Decide]) -> Tried:
        """The notes as they would be; raises where the decisions are refused."""
        before = ask(seat)
        after = ask(self.supposed(seat, steps)) if steps else before
        return Tried(fragment(after, PUBLIC), difference(before.notes, after.notes))

    def supposed(self, seat: Seat, steps: Sequence[Decide]) -> Seat:
        """The repository, if this were decided."""
        pen = Pen(trace().caller, request.form.get("reason", "").strip() or TRYING)
        decided = self._notebooks.tried(seat.view.stream, pen, *steps)
        return replace(seat, view=seat.view.supposing(decided))

    def settle(self, seat: Seat, steps: Sequence[Decide], about: str = "") -> None:
        """Record the decisions; raises where they are refused. `about` is a file's path."""
        prove(seat.view, deed_of(about))
        if not steps:
            raise Refused("Nothing in the form is different from what stands.")
        if about in OURS:
            prove_sees_after(self.supposed(seat, steps).view)
        pen = Pen(trace().caller, request.form.get("reason", ""))
        settled = self._notebooks.settle(seat.view.stream, pen, *steps)
        if not settled.new:
            raise Refused(" ".join(settled.already))

    def page(
        self, template: str, seat: Seat, *, twin: str, problem: str = "", **values: Any
    ) -> Response:
        """A page with forms, which only this server's own site may send; `twin` is a question."""
        return form_page(
            *(self.desk, self._guard, template),
            twin=seat.stand.link.twin(f"notebook.{twin}", seat.repository.name),
            problem=problem,
            repository=seat.repository,
            **values,
        )


def saving() -> bool:
    """Whether the form is to count, and not only to be tried."""
    return request.method == "POST" and request.form.get("do") == "save"


def to(page: str, **values: str) -> Response:
    """Where a form that counted leads; to load that again sends nothing again."""
    args = request.view_args or {}
    known = {"owner": args["owner"], "name": args["name"], **values}
    return Response(status=303, headers={"Location": url_for(f"pages.{page}", **known)})


def titles(notes: Notes) -> list[str]:
    """The sections that a line can be put under, as far as they are seen here."""
    return [one.title for one in notes.headings if one.title]
