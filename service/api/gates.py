"""The gates of a release over HTTP: its verdict, how each gate stands, and what people decide."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from marshmallow import fields, validate
from msgspec import Struct

from domain.edit import LONGEST_NAME
from domain.gatekeeping import ACCEPTED, MOST_ATTACHMENTS, REJECTED, Attachment
from domain.token import WRITE_RELEASES
from projections.case import Case
from projections.condition import Verdict
from projections.gates.ground import Ground
from projections.gates.judged import GateState, gates_of
from projections.gates.kept import Denial, SignOff, Waiver
from projections.verdict import verdict
from service import gatekeeping
from service.api.asked import Moment
from service.api.bodies import Reasoned
from service.api.cases import Cases, EnvironmentQuery, InEnvironment
from service.api.guard import Guard
from service.api.permission import prove
from service.api.questions import Questions
from service.api.schema import Schema
from service.api.shapes import shape
from service.api.signing import signing
from service.gatekeeping import Gatekeepers, Step

_NUMBER = "<int(max=999999):number>"
_SHA = fields.String(
    validate=validate.Regexp(r"^([0-9a-f]{40}|[0-9a-f]{64})$"),
    metadata={"description": "The commit that was looked at: it must be the release's still."},
)


class AttachmentBody(Schema):
    """A document that lies elsewhere, by its digest."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    digest = fields.String(
        required=True, metadata={"description": "`sha256:` and its 64 digits, in small letters."}
    )
    url = fields.String(load_default="", validate=validate.Length(max=2000))


class SignOffBody(Reasoned):
    """Somebody answers for the commit; what he looked at is named by digests."""

    outcome = fields.String(required=True, validate=validate.OneOf((ACCEPTED, REJECTED)))
    sha = fields.String(required=True, validate=_SHA.validate, metadata=_SHA.metadata)
    attachments = fields.List(
        fields.Nested(AttachmentBody),
        load_default=list,
        validate=validate.Length(max=MOST_ATTACHMENTS),
    )


class WaiverBody(Reasoned):
    """Somebody lets the release pass unmet: for a commit, until a moment, or both."""

    sha = fields.String(load_default=None, validate=_SHA.validate, metadata=_SHA.metadata)
    expires_at = Moment(load_default=None, metadata={"description": "Until when it holds."})
    environment = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"description": "Where it holds; else everywhere."},
    )


class GatesOfRelease(Struct, frozen=True):
    """All gates of the policy, and all that people ever decided there.

    `at` is the moment of the answer, `policy` the version that asks for the gates.
    """

    release: str
    sha: str | None
    type: str
    environment: str
    at: datetime
    policy: str
    gates: tuple[GateState, ...]
    sign_offs: tuple[SignOff, ...]
    waivers: tuple[Waiver, ...]
    denials: tuple[Denial, ...]


class AtTheGates(Struct, frozen=True):
    """What became of a decision; `already` says what of it stood before."""

    changed: bool
    already: tuple[str, ...]
    now: GatesOfRelease


class Room:
    """What the operations share."""

    def __init__(self, cases: Cases, gatekeepers: Gatekeepers) -> None:
        self.case = cases.release
        self._gatekeepers = gatekeepers

    def settle(
        self,
        path: tuple[str, str, str],
        deed: str,
        body: dict[str, Any],
        wanted: Callable[[Case], Step],
    ) -> AtTheGates:
        """Decide as the caller, who must be allowed to; what stands then is the answer."""
        where = body.get("environment", "")
        asked = InEnvironment(environment=where)
        with self.case(*path, asked) as case:
            prove(case.view, deed, case.environment)
            sign = signing(case.now, case.view.position, body["reason"])
            step = wanted(case)
        settled = self._gatekeepers.settle(step, sign)
        with self.case(*path, asked) as case:
            return AtTheGates(bool(settled.new), settled.already, told(case))


