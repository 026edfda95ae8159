"""The question of where a change is: the releases and environments that it has reached."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from projections.view import View
from projections.where import Where, where_is_commit, where_is_issue, where_is_pull
from service.api.asked import Asked, Query
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.shapes import shape

_NUMBER = validate.Range(1, 2**31 - 1)
_SHA = validate.Regexp(r"[0-9a-f]{4,64}\Z", error="a commit is four to 64 digits of 0-9 and a-f")


class Thing(Asked, frozen=True, kw_only=True):
    """Exactly one of them is meant."""

    pull: int | None = None
    commit: str | None = None
    issue: int | None = None


class ThingQuery(Query):
    value = Thing

    pull = fields.Integer(validate=_NUMBER, metadata={"description": "A pull request's number."})
    commit = fields.String(validate=_SHA, metadata={"description": "A SHA, or its beginning."})
    issue = fields.Integer(validate=_NUMBER, metadata={"description": "An issue's number."})

    @validates_schema
    def one_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        if len(data.keys() & {"pull", "commit", "issue"}) != 1:
            raise ValidationError("ask for one thing: pull=12, or commit=4f2a…, or issue=7")


def blueprint(reading: Reading, guard: Guard) -> Questions:
    questions = Questions("where", guard, description="How far a change has come.")

    @questions.ask("/repositories/<owner>/<name>/where", ThingQuery, shape(Where))
    def where_is(asked: Thing, owner: str, name: str) -> Where:
        """The releases and environments that a pull request, a commit or an issue has reached."""
        with reading.repository(owner, name, asked) as view:
            return _where(view, asked)

    return questions


def _where(view: View, asked: Thing) -> Where:
    if asked.pull is not None:
        return where_is_pull(view, asked.pull)
    if asked.issue is not None:
        return where_is_issue(view, asked.issue)
    return where_is_commit(view, asked.commit or "")
