"""A post over HTTP: one request to one address, which is never told to anybody, and its answer.

No redirect is followed: where a channel leads is the operator's word alone.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import requests
from urllib3.exceptions import HTTPError

from service.notify.message import Answer, NotNow, NotTaken
from service.seen import line
from service.version import number

PATIENCE: Final = (5, 10)  # seconds: until it is connected, and between two pieces of the answer
# No server makes us wait longer than this.
LONGEST: Final = timedelta(hours=6)
READ: Final = 2_000
SHOWN: Final = 200
# What is said of a moment, and not of the message.
_LATER: Final = frozenset({408, 425, 429})
# Shorter pieces of an address are words that anybody may say.
_TELLING: Final = 6


def post(url: str, body: bytes, headers: Mapping[str, str], now: datetime) -> Answer:
    """Send it once; raises `NotTaken` or `NotNow`."""
    known = {"User-Agent": f"shipledger/{number()}", **headers}
    try:
        with (
            requests.Session() as session,
            session.post(
                *(url, body),
                headers=known,
                timeout=PATIENCE,
                allow_redirects=False,
                stream=True,
                auth=_nobody,
            ) as answer,
        ):
            return _judged(answer, url, now)
    except requests.RequestException as error:
        # What it says itself has the address in it.
        raise NotNow(f"nobody answered there ({type(error).__name__})") from None


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Else requests looks for a password in this machine's `.netrc`."""
    return request


def _judged(answer: requests.Response, url: str, now: datetime) -> Answer:
    status = answer.status_code
    if answer.ok and status < 300:
        return Answer(status)
    if 300 <= status < 400:
        raise NotTaken(
            f"it answered {status} and sent us elsewhere, where we do not go: write the address"
            " that it leads to into SHIPLEDGER_CHANNELS_FILE",
            status=status,
        )
    said = f"it answered {status}{_words(answer, url)}"
    if status >= 500 or status in _LATER:
        raise NotNow(said, status=status, until=_until(answer.headers.get("Retry-After"), now))
    raise NotTaken(said, status=status)


def _words(answer: requests.Response, url: str) -> str:
    """What the server says, unless that is what nobody may know."""
    raw: Any = answer.raw
    try:
        text = line(raw.read1(READ, decode_content=True).decode(errors="replace"))
    except (OSError, ValueError, HTTPError):
        return ""
    parts = urlsplit(unquote(url))
    pieces = [one for one in (*parts.path.split("/"), *parts.query.split("&")) if one]
    if not text or any(one in unquote(text) for one in pieces if len(one) >= _TELLING):
        return ""
    return f": {text[:SHOWN]}"


def _until(retry_after: str | None, now: datetime) -> datetime | None:
    """The moment that `Retry-After` names, in seconds or as a date; None where it names none."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return now + min(timedelta(seconds=int(retry_after[:9])), LONGEST)
    try:
        named = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return None if named.tzinfo is None else min(max(named, now), now + LONGEST)
