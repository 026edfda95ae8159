"""The door for GitHub: a delivery comes in, and its receipt goes out.

It is a plain WSGI application that stands before Flask, because it is what all deliveries wait for:
Flask spends more time on a request than the ledger does. Everything else goes on to Flask.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec
from flask import Blueprint, Response
from werkzeug.exceptions import MethodNotAllowed

from domain.errors import Malformed
from service.api.errors import MEDIA_TYPE, Conflict, TooLarge, WrongForm, refusal_of
from service.api.finish import A_YEAR, Teller
from service.api.traces import Trace
from service.delivery import Receipt
from service.ingest import Intake
from service.metrics import Meters

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

ADDRESS: Final = "/webhooks/github"
OPERATION: Final = "webhooks.github"
# As a WSGI server spells what GitHub says.
HEADERS: Final = {
    "CONTENT_TYPE": "Content-Type",
    "HTTP_USER_AGENT": "User-Agent",
    "HTTP_X_GITHUB_EVENT": "X-GitHub-Event",
    "HTTP_X_GITHUB_DELIVERY": "X-GitHub-Delivery",
    "HTTP_X_GITHUB_HOOK_ID": "X-GitHub-Hook-ID",
    "HTTP_X_GITHUB_HOOK_INSTALLATION_TARGET_TYPE": "X-GitHub-Hook-Installation-Target-Type",
    "HTTP_X_GITHUB_HOOK_INSTALLATION_TARGET_ID": "X-GitHub-Hook-Installation-Target-ID",
    "HTTP_X_HUB_SIGNATURE_256": "X-Hub-Signature-256",
}
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
# Percent signs make a form up to three times as long as the JSON in it.
SWELL: Final = {JSON: 1, FORM: 3}
_PIECE: Final = 64 * 1024
STATUS_LINES: Final = {one.value: f"{one.value} {one.phrase}" for one in HTTPStatus}

_encode = msgspec.json.Encoder().encode


class Door:
    """`limit` is the most bytes of JSON that a delivery may have; `inside` is all the rest."""

    def __init__(
        self,
        inside: "WSGIApplication",
        intake: Intake,
        meters: Meters,
        teller: Teller,
        *,
        limit: int,
    ) -> None:
        self._inside = inside
        self._intake = intake
        self._meters = meters
        self._teller = teller
        self._limit = limit

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] != ADDRESS or environ["REQUEST_METHOD"] != "POST":
            return self._inside(environ, start)
        made = Trace(environ.get("HTTP_X_REQUEST_ID"))
        try:
            receipt = self._received(environ, made)
            status, body = status_of(receipt), _encode(receipt._asdict())
            headers = [("Content-Type", JSON)]
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender is told in our words
            refusal = refusal_of(error)
            status, body = refusal.kind.status, refusal.written(ADDRESS, made.id)
            headers = [("Content-Type", MEDIA_TYPE), *refusal.kind.headers]
            made.error = error if status >= 500 else None
        self._teller.tell(made, environ, operation=OPERATION, status=status)
        start(STATUS_LINES[status], headers + common(environ, made, len(body)))
        return (body,)

    def _received(self, environ: Mapping[str, Any], made: Trace) -> Receipt:
        body = body_of(environ, self._limit)
        headers = headers_of(environ)
        receipt = self._intake.github(body, headers)
        event = headers["X-GitHub-Event"]
        self._meters.delivery(event, receipt.outcome, facts=receipt.facts)
        made.said = {
            "delivery": headers["X-GitHub-Delivery"],
            "type": event,
            "outcome": receipt.outcome,
            "seq": receipt.seq,
            "facts": receipt.facts,
        }
        if receipt.outcome == "conflict":
            raise Conflict(
                f"Delivery {receipt.seq} has the same id and another body: this one was not"
                " recorded. An id is used once; compare the two before you send it under a new id."
            )
        return receipt


def common(environ: Mapping[str, Any], made: Trace, length: int) -> list[tuple[str, str]]:
    """The headers of every answer to a machine that sends deliveries."""
    headers = [
        ("Content-Length", str(length)),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Request-Id", made.id),
    ]
    if environ["wsgi.url_scheme"] == "https":
        headers.append(("Strict-Transport-Security", A_YEAR))
    return headers


def body_of(environ: Mapping[str, Any], limit: int) -> bytes:
    """The body as it came, if it is of a form and a size that we read."""
    unpacked(environ)
    media_type = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if media_type not in SWELL:
        raise WrongForm("Set the webhook's content type on GitHub to application/json.")
    most = limit * SWELL[media_type]
    length, stream = _length(environ), environ["wsgi.input"]
    too_large = TooLarge(f"The body has more than {most} bytes; GitHub sends no more than that.")
    if length is not None and length > most:
        # Whoever is hung up on while sending does not hear why; a little more is listened to.
        while length <= 2 * most and stream.read(_PIECE):
            pass
        raise too_large
    body: bytes = stream.read(most + 1 if length is None else length)
    if len(body) > most:
        raise too_large
    return body


def _length(environ: Mapping[str, Any]) -> int | None:
    """How long the body says it is; None where it comes in chunks and ends when it ends."""
    said: str = environ.get("CONTENT_LENGTH", "")
    if not said:
        return None if environ.get("wsgi.input_terminated") else 0
    if said.isascii() and said.isdigit():
        return int(said[:15])
    raise Malformed("The header Content-Length must be the number of bytes in the body.")


def unpacked(environ: Mapping[str, Any]) -> None:
    """Refuse a compressed body: a small one could be made to fill all memory."""
    encoding = environ.get("HTTP_CONTENT_ENCODING", "identity")
    if encoding != "identity":
        raise WrongForm(f"The body is packed ({encoding[:40]!r}): send it as it is.")


def headers_of(environ: Mapping[str, Any]) -> dict[str, str]:
    """Those of a delivery's headers that say something about it."""
    return {name: environ[key] for key, name in HEADERS.items() if key in environ}


def status_of(*receipts: Receipt) -> int:
    """202 where something was recorded, 200 where nothing was new."""
    return 200 if all(one.outcome == "repeated" for one in receipts) else 202


def blueprint() -> Blueprint:
    """The door's address, for Flask to know of, and for people who put it into a browser."""
    door = Blueprint("webhooks", __name__)

    @door.get(ADDRESS)
    def github() -> Response:
        raise MethodNotAllowed(["POST"])

    return door