def blueprint(cases: Cases, guard: Guard, gatekeepers: Gatekeepers) -> Questions:
    questions = Questions(
        "gates",
        guard,
        prefix="/repositories/<owner>/<name>/releases",
        description="Whether a release may go on, and what people answer for at its gates.",
    )
    room = Room(cases, gatekeepers)
    _reads(questions, room)
    _signs(questions, room)
    _waives(questions, room)
    return questions


def _reads(questions: Questions, room: Room) -> None:
    @questions.ask("/<path:tag>/verdict", EnvironmentQuery, shape(Verdict))
    def verdict_on_release(asked: InEnvironment, owner: str, name: str, tag: str) -> Verdict:
        """Whether it may go into the environment, by which policy, and all that is in its way."""
        with room.case(owner, name, tag, asked) as case:
            return verdict(case)

    @questions.ask("/<path:tag>/gates", EnvironmentQuery, shape(GatesOfRelease))
    def gates_of_release(asked: InEnvironment, owner: str, name: str, tag: str) -> GatesOfRelease:
        """How each gate stands, who could open it, and every sign-off and waiver there was."""
        with room.case(owner, name, tag, asked) as case:
            return told(case)


def _signs(questions: Questions, room: Room) -> None:
    @questions.settle(
        "/<path:tag>/gates/<gate>/sign-off",
        SignOffBody,
        shape(AtTheGates),
        scope=WRITE_RELEASES,
        method="POST",
    )
    def sign_off(_: object, body: dict[str, Any], /, **path: str) -> AtTheGates:
        """Answer for the release's commit at a gate, for better or for worse."""
        shown = tuple(Attachment(**one) for one in body["attachments"])

        told = {"sha": body["sha"], "outcome": body["outcome"], "attachments": shown}
        return room.settle(
            *(_place(path), "sign_off", body),
            lambda case: gatekeeping.sign_off(case, path["gate"], **told),
        )

    @questions.settle(
        f"/<path:tag>/sign-offs/{_NUMBER}/withdraw",
        Reasoned,
        shape(AtTheGates),
        scope=WRITE_RELEASES,
        method="POST",
    )
    def withdraw_sign_off(_: object, body: dict[str, Any], /, **path: Any) -> AtTheGates:
        """Take back one's own sign-off; it stays to be seen."""
        return room.settle(
            *(_place(path), "sign_off", body),
            lambda case: gatekeeping.withdraw_sign_off(case, path["number"]),
        )


def _waives(questions: Questions, room: Room) -> None:
    @questions.settle(
        "/<path:tag>/gates/<gate>/waivers",
        WaiverBody,
        shape(AtTheGates),
        scope=WRITE_RELEASES,
        method="POST",
    )
    def waive_gate(_: object, body: dict[str, Any], /, **path: str) -> AtTheGates:
        """Let the release pass a gate unmet: for its commit, or until a moment."""
        told = {"sha": body["sha"] or "", "expires_at": body["expires_at"]}
        return room.settle(
            *(_place(path), "waive", body),
            lambda case: gatekeeping.waive(case, path["gate"], **told),
        )

    @questions.settle(
        f"/<path:tag>/waivers/{_NUMBER}/withdraw",
        Reasoned,
        shape(AtTheGates),
        scope=WRITE_RELEASES,
        method="POST",
    )
    def withdraw_waiver(_: object, body: dict[str, Any], /, **path: Any) -> AtTheGates:
        """Have the gate met after all; the waiver stays to be seen."""
        return room.settle(
            *(_place(path), "waive", body),
            lambda case: gatekeeping.withdraw_waiver(case, path["number"]),
        )


def told(case: Case) -> GatesOfRelease:
    """The gates with everything that was decided at them."""
    ground = Ground(case)
    return GatesOfRelease(
        release=case.release,
        sha=case.sha,
        type=case.type_,
        environment=case.environment,
        at=case.now,
        policy=case.policy.version,
        gates=gates_of(ground),
        sign_offs=ground.kept.sign_offs,
        waivers=ground.kept.waivers,
        denials=ground.kept.denials,
    )


def _place(path: dict[str, Any]) -> tuple[str, str, str]:
    return path["owner"], path["name"], path["tag"]
