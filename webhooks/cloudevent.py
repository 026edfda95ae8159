"""A CloudEvent 1.0 as HTTP brings it: structured, in binary mode, or many in one batch."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from domain.errors import Malformed
from domain.fact import Name
from webhooks.malformed_event import MalformedEvent, malformed

Moment = Annotated[datetime, msgspec.Meta(tz=True)]

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
BINARY = "application/json"
# What a batch may hold; a larger one is sent in pieces.
MOST_EVENTS = 1000

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class CloudEvent(Struct, frozen=True):
    """One event, apart from the way in which it came.

    `source` and `id` together name it. `body` and `content_type` are what to keep of it, so that
    it can be read again: of a batch, the event's own bytes. `within` is the JSON pointer of `data`
    in what the sender sent.
    """

    id: str
    source: str
    type: str
    time: datetime | None
    data: bytes
    body: bytes
    content_type: str
    within: str


class Attributes(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is read of an event's own attributes; extensions are skipped."""

    specversion: str
    id: Name
    source: Name
    type: Name
    time: Moment | None = None
    datacontenttype: str | None = None


class Structured(Attributes, frozen=True, kw_only=True):
    data: msgspec.Raw = msgspec.Raw()
    data_base64: str | None = None


_structured = msgspec.json.Decoder(Structured)
_batch = msgspec.json.Decoder(list[msgspec.Raw])


def read_events(headers: Iterable[tuple[str, str]], body: bytes) -> tuple[CloudEvent, ...]:
    """The events of a request; raises `Malformed`, and `MalformedEvent` with every fault."""
    given = {name.lower(): value for name, value in headers}
    media_type = given.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == STRUCTURED:
        return (_read(body, ""),)
    if media_type == BATCH:
        return _read_batch(body)
    if media_type == BINARY and "ce-specversion" in given:
        return (_read_binary(given, body),)
    raise Malformed(
        f"this is no CloudEvent: send it with the content type {STRUCTURED}, many with {BATCH},"
        f" or its data as {BINARY} with the headers ce-specversion, ce-id, ce-source and ce-type"
    )


def _read(body: bytes, within: str) -> CloudEvent:
    try:
        event = _structured.decode(body)
    except UNREADABLE as error:
        raise malformed(error, within) from error
    _prove(event, {name: f"{within}/{name}" for name in ("specversion", "datacontenttype")})
    return CloudEvent(
        id=event.id,
        source=event.source,
        type=event.type,
        time=event.time,
        data=_data(event, within),
        body=body,
        content_type=STRUCTURED,
        within=f"{within}/data",
    )


def _data(event: Structured, within: str) -> bytes:
    if event.data_base64 is None:
        return bytes(event.data)
    try:
        return base64.b64decode(event.data_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedEvent((f"{within}/data_base64", f"is no Base64: {error}")) from error


def _read_batch(body: bytes) -> tuple[CloudEvent, ...]:
    try:
        parts = _batch.decode(body)
    except UNREADABLE as error:
        raise malformed(error) from error
    if len(parts) > MOST_EVENTS:
        raise MalformedEvent(("", f"{len(parts)} events in a batch: send {MOST_EVENTS} at most"))
    events: list[CloudEvent] = []
    errors: list[tuple[str, str]] = []
    for place, part in enumerate(parts):
        try:
            events.append(_read(bytes(part), f"/{place}"))
        except MalformedEvent as error:
            errors.extend(error.errors)
    if errors:
        raise MalformedEvent(*errors)
    return tuple(events)


def _read_binary(given: Mapping[str, str], body: bytes) -> CloudEvent:
    said = {name: unquote(given[f"ce-{name}"]) for name in _ATTRIBUTES if f"ce-{name}" in given}
    try:
        event = msgspec.convert(said, Attributes)
    except msgspec.ValidationError as error:
        raise MalformedEvent(
            *((f"ce-{place.removeprefix('/')}", what) for place, what in malformed(error).errors)
        ) from error
    _prove(event, {"specversion": "ce-specversion", "datacontenttype": "content-type"})
    return CloudEvent(
        id=event.id,
        source=event.source,
        type=event.type,
        time=event.time,
        data=body,
        body=body,
        content_type=BINARY,
        within="",
    )


_ATTRIBUTES = ("specversion", "id", "source", "type", "time")


def _prove(event: Attributes, places: Mapping[str, str]) -> None:
    if event.specversion != "1.0":
        raise MalformedEvent((places["specversion"], 'must be "1.0"'))
    media_type = (event.datacontenttype or BINARY).partition(";")[0].strip().lower()
    if media_type != BINARY and not media_type.endswith("+json"):
        raise MalformedEvent((places["datacontenttype"], f"must be {BINARY}"))
