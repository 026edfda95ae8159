"""The shapes of answers: a schema for each answer's class, so that the two cannot differ."""

import enum
import inspect
import types
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from marshmallow import EXCLUDE, fields, validate
from msgspec import Struct

from service.api.asked import moment
from service.api.schema import Schema

_PLAIN: Final[dict[type, type[fields.Field[Any]]]] = {
    str: fields.String,
    int: fields.Integer,
    bool: fields.Boolean,
    float: fields.Float,
    UUID: fields.UUID,
    date: fields.Date,
}
_LISTS: Final = (tuple, list, frozenset, set, Collection)
_made: dict[type, type[Schema]] = {}


class Instant(fields.Field[datetime]):
    """A moment as RFC 3339 has it, in UTC."""

    def _serialize(self, value: datetime | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else stamp(value)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        return moment(str(value))


def stamp(value: datetime) -> str:
    """`2026-06-01T12:00:00Z`."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class _Ordered(fields.List[Any]):
    """A set has no order, and an answer must not change by itself."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return super()._serialize(value and sorted(value), attr, obj, **kwargs)


def shape(answer: type) -> type[Schema]:
    """The schema of a struct or a named tuple, made once."""
    if answer not in _made:
        _made[answer] = _schema(answer, _name(answer))
    return _made[answer]


def part(answer: type, name: str, *, without: frozenset[str]) -> type[Schema]:
    """The schema of an answer that leaves some of it out."""
    return _schema(answer, name, without)


def listing(entry: type | type[Schema], name: str) -> type[Schema]:
    """The schema of a list: an object, so that it may grow, with the entries as `items`."""
    schema = entry if issubclass(entry, Schema) else shape(entry)
    entries = fields.List(fields.Nested(schema), required=True)
    return _named(name, {"items": entries}, "A page of a list; see its Link header.")


def _schema(answer: type, name: str, without: frozenset[str] = frozenset()) -> type[Schema]:
    hints = get_type_hints(answer)
    told = [one for one in inspect.signature(answer).parameters if one not in without]
    found = {one.rstrip("_"): _field(hints[one], attribute=one) for one in told}
    return _named(name, found, answer.__doc__ or "")


def _named(name: str, found: dict[str, fields.Field[Any]], doc: str) -> type[Schema]:
    # An answer may grow: whoever reads it passes over what is not known there yet.
    meta = type(
        "Meta", (), {"register": False, "unknown": EXCLUDE, "description": inspect.cleandoc(doc)}
    )
    return type(name, (Schema,), {**found, "Meta": meta})


def _instance(answer: type) -> Schema:
    return shape(answer)()


def _name(answer: type) -> str:
    """The class's own name; where another room has such a class too, with its room's before it."""
    taken = {made.__name__ for made in _made.values()}
    room = answer.__module__.rpartition(".")[2].title().replace("_", "")
    return answer.__name__ if answer.__name__ not in taken else f"{room}{answer.__name__}"


def _field(hint: Any, **more: Any) -> fields.Field[Any]:
    """The field for a type; what has no field is a mistake of ours, found as the app is made."""
    options = {"required": True, **more}
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        (known,) = (one for one in inner if one is not type(None))
        return _field(known, allow_none=True)
    if origin is Literal:
        return fields.String(validate=validate.OneOf(inner), **options)
    if origin in _LISTS:
        return _list(origin, inner, options)
    if origin is not None and issubclass(origin, Mapping):
        return fields.Dict(keys=_field(inner[0]), values=_field(inner[1]), **options)
    return _single(hint, options)


def _list(origin: type, inner: tuple[Any, ...], options: dict[str, Any]) -> fields.Field[Any]:
    if origin is tuple and inner[-1] is not Ellipsis:
        return fields.Tuple([_field(one) for one in inner], **options)
    kind = _Ordered if issubclass(origin, frozenset | set) else fields.List
    return kind(_field(inner[0]), **options)


def _single(hint: Any, options: dict[str, Any]) -> fields.Field[Any]:
    if hint is datetime:
        return Instant(**options)
    if hint in _PLAIN:
        return _PLAIN[hint](**options)
    if hint is Any or hint is object:
        return fields.Raw(**options)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return fields.Enum(hint, by_value=True, **options)
    if issubclass(hint, Struct | tuple):
        return fields.Nested(partial(_instance, hint), **options)
    raise TypeError(f"an answer holds a {hint}, and there is no field for it in {__name__}")
