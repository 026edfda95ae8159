"""The gates of a release as pages: what is in its way, and the forms to answer for it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, request

from domain import subject
from domain.deed import Signing
from domain.deployment import EnvironmentSighted
from domain.errors import NotFound, Refused
from domain.gate import SignedOff
from domain.gatekeeping import ACCEPTED, Attachment
from domain.token import WRITE_RELEASES
from projections.case import Case, known_case
from projections.gates.ground import Ground
from projections.gates.judged import gates_of
from projections.verdict import verdict
from projections.view import View
from service import gatekeeping
from service.api.guard import Guard
from service.api.permission import prove
from service.api.signing import signing
from service.gatekeeping import Gatekeepers, Step, gate_of
from service.notebook import Busy
from service.web.asking import text_of
from service.web.desk import Desk, Seat
from service.web.forms import Problem, form_page
from service.web.hand import to

Clock = Callable[[], datetime]
# What these pages ask for, beyond to read.
SCOPES: Final = {"pages.decide_at_gate": WRITE_RELEASES}
REFUSALS: Final = (Refused, NotFound, Busy)
# How a state is lit, so that it is read at a glance; its word stands beside it.
LIGHTS: Final = {
    "passed": "passing",
    "failed": "failing",
    "waived": "passing",
    "not_applicable": "none",
}
_FIELDS: Final = ("kind", "outcome", "attachments", "bound", "until")
# A line of `sha256sum FILE`, with an address behind it where there is one.
_LINE: Final = re.compile(r"(?:sha256:)?([0-9a-f]{64})\s+\*?(\S.*?)(?:\s+(https?://\S+))?")


def install(
    pages: Blueprint, desk: Desk, guard: Guard, gatekeepers: Gatekeepers, clock: Clock
) -> None:
    @pages.get("/<owner>/<name>/releases/<path:tag>/gates")
    def release_gates(owner: str, name: str, tag: str) -> Response:
        """Whether a release may go on, and what is in its way."""
        environment = text_of(request.args, "environment")
        with desk.repository(owner, name) as seat:
            case = known_case(seat.view, tag, environment, desk.moment(seat))
            return _shown(desk, seat, case)

    @pages.route("/<owner>/<name>/releases/<path:tag>/gates/decide", methods=["GET", "POST"])
    def decide_at_gate(owner: str, name: str, tag: str) -> Response:
        """Sign a gate off, waive it, or take either back."""
        environment = text_of(request.values, "environment")
        problem: Problem = ""
        if request.method == "POST":
            try:
                with desk.repository_now(owner, name) as seat:
                    step, sign = _wanted(known_case(seat.view, tag, environment, clock()))
                settled = gatekeepers.settle(step, sign)
                if settled.new:
                    return to("release_gates", tag=tag, environment=environment)
                problem = " ".join(settled.already)
            except REFUSALS as refusal:
                problem = refusal
        with desk.repository_now(owner, name) as seat:
            case = known_case(seat.view, tag, environment, clock())
            return _form(desk, guard, seat, case, problem)


def _shown(desk: Desk, seat: Seat, case: Case) -> Response:
    ground = Ground(case)
    question = {"tag": case.release, "environment": case.environment}
    return desk.page(
        "gates.html",
        stand=seat.stand,
        twin=seat.stand.link.twin("gates.gates_of_release", seat.repository.name, **question),
        verdict_twin=seat.stand.link.twin(
            "gates.verdict_on_release", seat.repository.name, **question
        ),
        policy_twin=seat.stand.link.twin("policy.policy_in_force", seat.repository.name),
        repository=seat.repository,
        closed=desk.closed(seat),
        case=case,
        verdict=verdict(case),
        gates=gates_of(ground),
        kept=ground.kept,
        lights=LIGHTS,
        places=_places(case.view),
    )


def _places(view: View) -> list[str]:
    sighted = (one.fact for one in view.about(subject.ENVIRONMENTS))
    return sorted({fact.name for fact in sighted if isinstance(fact, EnvironmentSighted)})


def _form(desk: Desk, guard: Guard, seat: Seat, case: Case, problem: Problem) -> Response:
    gate = gate_of(case, text_of(request.values, "gate"))
    ground = Ground(case)
    state = next(one for one in gates_of(ground) if one.name == gate.name)
    return form_page(
        *(desk, guard, "gate_decide.html"),
        twin=seat.stand.link.twin("gates.gates_of_release", seat.repository.name, tag=case.release),
        problem=problem,
        repository=seat.repository,
        case=case,
        gate=gate,
        state=state,
        lights=LIGHTS,
        signable=isinstance(gate.way, SignedOff),
        kept=ground.kept,
        fresh=request.method == "GET",
        filled={one: request.form.get(one, "") for one in _FIELDS},
    )


def _wanted(case: Case) -> tuple[Step, Signing]:
    """What the form says; raises where it is refused."""
    form = request.form
    deed, wanted = _DEEDS.get(form.get("kind", ""), ("", None))
    if wanted is None:
        raise Refused("Choose what to decide: the form has a button for each.")
    prove(case.view, deed, case.environment)
    step = wanted(case, form.get("gate", ""))
    return step, signing(case.now, case.view.position, form.get("reason", ""))


def _sign_off(case: Case, gate: str) -> Step:
    shown = tuple(_attachments(request.form.get("attachments", "")))
    told = {"sha": request.form.get("sha", ""), "outcome": request.form.get("outcome", ACCEPTED)}
    return gatekeeping.sign_off(case, gate, attachments=shown, **told)


def _waive(case: Case, gate: str) -> Step:
    sha = request.form.get("sha", "") if request.form.get("bound") == "yes" else ""
    until = _until(request.form.get("until", ""))
    return gatekeeping.waive(case, gate, sha=sha, expires_at=until)


_DEEDS: Final[dict[str, tuple[str, Callable[[Case, str], Step]]]] = {
    "sign_off": ("sign_off", _sign_off),
    "waive": ("waive", _waive),
    "withdraw_sign_off": (
        *("sign_off", lambda case, _: gatekeeping.withdraw_sign_off(case, _number())),
    ),
    "withdraw_waiver": (*("waive", lambda case, _: gatekeeping.withdraw_waiver(case, _number())),),
}


def _number() -> int:
    told = request.form.get("number", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else 0


def _attachments(text: str) -> Iterator[Attachment]:
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _LINE.fullmatch(line)
        if found is None:
            raise Refused(
                f"«{line[:80]}» is no attachment: write what `sha256sum FILE` prints, a line each,"
                " with the document's address behind it where it has one."
            )
        yield Attachment(found[2], f"sha256:{found[1]}", found[3] or "")


def _until(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(f"«{text[:40]}» is no moment: choose one, by UTC.") from error
    return moment.replace(tzinfo=moment.tzinfo or UTC)
