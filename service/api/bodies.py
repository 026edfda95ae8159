"""The bodies of decisions about notes: what somebody wants, and why, proved before it counts."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, fields, validate, validates_schema

from domain.edit import (
    EDITABLE,
    FURTHEST,
    LARGEST_FILE,
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_SECTION,
    LONGEST_TEXT,
    LONGEST_TITLE,
)
from service.api.schema import Schema
from service.formats.options import PUBLIC

_NAME: Final = validate.Length(1, LONGEST_NAME)
MOST_EDITS: Final = 100


class Reasoned(Schema):
    """A decision."""

    reason = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_REASON),
        metadata={"description": "Why, in a sentence: it is kept beside the decision for ever."},
    )


class ChangeBody(Schema):
    """What is wanted of one change. What is not given stays; null takes a decision back."""

    change = fields.String(
        required=True,
        validate=_NAME,
        metadata={"description": "`pull:12` or `12`, or a commit by its SHA or its beginning."},
    )
    title = fields.String(allow_none=True, validate=validate.Length(1, LONGEST_TITLE))
    text = fields.String(
        allow_none=True,
        validate=validate.Length(1, LONGEST_TEXT),
        metadata={"description": "Markdown that stands under the line."},
    )
    section = fields.String(allow_none=True, validate=validate.Length(1, LONGEST_SECTION))
    order = fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(-FURTHEST, FURTHEST),
        metadata={"description": "Smaller numbers come first, and before lines without one."},
    )
    hidden = fields.Boolean(
        allow_none=True,
        truthy={True},
        falsy={False},
        metadata={"description": "true leaves it out; false prints it, whatever settings say."},
    )
    highlight = fields.Boolean(
        allow_none=True, truthy={True}, falsy={False}, metadata={"description": "false is as null."}
    )

    @validates_schema
    def something(self, data: Mapping[str, Any], **_: Any) -> None:
        if not EDITABLE.keys() & data.keys():
            raise ValidationError(f"say what to change: one or more of {', '.join(EDITABLE)}")


class EditBody(ChangeBody, Reasoned):
    """A decision about one change; several respects of it are decided at once, or none."""


class BaseChoice(Schema):
    """What a release is compared with."""

    tag = fields.String(required=True, validate=_NAME)
    base = fields.String(
        required=True,
        allow_none=True,
        validate=_NAME,
        metadata={"description": "A tag; null lets the rules find it again."},
    )


class BaseBody(BaseChoice, Reasoned):
    """A decision about what a release is compared with."""


class YankBody(Reasoned):
    """A decision whether readers are told not to use a release; the reason is what they read."""

    tag = fields.String(required=True, validate=_NAME)
    yanked = fields.Boolean(required=True, truthy={True}, falsy={False})


class FileOfSettings(Schema):
    """A file of settings, as it would lie in the repository."""

    path = fields.String(
        required=True,
        validate=_NAME,
        metadata={"description": "From the top: .shipledger.yml, .github/release.yml, …"},
    )
    content = fields.String(
        required=True,
        allow_none=True,
        validate=validate.Length(max=LARGEST_FILE),
        metadata={"description": "The whole of it; null withdraws the file."},
    )


class SettingsBody(FileOfSettings, Reasoned):
    """A decision about a file of settings."""


class PreviewBody(Schema):
    """What to try on the notes of a release or a component: edits, bases, a file of settings."""

    tag = fields.String(validate=_NAME, metadata={"description": "A release; else the unreleased."})
    component = fields.String(
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"description": "Whose unreleased changes, where no tag is given."},
    )
    edits = fields.List(fields.Nested(ChangeBody), validate=validate.Length(max=MOST_EDITS))
    bases = fields.List(fields.Nested(BaseChoice), validate=validate.Length(max=MOST_EDITS))
    settings = fields.Nested(FileOfSettings)
    format = fields.String(load_default="markdown", validate=_NAME)
    audience = fields.String(load_default=PUBLIC, validate=_NAME)
    template = fields.String(load_default="", validate=validate.Length(max=LONGEST_NAME))


def wanted(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a body wants of its change; not to highlight is to take a highlight back."""
    told = {what: body[what] for what in EDITABLE if what in body}
    if told.get("highlight") is False:
        told["highlight"] = None
    return told
