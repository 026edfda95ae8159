"""The forms about freezes: a window is declared, ended, or stepped over by one release."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, request

from domain.deed import Signing
from domain.duration import in_words
from domain.errors import NotFound, Refused
from domain.freeze import ALLOW, DENY
from domain.freezing import Freezing
from domain.token import WRITE_RELEASES
from projections.freezes import declared_in
from projections.view import View
from service.api.freezes import EndBody, OverrideBody, WindowBody, window_of
from service.api.guard import Guard
from service.api.permission import prove
from service.api.signing import signing
from service.deeds import Decide, Deeds
from service.notebook import Busy, Settled
from service.web.asking import text_of, whole
from service.web.bodies import proved, several
from service.web.desk import Desk, Seat
from service.web.forms import Problem, form_page
from service.web.hand import to

# What these pages ask for, beyond to read.
SCOPES: Final = {"pages.decide_on_freeze": WRITE_RELEASES}
REFUSALS: Final = (Refused, NotFound, Busy)
KINDS: Final = {DENY: "nothing may go on", ALLOW: "only then things may go on"}
# Rules that people want most often, as RFC 5545 writes them.
RULES: Final = {
    "FREQ=WEEKLY;BYDAY=FR": "every Friday",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH": "Monday to Thursday",
    "FREQ=WEEKLY;BYDAY=SA,SU": "every weekend",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "the last day of each month",
    "FREQ=YEARLY": "every year",
}
NEWEST: Final = 30
_TEXTS: Final = ("name", "kind", "start", "lasts", "zone", "every")
_PLACES: Final = ("components", "environments")
_FIELDS: Final = (*_TEXTS, *_PLACES, "rollbacks", "release", "environment", "until", "number")


def install(
    pages: Blueprint,
    desk: Desk,
    guard: Guard,
    deeds: Deeds[Freezing],
    clock: Callable[[], datetime],
) -> None:
    @pages.route("/<owner>/<name>/freezes/decide", methods=["GET", "POST"])
    def decide_on_freeze(owner: str, name: str) -> Response:
        """Declare a window, end one, or let one release go on in spite of it."""
        problem: Problem = ""
        if request.method == "POST":
            try:
                with desk.repository_now(owner, name) as seat:
                    settled = _decided(seat.view, deeds, clock())
                if settled.new:
                    return to("repository_plans")
                problem = " ".join(settled.already)
            except REFUSALS as refusal:
                problem = refusal
        with desk.repository_now(owner, name) as seat:
            return _form(desk, guard, seat, problem)


def _decided(view: View, deeds: Deeds[Freezing], now: datetime) -> Settled:
    """What the form says; raises where it is refused."""
    form = request.form
    deed, wanted = _DEEDS.get(form.get("do", ""), ("", None))
    if wanted is None:
        raise Refused("Choose what to decide: the form has a button for each.")
    prove(view, deed, text_of(form, "environment") if deed == "override_freeze" else "")
    step = wanted(form.get("reason", "").strip())
    sign = signing(now, view.position, form.get("reason", ""))
    return deeds.settle((str(view.stream),), sign, step)


def _declare(reason: str) -> Decide[Freezing]:
    form = request.form
    told = {one: form.get(one, "").strip() for one in _TEXTS}
    told["zone"] = told["zone"] or "UTC"
    places = {one: several(form.get(one, "")) for one in _PLACES}
    rollbacks = form.get("rollbacks") == "yes"
    body = proved(WindowBody(), {**told, **places, "rollbacks": rollbacks, "reason": reason})
    window = window_of(body)

    def declare(one: Freezing, sign: Signing) -> None:
        one.declare(window, sign)

    return declare


def _end(reason: str) -> Decide[Freezing]:
    proved(EndBody(), {"reason": reason})
    number = request.form.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        raise Refused("Choose which window to end: the form has a button for each.")
    return lambda one, sign: one.end(int(number), sign)


def _override(reason: str) -> Decide[Freezing]:
    told = {one: text_of(request.form, one) for one in ("release", "environment")}
    until = whole(request.form.get("until", "").strip())
    body = proved(OverrideBody(), {**told, "until": until, "reason": reason})
    where = (body["release"], body["environment"], body["until"])
    return lambda one, sign: one.override(*where, sign)


# By the button: the deed that has to be allowed, and how the form is read.
_DEEDS: Final[dict[str, tuple[str, Callable[[str], Decide[Freezing]]]]] = {
    "declare": ("freeze", _declare),
    "end": ("freeze", _end),
    "override": ("override_freeze", _override),
}


def _form(desk: Desk, guard: Guard, seat: Seat, problem: Problem) -> Response:
    declared = [one for one in declared_in(seat.view) if one.number is not None]
    newest = seat.view.names.page(None, after=None, limit=NEWEST)
    return form_page(
        *(desk, guard, "freeze_decide.html"),
        twin=seat.stand.link.twin("freezes.freezes_of_repository", seat.repository.name),
        problem=problem,
        repository=seat.repository,
        kinds=KINDS,
        rules=RULES,
        windows=[(one, in_words(one.window.lasts)) for one in declared],
        names=[name for _, name in newest],
        filled={one: request.values.get(one, "") for one in _FIELDS},
        done=request.form.get("do", ""),
    )
