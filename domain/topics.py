"""All facts there are, by their stored names, and the one way to write and read them."""

from typing import Any, Union

import msgspec

from domain import (
    alert,
    artifact,
    branch,
    check,
    command,
    commit,
    configuration,
    deployment,
    evidence,
    health,
    incident,
    installation,
    issue,
    merge_group,
    milestone,
    pull_request,
    release,
    repository,
    review,
    tag,
)
from domain.fact import Fact, topic

ROOMS = (
    repository,
    branch,
    tag,
    commit,
    pull_request,
    review,
    check,
    release,
    deployment,
    issue,
    milestone,
    merge_group,
    artifact,
    evidence,
    health,
    alert,
    incident,
    installation,
    configuration,
    command,
)

FACTS: dict[str, type[Fact]] = {
    topic(value): value
    for room in ROOMS
    for value in vars(room).values()
    if isinstance(value, type)
    and issubclass(value, Fact)
    and value.__module__ == room.__name__
    and value.__struct_config__.tag is not None
}

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Union[tuple(FACTS.values())])  # noqa: UP007


def encode(fact: Fact) -> bytes:
    """The stored form: a JSON array, topic first."""
    return _encoder.encode(fact)


def decode(state: bytes) -> Fact:
    """The fact in its stored form; raises `msgspec.ValidationError` where it is none."""
    fact: Fact = _decoder.decode(state)
    return fact
