"""The way of a repository as pages: what goes where, how it fares, and who decides on it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, request

from domain.deed import Signing
from domain.errors import Refused
from domain.token import DEPLOY
from projections.case import known_case
from projections.course import course_of
from projections.rollouts import begun, rollouts
from projections.verdict import verdict
from projections.view import View
from projections.way import Place, place, way
from service import rolling
from service.api.guard import Guard
from service.api.permission import prove
from service.api.signing import signing
from service.rolling import GO_ON, Rolling, Step, known_commit
from service.web.asking import text_of
from service.web.desk import Desk, Seat
from service.web.forms import form_page
from service.web.gates import LIGHTS, REFUSALS
from service.web.hand import to

# What these pages ask for, beyond to read.
SCOPES: Final = {"pages.decide_on_rollout": DEPLOY}
SHOWN: Final = 30
# How the state of a rollout and of a health rule is lit; its word stands beside it.
ROLLOUT_LIGHTS: Final = {
    "completed": "passing",
    "halted": "failing",
    "rolled back": "failing",
    "healthy": "passing",
    "breached": "failing",
    "done": "passing",
}
_DEEDS: Final = {
    "promote": "promote",
    **dict.fromkeys(GO_ON, "rollout"),
    "roll back": "rollback",
    **dict.fromkeys(("lock", "unlock", "hold", "lift"), "hold"),
}


def install(
    pages: Blueprint, desk: Desk, guard: Guard, hand: Rolling, clock: Callable[[], datetime]
) -> None:
    @pages.get("/<owner>/<name>/way")
    def repository_way(owner: str, name: str) -> Response:
        """Its environments in the order of promotion, and every rollout there was."""
        with desk.repository(owner, name) as seat:
            link, called = seat.stand.link, seat.repository.name
            moment = desk.moment(seat)
            found = way(seat.view, moment)
            return desk.page(
                "way.html",
                stand=seat.stand,
                twin=link.twin("rollouts.way_of_repository", called),
                rollouts_twin=link.twin("rollouts.every_rollout", called),
                repository=seat.repository,
                closed=desk.closed(seat),
                ranks=ranked(found),
                rollouts=rollouts(seat.view, moment, begun(seat.view)[:SHOWN]),
                lights=ROLLOUT_LIGHTS,
            )

    @pages.get("/<owner>/<name>/releases/<path:tag>/rollout")
    def release_rollout(owner: str, name: str, tag: str) -> Response:
        """Where a release goes, how it fares there, and where it may go next."""
        with desk.repository(owner, name) as seat:
            moment = desk.moment(seat)
            case = known_case(seat.view, tag, "", moment)
            places = [
                one for one in way(seat.view, moment) if one.component in ("", case.component)
            ]
            judged = [
                (one, verdict(known_case(seat.view, tag, one.environment, moment)))
                for one in places
            ]
            return desk.page(
                "rollout.html",
                stand=seat.stand,
                twin=seat.stand.link.twin("rollouts.every_rollout", seat.repository.name),
                repository=seat.repository,
                closed=desk.closed(seat),
                case=case,
                places=judged,
                rollouts=rollouts(seat.view, moment, begun(seat.view, release=tag)),
                lights={**LIGHTS, **ROLLOUT_LIGHTS},
            )

    @pages.route("/<owner>/<name>/rollouts/decide", methods=["GET", "POST"])
    def decide_on_rollout(owner: str, name: str) -> Response:
        """Promote, go on, stop, take back, lock and hold."""
        problem = ""
        if request.method == "POST":
            try:
                with desk.repository_now(owner, name) as seat:
                    step, sign = wanted(seat.view, clock())
                settled = hand.settle(step, sign)
                if settled.new:
                    return to("repository_way")
                problem = " ".join(settled.already)
            except REFUSALS as refusal:
                problem = str(refusal)
        with desk.repository_now(owner, name) as seat:
            return _form(desk, guard, seat, clock(), problem)


def ranked(places: tuple[Place, ...]) -> list[list[Place]]:
    """The places by their rank: each column of the graph."""
    found: dict[int, list[Place]] = {}
    for one in places:
        found.setdefault(one.rank, []).append(one)
    return [found[rank] for rank in sorted(found)]


def wanted(view: View, now: datetime) -> tuple[Step, Signing]:
    """What the form says; raises where it is refused."""
    form = request.form
    what, environment = form.get("do", ""), form.get("environment", "")
    if what not in _DEEDS:
        raise Refused("Choose what to decide: the form has a button for each.")
    prove(view, _DEEDS[what], environment)
    return _step(view, now, what, environment), signing(now, view.position, form.get("reason", ""))


def _step(view: View, now: datetime, what: str, environment: str) -> Step:
    form = request.form
    release = form.get("release", "")
    if what in ("promote", "roll back"):
        case = known_case(view, release, environment, now)
        if what == "promote":
            return rolling.promote(case)
        change = form.get("change", "").strip()
        sha = known_commit(view, change) if change else ""
        return rolling.roll_back(case, to=form.get("to", "").strip(), change=sha)
    course = course_of(view, environment, form.get("component", ""))
    if what in GO_ON:
        step = form.get("to", "")
        number = int(step) if step.isascii() and step.isdigit() and len(step) < 4 else None
        return rolling.go_on(view, course, what, now=now, to=number)
    if what in ("hold", "lift"):
        return rolling.hold(view, course, held=what == "hold")
    sha = known_commit(view, form.get("commit", "").strip())
    if what == "lock":
        return rolling.lock(view, course, sha)
    fix = form.get("fixed_by", "").strip()
    return rolling.unlock(view, course, sha, known_commit(view, fix) if fix else "")


def _form(desk: Desk, guard: Guard, seat: Seat, now: datetime, problem: str) -> Response:
    environment = text_of(request.values, "environment")
    component = text_of(request.values, "component")
    here = place(seat.view, environment, component, now)
    return form_page(
        *(desk, guard, "rollout_decide.html"),
        twin=seat.stand.link.twin("rollouts.way_of_repository", seat.repository.name),
        problem=problem,
        repository=seat.repository,
        here=here,
        release=text_of(request.values, "release"),
        names=_names(seat.view, component),
        lights=ROLLOUT_LIGHTS,
        filled={one: request.form.get(one, "") for one in ("do", "reason")},
    )


def _names(view: View, component: str) -> list[str]:
    """The newest releases, to choose from without typing."""
    return [name for _, name in view.names.page(component, after=None, limit=SHOWN)]
