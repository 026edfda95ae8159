"""Pointers: where in a request to look for what is wrong with it."""

from collections.abc import Iterator, Mapping
from typing import Any

from webhooks.events import MalformedEvent

Place = dict[str, str]


def in_query(parameter: str, detail: str) -> Place:
    return {"parameter": parameter, "detail": detail}


def in_event(error: MalformedEvent) -> Iterator[Place]:
    """The places of an event's faults: JSON pointers, or the names of headers."""
    for place, what in error.errors:
        if place and not place.startswith("/"):
            yield {"header": place, "detail": what}
        else:
            yield {"pointer": f"#{place}", "detail": what}


def in_messages(data: Mapping[str, Any] | None) -> Iterator[Place]:
    """Marshmallow's messages, each with its place: a parameter, or a JSON pointer."""
    for location, messages in (data or {}).get("messages", {}).items():
        for path, sentence in _walk(messages):
            if location == "json":
                pointer = "".join(f"/{_escape(one)}" for one in path)
                yield {"pointer": f"#{pointer}", "detail": sentence}
            else:
                yield in_query(path[0] if path else location, sentence)


def _walk(messages: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _walk(inner, path if key == "_schema" else (*path, str(key)))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _walk(inner, path)
    else:
        yield path, str(messages)


def _escape(part: str) -> str:
    """As RFC 6901 writes a key."""
    return part.replace("~", "~0").replace("/", "~1")
