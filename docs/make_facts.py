"""Writes the page of all facts from the facts themselves: python -m docs.make_facts."""

import inspect
import typing
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType, NoneType, UnionType

import msgspec

from domain import fact
from domain.fact import Actor, Fact, Name, Sha, topic
from domain.topics import FACTS, ROOMS

PAGE = Path(__file__).with_name("facts.md")

OPENING = f"""\
# The facts

Everything that Shipledger can know, by the name under which it is stored. This page is written by
`python -m docs.make_facts` from the code, and a test holds the two together.

A topic is `noun.past_participle.version` and is for ever: a fact grows by fields with defaults at
its end, or by a new topic. It is stored as a JSON array: the topic, then four fields that every
fact has, then its own in the order below. What may be left out shows what it is then.

```text
{inspect.cleandoc(Fact.__doc__ or "")}
```
"""

WORDS: dict[object, str] = {
    str: "text",
    int: "number",
    float: "number, with a fraction",
    bool: "yes or no",
    datetime: "moment",
    Name: "name",
    Sha: "SHA",
    Actor: "actor",
}


def page() -> str:
    """The whole page as it should stand."""
    return "\n".join([OPENING, *(section for room in (fact, *ROOMS) for section in _room(room))])


def _room(room: ModuleType) -> Iterator[str]:
    members = [one for one in vars(room).values() if _is_told_in(room, one)]
    yield f"## {room.__doc__}\n"
    for one in members:
        if not issubclass(one, Fact):
            yield _section(one.__name__, one, skip=0)
    for one in members:
        if one in FACTS.values():
            yield _section(f"`{topic(one)}`", one, skip=len(Fact.__struct_fields__))


def _is_told_in(room: ModuleType, one: object) -> bool:
    return (
        isinstance(one, type)
        and issubclass(one, msgspec.Struct)
        and one.__module__ == room.__name__
    )


def _section(title: str, kind: type[msgspec.Struct], *, skip: int) -> str:
    fields = "".join(f"- {_line(field)}\n" for field in msgspec.structs.fields(kind)[skip:])
    told = inspect.cleandoc(kind.__doc__ or "")
    return f"### {title}\n\n{told}\n" + (f"\n{fields}" if fields else "")


def _line(field: msgspec.structs.FieldInfo) -> str:
    if field.required or field.default is None:
        return f"`{field.name}`: {_words(field.type)}"
    return f"`{field.name}`: {_words(field.type)}; else `{field.default!r}`"


def _words(kind: object) -> str:
    if kind in WORDS:
        return WORDS[kind]
    inner = [one for one in typing.get_args(kind) if one not in (NoneType, Ellipsis)]
    if typing.get_origin(kind) in (typing.Union, UnionType):
        return f"{_words(inner[0])}, or nothing"
    if typing.get_origin(kind) is tuple:
        several = typing.get_args(kind)[-1] is Ellipsis
        return f"list, each {_words(inner[0])}" if several else f"({', '.join(map(_words, inner))})"
    assert isinstance(kind, type), f"say in WORDS how to call {kind}"
    return kind.__name__


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
