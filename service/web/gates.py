"""The gates of a release as pages: what is in its way, and the forms to answer for it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from flask import Blueprint, Response, request

from domain import subject
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
from service.api.errors import Forbidden
from service.api.guard import Guard
from service.api.permission import prove
from service.api.signing import signing
from service.gatekeeping import Gatekeepers, gate_of
from service.moment import moment_of
from service.notebook import Busy, Settled
from service.web.asking import text_of
from service.web.desk import Desk, Seat
from service.web.forms import form_page
from service.web.hand import to

Clock = Callable[[], datetime]
# What these pages ask for, beyond to read.
SCOPES: Final = {"pages.decide_at_gate": WRITE_RELEASES}
REFUSALS: Final = (Refused, NotFound, Busy, Forbidden)
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
            asked = seat.stand.asked
            now = moment_of(seat.view, asked.as_of, asked.as_at, clock())
            case = known_case(seat.view, tag, environment, now)
            return _shown(desk, seat, case)

    @pages.route("/<owner>/<name>/releases/<path:tag>/gates/decide", methods=["GET", "POST"])
    def decide_at_gate(owner: str, name: str, tag: str) -> Response:
        """Sign a gate off, waive it, or take either back."""
        environment = text_of(request.values, "environment")
        with desk.repository_now(owner, name) as seat:
            case = known_case(seat.view, tag, environment, clock())
            problem = ""
            if request.method == "POST":
                try:
                    _decide(gatekeepers, case)
                    return to("release_gates", tag=tag, environment=environment)
                except REFUSALS as refusal:
                    problem = str(refusal)
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


def _form(desk: Desk, guard: Guard, seat: Seat, case: Case, problem: str) -> Response:
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


def _decide(gatekeepers: Gatekeepers, case: Case) -> None:
    """What the form says; raises where it is refused."""
    form = request.form
    kind, gate = form.get("kind", ""), form.get("gate", "")
    if kind not in _DEEDS:
        raise Refused("Choose what to decide: the form has a button for each.")
    deed, decide = _DEEDS[kind]
    prove(case.view, deed, case.environment)
    sign = signing(case.now, case.view.position, form.get("reason", ""))
    settled = decide(gatekeepers, case, gate, sign)
    if not settled.new:
        raise Refused(" ".join(settled.already))


def _sign_off(keepers: Gatekeepers, case: Case, gate: str, sign: Any) -> Settled:
    shown = tuple(_attachments(request.form.get("attachments", "")))
    what = {"sha": request.form.get("sha", ""), "outcome": request.form.get("outcome", ACCEPTED)}
    return keepers.sign_off(case, gate, sign, attachments=shown, **what)


def _waive(keepers: Gatekeepers, case: Case, gate: str, sign: Any) -> Settled:
    sha = request.form.get("sha", "") if request.form.get("bound") == "yes" else ""
    return keepers.waive(
        case, gate, sign, sha=sha, expires_at=_until(request.form.get("until", ""))
    )


_DEEDS: Final[dict[str, tuple[str, Callable[[Gatekeepers, Case, str, Any], Settled]]]] = {
    "sign_off": ("sign_off", _sign_off),
    "waive": ("waive", _waive),
    "withdraw_sign_off": (
        "sign_off",
        lambda keepers, case, _, sign: keepers.withdraw_sign_off(case, _number(), sign),
    ),
    "withdraw_waiver": (
        "waive",
        lambda keepers, case, _, sign: keepers.withdraw_waiver(case, _number(), sign),
    ),
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
        return datetime.fromisoformat(text.strip()).replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused(f"«{text[:40]}» is no moment: choose one, by UTC.") from error
