"""Records an example of each fact that has none: python -m tests.record."""

import hashlib
import json
import typing
from datetime import UTC, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

import msgspec

from domain.fact import Fact, Name, Sha
from domain.topics import FACTS, encode

RECORDED = Path(__file__).parent / "recorded"

MOMENT = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)

# Where a fact's field should look like itself; all others are filled by their type.
LIKE_ITSELF: dict[str, Any] = {
    "via": "github:72d3162e-cc78-11e3-81ab-4c9367dc0958",
    "message": "Round the tax per line (#12)\n\nFixes #7",
    "state": "closed",
    "status": "completed",
    "conclusion": "success",
    "forge": "github",
    "email": "mira@example.org",
    "kind": "user",
}


def example(kind: type[msgspec.Struct], seed: str) -> msgspec.Struct:
    """One value of the struct with every field filled, the same at every call."""
    return kind(
        **{
            field.name: _value(field.type, field.name, seed)
            for field in msgspec.structs.fields(kind)
        }
    )


def told(value: object) -> Any:
    """The value with the names of its fields, which its stored form does without."""
    if isinstance(value, msgspec.Struct):
        return {name: told(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [told(one) for one in value]
    return msgspec.to_builtins(value)


def recorded(topic: str) -> Path:
    return RECORDED / f"{topic}.json"


def record(topic: str, kind: type[Fact]) -> None:
    fact = typing.cast("Fact", example(kind, topic))
    entry = {"stored": json.loads(encode(fact)), "told": told(fact)}
    recorded(topic).write_text(json.dumps(entry, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _value(kind: Any, name: str, seed: str) -> Any:
    if name in LIKE_ITSELF:
        return LIKE_ITSELF[name]
    inner = [one for one in typing.get_args(kind) if one not in (NoneType, Ellipsis)]
    if typing.get_origin(kind) in (typing.Union, UnionType):
        return _value(inner[0], name, seed)
    if typing.get_origin(kind) is tuple:
        return tuple(_value(one, f"{name} {at}", seed) for at, one in enumerate(inner, 1))
    return _plain(kind, name, seed)


def _plain(kind: Any, name: str, seed: str) -> Any:  # noqa: PLR0911 - one for each kind
    digest = hashlib.sha1(f"{seed} {name}".encode()).hexdigest()
    if kind == Sha:
        return digest
    if kind == Name or kind is str:
        return f"{name} of {seed.partition('.')[0]}"
    if kind is int:
        return int(digest[:4], 16)
    if kind is float:
        return int(digest[:4], 16) / 16
    if kind is bool:
        return True
    if kind is datetime:
        return MOMENT
    return example(kind, f"{seed} {name}")


if __name__ == "__main__":
    RECORDED.mkdir(exist_ok=True)
    for missing in (topic for topic in FACTS if not recorded(topic).exists()):
        record(missing, FACTS[missing])
