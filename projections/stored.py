"""Stored facts as the tables read them: commits, which are the most, without their messages."""

from typing import Any, Union

import msgspec

from domain.fact import Actor, Fact, topic
from domain.topics import FACTS


class Authored(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`Authorship` up to its author: the message is most of the bytes."""

    author: Actor


class Made(Fact, frozen=True, kw_only=True, tag="commit.made.1"):
    """`CommitMade`, as far as it matters to a table."""

    sha: str
    parents: tuple[str, ...]
    authorship: Authored


class Pushed(Fact, frozen=True, kw_only=True, tag="commit.pushed.1"):
    """`CommitPushed`, as far as it matters to a table."""

    sha: str
    authorship: Authored
    follows: str | None = None


_KINDS = {**FACTS, topic(Made): Made, topic(Pushed): Pushed}
_decode: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Union[tuple(_KINDS.values())])  # noqa: UP007


def read(state: bytes) -> Fact:
    """One fact; it was proved when it was recorded, and is not proved again."""
    fact: Fact = _decode.decode(state)
    return fact
