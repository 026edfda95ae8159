"""The form about plans: a release is planned before its tag is cut, and its plan changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, Response, request

from domain.errors import NotFound, Refused
from domain.plan import CAPTAIN, DATES, OWNER, STATES
from domain.plan import Plan as Decisions
from domain.token import WRITE_RELEASES
from projections.plan import Plan, plan_of
from projections.policy.in_force import policy_of
from projections.policy.types import KNOWN
from projections.view import View
from service.api.guard import Guard
from service.api.permission import prove
from service.api.plans import PlanBody
from service.api.signing import signing
from service.deeds import Deeds
from service.notebook import Busy, Settled
from service.planning import steps_of
from service.web.asking import text_of
from service.web.bodies import proved, several
from service.web.desk import Desk, Seat
from service.web.forms import Problem, form_page
from service.web.hand import to

# What these pages ask for, beyond to read.
SCOPES: Final = {"pages.decide_on_plan": WRITE_RELEASES}
REFUSALS: Final = (Refused, NotFound, Busy)
_ROLES: Final = (OWNER, CAPTAIN)
_KIND: Final = ("type", "branch", "about")
# What is written anew each time, and fills nothing in.
_MORE: Final = ("add", "task", "task_for")


def install(
    pages: Blueprint,
    desk: Desk,
    guard: Guard,
    deeds: Deeds[Decisions],
    clock: Callable[[], datetime],
) -> None:
    @pages.route("/<owner>/<name>/plans/decide", methods=["GET", "POST"])
    def decide_on_plan(owner: str, name: str) -> Response:
        """Plan a release, change its plan, or cancel it."""
        release = text_of(request.values, "release")
        problem: Problem = ""
        if request.method == "POST":
            try:
                with desk.repository_now(owner, name) as seat:
                    settled = _decided(seat.view, release, deeds, clock())
                if settled.new:
                    return to("release_plan", tag=release)
                problem = " ".join(settled.already) or "The form says nothing that is new."
            except REFUSALS as refusal:
                problem = refusal
        with desk.repository_now(owner, name) as seat:
            return _form(desk, guard, seat, release, problem)


def _decided(view: View, release: str, deeds: Deeds[Decisions], now: datetime) -> Settled:
    """What the form says; raises where it is refused."""
    prove(view, "plan")
    plan = plan_of(view, release)
    planned = plan is not None and not plan.cancelled
    if planned and not request.form.get("was-type"):
        raise Refused(f"There is a plan of {release} already: leave this form, and change that.")
    body = proved(PlanBody(), wanted(request.form, request.form.getlist("remove")))
    sign = signing(now, view.position, body["reason"])
    return deeds.settle((str(view.stream), release), sign, *steps_of(body, fresh=not planned))


def wanted(form: Mapping[str, str], remove: list[str]) -> dict[str, Any]:
    """The body that the form means: what differs from what it showed when it was opened.

    So whoever changes one thing does not undo what others decided meanwhile.
    """
    reason = form.get("reason", "").strip()
    if form.get("do") == "cancel":
        return {"cancelled": True, "reason": reason}

    def text(name: str) -> str:
        return form.get(name, "").strip()

    def changed(*names: str) -> bool:
        # A browser writes the ends of lines in its own way.
        return any(text(one).split() != form.get(f"was-{one}", "").split() for one in names)

    numbers = [int(one) for one in several(text("numbers")) if one.isascii() and one.isdigit()]
    body: dict[str, Any] = {
        "dates": [{"which": one, "day": text(one) or None} for one in DATES if changed(one)],
        "roles": [{"role": one, "to": text(one)} for one in _ROLES if changed(one)],
        "add": several(text("add")),
        "remove": remove,
        "tasks": [
            {"number": one, "state": text(f"state-{one}"), "assignee": text(f"assignee-{one}")}
            for one in numbers
            if changed(f"state-{one}", f"assignee-{one}")
        ],
        "reason": reason,
    }
    if text("task"):
        body["new_tasks"] = [{"title": text("task"), "assignee": text("task_for")}]
    return body | ({one: text(one) for one in _KIND} if changed(*_KIND) else {})


def standing(plan: Plan | None) -> dict[str, str]:
    """What the form shows of a plan before anybody writes in it."""
    if plan is None or plan.cancelled:
        return {}
    told = {"type": plan.type, "branch": plan.branch, "about": plan.about}
    told |= {OWNER: plan.owner, CAPTAIN: plan.captain}
    told |= {one.which: one.day for one in plan.dates}
    for task in plan.tasks:
        told |= {f"state-{task.number}": task.state, f"assignee-{task.number}": task.assignee}
    return told


def _form(desk: Desk, guard: Guard, seat: Seat, release: str, problem: Problem) -> Response:
    plan = plan_of(seat.view, release) if release else None
    shown = standing(plan)
    form: Mapping[str, str] = request.form
    fields = [*_KIND, *_ROLES, *DATES, *_MORE, *(one for one in shown if "-" in one)]
    before = form if problem else {f"was-{one}": text for one, text in shown.items()}
    called = seat.repository.name
    twin = ("plans.one_plan", called) if plan else ("plans.every_plan", called)
    return form_page(
        *(desk, guard, "plan_decide.html"),
        twin=seat.stand.link.twin(*twin, release=plan.name if plan else ""),
        problem=problem,
        repository=seat.repository,
        release=release,
        plan=plan if shown else None,
        types=dict.fromkeys((*KNOWN, *policy_of(seat.view).sections.types)),
        states=STATES,
        filled={one: (form if problem else shown).get(one, "") for one in fields},
        before={one: before.get(f"was-{one}", "") for one in fields},
        taken=request.form.getlist("remove"),
        cancelling=form.get("do") == "cancel",
    )
