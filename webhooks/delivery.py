"""The door for GitHub: signature first, then headers, then the JSON in the body."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from domain.errors import Malformed

_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})\Z")
_EVENT = re.compile(r"[a-z0-9_]{1,64}\Z")  # one of them is `projects_v2_item`
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\Z")
_TARGET = re.compile(r"[a-z_]{0,64}\Z")
_NUMBER = re.compile(r"[0-9]{0,20}\Z")
_CHARSET = re.compile(r"; *charset *= *\"?utf-?8\"? *\Z")

# GitHub's form has one field; anybody may send millions.
MOST_FIELDS = 16


class Headers(Struct, frozen=True):
    """What GitHub says around a delivery.

    `id` names the event, and not the delivery: all hooks that hear of one event get the same id, so
    it is unique only together with `hook`. A redelivery bears the same id again.
    """

    event: str
    id: str
    hook: str = ""
    target_type: str = ""
    target: str = ""
    signature: str = ""
    content_type: str = ""


def verify(body: bytes, signature: str, secrets: Iterable[str]) -> bool:
    """Whether the body was signed with one of the secrets.

    Only HMAC-SHA256 over the body as it came counts. There may be several secrets while one is
    replaced; with none, and with an empty one, nothing is ever believed. Never raises.
    """
    claimed = _SIGNATURE.match(signature)
    if claimed is None:
        return False
    claim = bytes.fromhex(claimed[1])
    keys = [secret.encode("utf-8", "surrogateescape") for secret in secrets if secret]
    ours = [hmac.digest(key, body, hashlib.sha256) for key in keys]
    return any(hmac.compare_digest(mac, claim) for mac in ours)


def read_headers(headers: Iterable[tuple[str, str]]) -> Headers:
    """Prove GitHub's headers; their names are compared without regard to case."""
    given: dict[str, str] = {}
    for name, value in headers:
        if given.setdefault(name.lower(), value) != value:
            raise Malformed(f"the header {name} came twice with different values: send it once")
    return Headers(
        event=_proven(given, "X-GitHub-Event", _EVENT, "the name of an event, such as push"),
        id=_proven(given, "X-GitHub-Delivery", _GUID, "a UUID").lower(),
        hook=_proven(given, "X-GitHub-Hook-ID", _NUMBER, "a number"),
        target_type=_proven(
            given, "X-GitHub-Hook-Installation-Target-Type", _TARGET, "a word, such as repository"
        ),
        target=_proven(given, "X-GitHub-Hook-Installation-Target-ID", _NUMBER, "a number"),
        signature=given.get("x-hub-signature-256", ""),
        content_type=given.get("content-type", ""),
    )


def _proven(given: dict[str, str], name: str, shape: re.Pattern[str], what: str) -> str:
    value = given.get(name.lower(), "")
    if not shape.match(value.lower() if shape is _GUID else value):
        reason = f"is {value[:80]!r}" if value else "is missing"
        raise Malformed(f"the header {name} {reason}, and must be {what}")
    return value


def json_of(content_type: str, body: bytes) -> bytes:
    """The JSON in the body, which GitHub sends as it is or as the field `payload` of a form."""
    media_type, _, parameters = content_type.partition(";")
    if parameters.strip() and not _CHARSET.match(f";{parameters}".lower()):
        raise Malformed(f"the content type {content_type[:200]!r} is not in UTF-8: send UTF-8")
    match media_type.strip().lower():
        case "application/json":
            return body
        case "application/x-www-form-urlencoded":
            return _payload_field(body)
    raise Malformed(
        f"the content type is {content_type[:200]!r}: set the webhook's content type to"
        " application/json (application/x-www-form-urlencoded is read too)"
    )


def _payload_field(body: bytes) -> bytes:
    fields = [field for field in body.split(b"&", MOST_FIELDS) if field.startswith(b"payload=")]
    if len(fields) != 1 or b"&" in fields[0]:
        raise Malformed(
            "the form must hold the JSON in exactly one field `payload`:"
            " or set the webhook's content type to application/json"
        )
    return unquote_to_bytes(fields[0].removeprefix(b"payload=").replace(b"+", b" "))
