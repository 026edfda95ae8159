"""Paging: a list in pages that neither skip nor repeat, whatever is recorded meanwhile."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from flask import request, url_for

from service.api.asked import Page
from service.api.errors import BadQuery
from service.api.traces import trace

T = TypeVar("T")
Answer = tuple[dict[str, Any], dict[str, str]]  # a body, and headers


def paged(entries: Sequence[Any], asked: Page) -> Answer:
    """A page of a list that was computed as a whole; the position that it is of makes it stable."""
    start = place(asked.cursor, int) or 0
    end = start + asked.limit
    return listed(entries[start:end], end if end < len(entries) else None)


def listed(entries: Sequence[Any], after: object | None) -> Answer:
    """A page that is followed by another one after the place, or is the last."""
    return {"items": entries}, {"Link": _links(after)}


def place(text: str | None, form: type[T]) -> T | None:
    """The place that a cursor names; raises `BadQuery` where it is none of ours for this list."""
    if text is None:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        return msgspec.json.decode(base64.b64decode(padded, b"-_", validate=True), type=form)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadQuery(
            "cursor", "Take the cursor whole from the Link header of the page before."
        ) from error


def _cursor(at: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(at)).decode().rstrip("=")


def _links(after: object | None) -> str:
    """The first page, and where there is more the next one (RFC 8288), as of the same position."""
    given = {**(request.view_args or {}), **request.args.to_dict()}
    given.pop("cursor", None)
    links = [_link("first", given)]
    if after is not None:
        position = trace().position
        pinned = {} if position is None else {"as_of": position}
        links.append(_link("next", {**given, **pinned, "cursor": _cursor(after)}))
    return ", ".join(links)


def _link(relation: str, values: dict[str, Any]) -> str:
    return f'<{address(values)}>; rel="{relation}"'


def address(values: dict[str, Any]) -> str:
    """Where the operation that is being answered answers other values."""
    return url_for(request.endpoint or "", **values)
