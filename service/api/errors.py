"""The errors: one table that says how each refusal is told over HTTP, as RFC 9457 wants it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import msgspec
from eventsourcing.persistence import ConnectionPoolClosedError, PersistenceError
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from domain.errors import Malformed, NotFound, Refused, ShipledgerError
from service.api.traces import trace
from service.ingest import Unsigned
from service.recorders.errors import SchemaMissing, StoreUnavailable
from service.tokens import UnknownToken
from webhooks.events import MalformedEvent

MEDIA_TYPE: Final = "application/problem+json"


class BadQuery(ShipledgerError):
    """A parameter that cannot be meant so; `parameter` names it."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter


class Forbidden(ShipledgerError):
    """The token is good, and does not open this."""


class Conflict(ShipledgerError):
    """Something else is here under the same key; nothing was changed."""


class TooLarge(ShipledgerError):
    """More bytes than we take in."""


class WrongForm(ShipledgerError):
    """A content type or an encoding that we do not read."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its type for programs, its title for people, its status for HTTP.

    `detail` is told in place of the error's own words, where these are for the log alone.
    """

    slug: str
    title: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    detail: str = ""

    @property
    def type(self) -> str:
        return f"urn:shipledger:problem:{self.slug}"


_AGAIN = (("Retry-After", "5"),)
# The realm names what the browser asks a token for, as the password.
_CHALLENGE = (
    ("WWW-Authenticate", 'Bearer realm="Shipledger"'),
    ("WWW-Authenticate", 'Basic realm="Shipledger: any name, and a token as the password"'),
)
_SIGNED = (("WWW-Authenticate", 'HMAC-SHA256 realm="X-Hub-Signature-256"'),)
_WAIT: Final = "The database does not answer. Nothing was written by halves: send the same again."
UNAVAILABLE: Final = Kind("store-unavailable", "The database is gone", 503, _AGAIN, _WAIT)

KINDS: Final[dict[type[Exception], Kind]] = {
    BadQuery: Kind("bad-query", "A parameter cannot be meant so", 422),
    MalformedEvent: Kind(
        "malformed-event",
        "No event that can be taken in",
        422,
        detail="Mend what `errors` lists, and send all of it again: none of it was recorded.",
    ),
    Malformed: Kind("malformed", "Not what it claims to be", 400),
    Unsigned: Kind("unsigned", "Not signed by one who knows the secret", 401, _SIGNED),
    UnknownToken: Kind("unauthenticated", "Who are you?", 401, _CHALLENGE),
    Forbidden: Kind("forbidden", "Not with this token", 403),
    NotFound: Kind("not-found", "Not in the ledger", 404),
    Refused: Kind("refused", "A rule says no", 409),
    Conflict: Kind("conflict", "Something else is here already", 409),
    TooLarge: Kind("too-large", "More than we take in", 413),
    WrongForm: Kind("wrong-form", "Not a form that we read", 415),
    StoreUnavailable: UNAVAILABLE,
    PersistenceError: UNAVAILABLE,
    ConnectionPoolClosedError: UNAVAILABLE,
    SchemaMissing: Kind("schema-missing", "The database is not migrated", 503, _AGAIN),
}

INTERNAL: Final = Kind("internal", "Our mistake", 500)

# What Flask and its extensions refuse by themselves, and how to mend it.
STATUSES: Final[dict[int, tuple[Kind, str]]] = {
    400: (KINDS[Malformed], "The request is not well-formed HTTP or JSON."),
    404: (
        Kind("no-such-path", "No such path", 404),
        "There is nothing under this path; /openapi.json lists all paths and /docs explains them.",
    ),
    405: (
        Kind("wrong-method", "Not by this method", 405),
        "Use one of the methods that the Allow header names.",
    ),
    413: (KINDS[TooLarge], "Send less in one request; /docs says how much is taken in."),
    415: (KINDS[WrongForm], "Send JSON, with the header Content-Type: application/json."),
    422: (
        Kind("invalid", "Well-formed, and not valid", 422),
        "Mend what `errors` lists; /docs says what each field may be.",
    ),
    500: (
        INTERNAL,
        "Nothing was recorded. Try again; if it fails again, give request_id to whoever runs this.",
    ),
}


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every error. `errors` points at what to mend in the request."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: list[dict[str, str]] = msgspec.field(default_factory=list)


def install(app: Flask) -> None:
    """Answer every refusal of the app as a problem."""
    for kind in (ShipledgerError, PersistenceError, ConnectionPoolClosedError):
        app.register_error_handler(kind, told)
    app.register_error_handler(HTTPException, http_told)


def told(error: Exception) -> Response:
    """A refusal of ours, by the nearest class in the table."""
    kind = next((KINDS[one] for one in type(error).__mro__ if one in KINDS), None)
    if kind is None:
        trace().error = error
        return answer(INTERNAL, STATUSES[500][1])
    if kind.status >= 500:
        trace().error = error
    return answer(kind, kind.detail or str(error), errors=list(_places(error)))


def _places(error: Exception) -> Iterator[dict[str, str]]:
    """Where in the request to look for what the error tells of."""
    if isinstance(error, BadQuery):
        yield {"parameter": error.parameter, "detail": str(error)}
    elif isinstance(error, MalformedEvent):
        for place, what in error.errors:
            kind = "header" if place and not place.startswith("/") else "pointer"
            yield {kind: place if kind == "header" else f"#{place}", "detail": what}


def http_told(error: HTTPException) -> Response:
    """A refusal by Flask, Werkzeug or webargs, in our words."""
    status = error.code or 500
    if status >= 500:
        trace().error = getattr(error, "original_exception", None) or error
    kind, detail = STATUSES.get(status) or _plain(status)
    response = answer(kind, detail, errors=list(_pointed(getattr(error, "data", None))))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def answer(kind: Kind, detail: str, *, errors: Sequence[dict[str, str]] = ()) -> Response:
    """A problem of the kind, as a response."""
    problem = Problem(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=detail,
        instance=request.path,
        request_id=trace().id,
        errors=list(errors),
    )
    response = Response(msgspec.json.encode(problem), kind.status, mimetype=MEDIA_TYPE)
    response.headers.extend(kind.headers)
    return response


def _plain(status: int) -> tuple[Kind, str]:
    phrase = HTTPStatus(status).phrase
    return Kind(phrase.lower().replace(" ", "-"), phrase, status), f"{phrase}."


def _pointed(data: Mapping[str, Any] | None) -> Iterator[dict[str, str]]:
    """Marshmallow's messages, each with a pointer to its place: a parameter, or a JSON pointer."""
    for location, messages in (data or {}).get("messages", {}).items():
        for path, sentence in _walk(messages):
            if location == "json":
                yield {
                    "pointer": "#" + "".join(f"/{_escape(one)}" for one in path),
                    "detail": sentence,
                }
            else:
                yield {"parameter": path[0] if path else location, "detail": sentence}


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
