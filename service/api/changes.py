"""The questions about changes: what lies between two points, and what no release has yet."""

from marshmallow import fields, validate

from projections.changelog import Changelog, changelog
from projections.unreleased import Unreleased, unreleased
from service.api.asked import Asked, Query
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.shapes import shape

_END = validate.Length(1, 1024)
_HINT = "A tag, branch, commit or moment; `tag:`, `branch:`, `commit:` or `at:` before it says so."


class Between(Asked, frozen=True, kw_only=True):
    from_: str
    to: str


class BetweenQuery(Query):
    value = Between

    from_ = fields.String(
        data_key="from", required=True, validate=_END, metadata={"description": _HINT}
    )
    to = fields.String(required=True, validate=_END, metadata={"description": _HINT})


class OfComponent(Asked, frozen=True, kw_only=True):
    component: str = ""


class OfComponentQuery(Query):
    value = OfComponent

    component = fields.String(
        validate=validate.Length(max=1024),
        metadata={"description": "A part with versions of its own; else the whole repository."},
    )


def blueprint(reading: Reading, guard: Guard) -> Questions:
    questions = Questions(
        "changes",
        guard,
        prefix="/repositories/<owner>/<name>",
        description="What one point has and another has not.",
    )

    @questions.ask("/changelog", BetweenQuery, shape(Changelog))
    def between(asked: Between, owner: str, name: str) -> Changelog:
        """What `to` has and `from` has not, on any line."""
        with reading.repository(owner, name, asked) as view:
            return changelog(view, asked.from_, asked.to)

    @questions.ask("/unreleased", OfComponentQuery, shape(Unreleased))
    def not_released(asked: OfComponent, owner: str, name: str) -> Unreleased:
        """What lies on the default branch and in no final release yet."""
        with reading.repository(owner, name, asked) as view:
            return unreleased(view, asked.component)

    return questions
