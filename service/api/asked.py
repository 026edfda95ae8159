"""What is asked: the query of every question, proved and made a value."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from flask import request
from marshmallow import RAISE, ValidationError, fields, post_load, pre_load, validate
from msgspec import Struct

from service.api.schema import Schema

MOST: Final = 100
_RFC3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_MOMENT_HINT: Final = (
    "write a moment as RFC 3339 has it, with its offset: 2026-06-01T12:00:00Z"
    " (a + in an address is a space: write %2B)"
)
UNREADABLE: Final = "leave out control characters: no name has them"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LARGEST: Final = 2**63 - 1


class Asked(Struct, frozen=True, kw_only=True):
    """`as_of`: what was known by a position or a moment. `as_at`: what had happened by a moment."""

    as_of: int | datetime | None = None
    as_at: datetime | None = None


class Page(Asked, frozen=True, kw_only=True):
    """A stretch of a list. `cursor` comes from the Link header of the page before."""

    limit: int = 50
    cursor: str | None = None


def readable(text: str) -> bool:
    """Git and GitHub refuse control characters in names, and PostgreSQL chokes on some."""
    return not _CONTROL.search(text)


def moment(text: str) -> datetime:
    """A moment in UTC, out of RFC 3339."""
    if _RFC3339.fullmatch(text):
        try:
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise ValidationError(_MOMENT_HINT)


class Moment(fields.Field[datetime]):
    """RFC 3339, in and out."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        return moment(str(value))


class AsOf(fields.Field[int | datetime]):
    """A position of the ledger, or a moment."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int | datetime:
        text = str(value)
        if text.isascii() and text.isdigit():
            if len(text) <= 19 and int(text) <= _LARGEST:
                return int(text)
            raise ValidationError("no ledger has as many positions")
        return moment(text)


LIMIT: Final = fields.Integer(
    validate=validate.Range(1, MOST),
    metadata={"description": "The most entries to answer with.", "default": 50},
)
CURSOR: Final = fields.String(
    validate=validate.Length(1, 2000),
    metadata={"description": "Where the page begins: from the Link header of the one before."},
)


class Parameters(Schema):
    """The query of any operation; unknown parameters are refused, for they were meant to matter."""

    class Meta:
        unknown = RAISE

    value: ClassVar[type[Any]]

    @pre_load
    def readable(self, data: Any, **_: Any) -> Any:
        """Of a parameter that is given twice nobody knows which one was meant."""
        wrong = {
            name: ["give it once"] if len(values) > 1 else [UNREADABLE]
            for name, values in request.args.lists()
            if len(values) > 1 or not readable(values[0])
        }
        if wrong:
            raise ValidationError(wrong)
        return data

    @post_load
    def made(self, data: Mapping[str, Any], **_: Any) -> Any:
        return self.value(**data)


class Nothing(Parameters):
    """That of an operation which takes none."""

    value = dict


class Query(Parameters):
    """That of every question."""

    value: ClassVar[type[Any]] = Asked

    as_of = AsOf(
        metadata={
            "description": "Answer from what was recorded up to this position, or by this moment."
        }
    )
    as_at = Moment(metadata={"description": "Leave out what happened after this moment."})


class PageQuery(Query):
    """A list's."""

    value: ClassVar[type[Any]] = Page

    limit = LIMIT
    cursor = CURSOR
