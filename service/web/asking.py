"""Asking: what an address asks of a page, from people who may have typed it."""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlsplit

import msgspec
from flask import request
from marshmallow import ValidationError
from msgspec.structs import replace

from service.api.asked import Asked, moment, readable
from service.api.errors import BadQuery

_PAGES: Final = 1_000_000
LARGEST: Final = 2**63 - 1
# What a form's field for a moment sends; our pages ask for UTC beside it.
_FIELD: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
)
_LONGEST_WAY: Final = 1000
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def asked_of(query: Mapping[str, str]) -> Asked:
    """The two times; an empty field asks for now. Raises `BadQuery`."""
    return Asked(as_of=_as_of(query.get("as_of", "")), as_at=_moment("as_at", query))


def known_by(asked: Asked) -> Asked:
    """What was known by then, whenever it happened."""
    return replace(asked, as_at=None)


def text_of(query: Mapping[str, str], name: str, longest: int = 1024) -> str:
    """A word, without the blanks around it; raises `BadQuery` where nothing could be called so."""
    text = query.get(name, "").strip()
    if len(text) > longest:
        raise BadQuery(name, f"Write no more than {longest} characters: this were {len(text)}.")
    if not readable(text):
        raise BadQuery(name, "Leave out control characters: no name has them.")
    return text


def way_back() -> str:
    """The page that is asked for, or holds the part that is; none where only a form leads to it."""
    if request.headers.get("HX-Request"):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        path, query = page.path, page.query
    elif request.url_rule and "GET" in (request.url_rule.methods or ()):
        path, query = quote(request.path), request.query_string.decode("latin-1")
    else:
        return ""
    way = f"{path}?{query}" if query else path
    return way if len(way) <= _LONGEST_WAY else ""


def page_of(query: Mapping[str, str]) -> int:
    """The number of a page, from 1."""
    text = query.get("page", "").strip() or "1"
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= _PAGES:
        raise BadQuery("page", f"Pages have numbers from 1 to {_PAGES}.")
    return int(text[:9])


def after_of(query: Mapping[str, str]) -> int | None:
    """The last entry of the page before, by its number; None on the first page."""
    text = query.get("after", "")
    if not text:
        return None
    if text.isascii() and text.isdigit() and int(text[:19]) <= LARGEST:
        return int(text[:19])
    raise BadQuery("after", "Take the number that the last entry before has.")


def cursor(place: object) -> str:
    """A place in a list as text; `service.api.paging.place` reads it."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _as_of(text: str) -> int | datetime | None:
    text = text.strip()
    if text.isascii() and text.isdigit():
        if len(text) <= 19 and int(text) <= LARGEST:
            return int(text)
        raise BadQuery("as_of", "No ledger has as many positions.")
    return _moment("as_of", {"as_of": text})


def _moment(name: str, query: Mapping[str, str]) -> datetime | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        return moment(whole(text))
    except ValidationError as error:
        raise BadQuery(
            name, f"“{text[:80]}” is no moment: write 2026-06-01 12:00, which is UTC."
        ) from error


def whole(text: str) -> str:
    """As RFC 3339 wants it, where the day, the seconds or the zone alone were written."""
    if _DAY.fullmatch(text):
        return f"{text}T00:00:00Z"
    if found := _FIELD.fullmatch(text):
        return f"{text.replace(' ', 'T')}{'' if found[1] else ':00'}Z"
    return text
