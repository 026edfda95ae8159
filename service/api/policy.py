"""The policy over HTTP: what is in force and since when, and whether a file would be understood."""

from typing import Any

from marshmallow import fields, validate
from msgspec import Struct

from domain.configuration import version_of
from domain.edit import LARGEST_FILE
from domain.token import READ
from projections.notes.found_settings import OURS, files_of
from projections.policy.history import PolicyVersion, history_of
from projections.policy.in_force import faults_of, policy_of
from service.api.asked import Asked, Query
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.schema import Schema
from service.api.shapes import shape


class PolicyInForce(Struct, frozen=True):
    """`content` is empty where there is no file, and `version` is then `default`.

    `problems`  what cannot be understood: while there are any, nothing may be deployed.
    `history`   every version that a file of it had, the newest first.
    """

    version: str
    source: str
    path: str
    content: str
    problems: tuple[str, ...]
    history: tuple[PolicyVersion, ...]


class CheckedPolicy(Struct, frozen=True):
    """Whether a file would be understood, and the version that it would have."""

    version: str
    valid: bool
    problems: tuple[str, ...]


class FileBody(Schema):
    """A file as it would stand in the repository."""

    content = fields.String(required=True, validate=validate.Length(max=LARGEST_FILE))


def blueprint(reading: Reading, guard: Guard) -> Questions:
    questions = Questions(
        "policy",
        guard,
        prefix="/repositories/<owner>/<name>/policy",
        description="What a release needs before it may go somewhere: `.shipledger.yml`.",
    )

    @questions.ask("", Query, shape(PolicyInForce))
    def policy_in_force(asked: Asked, owner: str, name: str) -> PolicyInForce:
        """The policy, where it is from, what of it cannot be understood, and its versions."""
        with reading.repository(owner, name, asked) as view:
            files, policy = files_of(view), policy_of(view)
            path = next((one for one in OURS if one in files), "")
            return PolicyInForce(
                version=policy.version,
                source=policy.source,
                path=path,
                content=files[path].content if path else "",
                problems=policy.problems,
                history=history_of(view),
            )

    @questions.settle("/check", FileBody, shape(CheckedPolicy), scope=READ, method="POST")
    def check_policy(_: object, body: dict[str, Any], owner: str, name: str) -> CheckedPolicy:
        """Try a file; nothing is recorded."""
        with reading.repository(owner, name, Asked()):
            problems = faults_of(body["content"])
            return CheckedPolicy(version_of(body["content"]), not problems, problems)

    return questions
