"""The approvals of a release over HTTP: how they stand, and the votes that people cast."""

from collections.abc import Callable
from typing import Any, Final

from marshmallow import fields, validate
from msgspec import Struct

from domain.ballot import FAULTED, UPHELD
from domain.edit import LONGEST_NAME, LONGEST_REASON
from domain.token import APPROVE
from projections.approvals.answer import Approvals
from projections.approvals.judged import Judged
from service.api.asked import Moment
from service.api.cases import Cases, EnvironmentQuery, InEnvironment
from service.api.guard import Guard
from service.api.permission import prove
from service.api.questions import Questions
from service.api.schema import Schema
from service.api.shapes import shape
from service.api.signing import signing
from service.approving import DECISIONS, Approving, Where
from service.notebook import Settled

RELEASE: Final = "/<path:tag>"
_NAME: Final = validate.Length(1, LONGEST_NAME)
_ENVIRONMENT: Final = fields.String(
    load_default="",
    validate=validate.Length(max=255),
    metadata={"description": "The environment it is about; without it no particular one."},
)
_REASON: Final = fields.String(
    load_default="",
    validate=validate.Length(max=LONGEST_REASON),
    metadata={"description": "Why; to reject, to withdraw and to break the glass need one."},
)


class VoteBody(Schema):
    """A vote on a release, as it was shown."""

    decision = fields.String(required=True, validate=validate.OneOf(DECISIONS))
    digest = fields.String(
        load_default=None,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"),
        metadata={
            "description": "`manifest.digest` of the answer that the voter was shown. It is wanted"
            " for all but `withdraw`: where it is not the present one, nothing is recorded."
        },
    )
    environment = _ENVIRONMENT
    reason = _REASON


class DelegationBody(Schema):
    """Somebody is to vote in the caller's place; without `to` nobody any more."""

    to = fields.String(load_default="", validate=validate.Length(max=LONGEST_NAME))
    layer = fields.String(load_default="", validate=validate.Length(max=LONGEST_NAME))
    until = Moment(load_default=None)
    reason = _REASON


class GlassBody(Schema):
    """A deployment against the verdict, in an emergency."""

    environment = fields.String(required=True, validate=validate.Length(1, 255))
    reason = _REASON


class ReviewBody(Schema):
    """What was found about it afterwards, by somebody else."""

    environment = fields.String(required=True, validate=validate.Length(1, 255))
    sha = fields.String(required=True, validate=_NAME)
    outcome = fields.String(required=True, validate=validate.OneOf((UPHELD, FAULTED)))
    reason = _REASON


class Voted(Struct, frozen=True):
    """What became of it: `already` says what stood before; `now` is how the approvals stand."""

    changed: bool
    already: tuple[str, ...]
    now: Approvals


def blueprint(cases: Cases, guard: Guard, approving: Approving) -> Questions:
    questions = Questions(
        "approvals",
        guard,
        prefix="/repositories/<owner>/<name>/releases",
        description="Whose word a release needs, who gave it, and on what he was shown.",
    )

    @questions.ask(f"{RELEASE}/approvals", EnvironmentQuery, shape(Approvals))
    def approvals(asked: InEnvironment, owner: str, name: str, tag: str) -> Approvals:
        """Every layer and every vote, with the manifest that a vote is cast on.

        As of a position it is what was shown then, to the digest.
        """
        with cases.release(owner, name, tag, asked) as case:
            return Judged(case).answer()

    _decides(questions, Casting(cases, approving))
    return questions


class Casting:
    """Records what the caller of the request decides, and answers with what stands."""

    def __init__(self, cases: Cases, approving: Approving) -> None:
        self._cases = cases
        self.clock = cases.clock
        self.approving = approving

    def settle(
        self,
        where: tuple[str, str, str],
        environment: str,
        deed: str,
        decide: Callable[[Where, int], Settled],
    ) -> Voted:
        """Prove that the caller may, let it be decided, and look again."""
        asked = InEnvironment(environment=environment)
        with self._cases.release(*where, asked) as case:
            prove(case.view, deed, environment)
            place, seen = Where(case.view.stream, case.release, environment), case.view.position
        settled = decide(place, seen)
        with self._cases.release(*where, asked) as case:
            return Voted(bool(settled.new), settled.already, Judged(case).answer())


def _decides(questions: Questions, casting: Casting) -> None:
    approving, clock = casting.approving, casting.clock

    @questions.settle(f"{RELEASE}/approvals", VoteBody, shape(Voted), scope=APPROVE, method="POST")
    def vote(_: object, body: dict[str, Any], owner: str, name: str, tag: str) -> Voted:
        """Approve, reject, abstain, or withdraw one's vote.

        The same twice is answered 200 with `changed: false`. What a rule refuses is answered 409,
        and remembered. Where the release is not as shown any more it is answered 409, too.
        """
        environment = body["environment"]
        return casting.settle(
            (owner, name, tag),
            environment,
            "approve",
            lambda where, seen: approving.vote(
                *(where, body["decision"], signing(clock(), seen, body["reason"])),
                digest=body["digest"] or "",
            ),
        )

    @questions.settle(
        f"{RELEASE}/approvals/delegation",
        DelegationBody,
        shape(Voted),
        scope=APPROVE,
        method="POST",
    )
    def delegate(_: object, body: dict[str, Any], owner: str, name: str, tag: str) -> Voted:
        """Let somebody else vote in one's place until a moment, or end that."""

        def decide(where: Where, seen: int) -> Settled:
            sign = signing(clock(), seen, body["reason"])
            if not body["to"]:
                return approving.end_delegation(where, sign)
            until = body["until"] or sign.at
            return approving.delegate(where, body["to"].lower(), body["layer"], until, sign)

        return casting.settle((owner, name, tag), "", "approve", decide)

    @questions.settle(
        f"{RELEASE}/break-glass", GlassBody, shape(Voted), scope=APPROVE, method="POST"
    )
    def break_glass(_: object, body: dict[str, Any], owner: str, name: str, tag: str) -> Voted:
        """Let the release's commit into one environment against the verdict.

        The policy says who may. Somebody else owes a review of it within the time that it says.
        """
        environment = body["environment"]
        return casting.settle(
            (owner, name, tag),
            environment,
            "break_glass",
            lambda where, seen: approving.break_glass(
                where, signing(clock(), seen, body["reason"])
            ),
        )

    @questions.settle(
        f"{RELEASE}/break-glass/review", ReviewBody, shape(Voted), scope=APPROVE, method="POST"
    )
    def review_glass(_: object, body: dict[str, Any], owner: str, name: str, tag: str) -> Voted:
        """Say whether it was right to break the glass: somebody else than who did."""
        environment = body["environment"]
        return casting.settle(
            (owner, name, tag),
            environment,
            "approve",
            lambda where, seen: approving.review_glass(
                *(where, body["sha"], body["outcome"]), signing(clock(), seen, body["reason"])
            ),
        )
