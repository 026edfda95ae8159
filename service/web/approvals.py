"""The approvals of a release as a page: what is to be approved, who did, and the forms to do so."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, request

from domain.ballot import ABSTAIN, APPROVE, FAULTED, REJECT, UPHELD
from domain.errors import NotFound, Refused
from domain.token import APPROVE as SCOPE
from projections.approvals.judged import Judged
from projections.case import Case, known_case
from service.api.guard import Guard
from service.api.permission import prove
from service.api.signing import signing
from service.approving import WITHDRAW, Approving, NotAsShown, Where
from service.notebook import Busy, Settled
from service.web.asking import text_of
from service.web.desk import Desk, Seat
from service.web.forms import Problem, form_page
from service.web.gates import LIGHTS
from service.web.hand import to

# What these pages ask for, beyond to read.
SCOPES: Final = {"pages.decide_on_release": SCOPE}
REFUSALS: Final = (Refused, NotFound, Busy, NotAsShown)
_VOTES: Final = (APPROVE, REJECT, ABSTAIN, WITHDRAW)


def install(
    pages: Blueprint, desk: Desk, guard: Guard, approving: Approving, clock: Callable[[], datetime]
) -> None:
    @pages.get("/<owner>/<name>/releases/<path:tag>/approvals")
    def release_approvals(owner: str, name: str, tag: str) -> Response:
        """Whose word the release needs, and who gave it on what."""
        environment = text_of(request.args, "environment")
        with desk.repository(owner, name) as seat:
            case = known_case(seat.view, tag, environment, desk.moment(seat))
            return _shown(desk, seat, case)

    @pages.route("/<owner>/<name>/releases/<path:tag>/approvals/decide", methods=["GET", "POST"])
    def decide_on_release(owner: str, name: str, tag: str) -> Response:
        """Approve, reject, abstain, withdraw; break the glass, or review that."""
        environment = text_of(request.values, "environment")
        problem: Problem = ""
        if request.method == "POST":
            with desk.repository_now(owner, name) as seat:
                case = known_case(seat.view, tag, environment, clock())
                where = Where(seat.view.stream, tag, environment)
                deed = "break_glass" if request.form.get("do") == "break" else "approve"
                prove(seat.view, deed, environment)
            try:
                _decide(approving, where, case)
                return to("release_approvals", tag=tag, environment=environment)
            except REFUSALS as refusal:
                problem = refusal
        with desk.repository_now(owner, name) as seat:
            case = known_case(seat.view, tag, environment, clock())
            return _form(desk, guard, seat, case, problem)


def _shown(desk: Desk, seat: Seat, case: Case) -> Response:
    judged = Judged(case)
    question = {"tag": case.release, "environment": case.environment}
    return desk.page(
        "approvals.html",
        stand=seat.stand,
        twin=seat.stand.link.twin("approvals.approvals", seat.repository.name, **question),
        repository=seat.repository,
        closed=desk.closed(seat),
        case=case,
        answer=judged.answer(),
        glass=case.policy.sections.approvals.break_glass,
        lights=LIGHTS | {"satisfied": "passing", "stale": "failing"},
    )


def _form(desk: Desk, guard: Guard, seat: Seat, case: Case, problem: Problem) -> Response:
    question = {"tag": case.release, "environment": case.environment}
    return form_page(
        *(desk, guard, "approval_decide.html"),
        twin=seat.stand.link.twin("approvals.approvals", seat.repository.name, **question),
        problem=problem,
        repository=seat.repository,
        case=case,
        answer=Judged(case).answer(),
        glass=case.policy.sections.approvals.break_glass,
        lights=LIGHTS,
    )


def _decide(approving: Approving, where: Where, case: Case) -> Settled:
    """What the form says; raises where it is refused."""
    form = request.form
    sign = signing(case.now, case.view.position, form.get("reason", ""))
    what = form.get("do", "")
    if what in _VOTES:
        settled = approving.vote(where, what, sign, digest=form.get("digest", ""))
    elif what == "break":
        settled = approving.break_glass(where, sign)
    elif what in (UPHELD, FAULTED):
        settled = approving.review_glass(where, form.get("sha", ""), what, sign)
    else:
        raise Refused("Choose what to decide: the form has a button for each.")
    if not settled.new:
        raise Refused(" ".join(settled.already))
    return settled
