"""The errors: one table that says how each refusal is told over HTTP, as RFC 9457 wants it."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final, NamedTuple

import msgspec
from eventsourcing.persistence import ConnectionPoolClosedError, PersistenceError
from flask import Flask, Response, request
from msgspec import Struct
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from domain.deed import Unproved
from domain.errors import Malformed, NotFound, Refused, ShipledgerError
from service.api.pointers import Place, in_event, in_messages, in_query
from service.api.traces import trace
from service.approving import NotAsShown
from service.identity.providers import NotProved
from service.ingest import Unsigned
from service.notebook import Busy, Stale
from service.printing import NotAcceptable
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


class UnreadableSettings(ShipledgerError):
    """A file of settings that says what nobody understands; `problems` tells each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("The file was not uploaded. " + " ".join(problems))
        self.problems = problems


class TooLarge(ShipledgerError):
    """More bytes than we take in."""


class WrongForm(ShipledgerError):
    """A content type or an encoding that we do not read."""


class Kind(Struct, frozen=True):
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
    NotProved: Kind("not-proved", "Nobody knows who you are", 403),
    NotFound: Kind("not-found", "Not in the ledger", 404),
    Refused: Kind("refused", "A rule says no", 409),
    Unproved: Kind("prove-anew", "Prove anew who you are", 409),
    NotAsShown: Kind("not-as-shown", "Not what you were shown", 409),
    Conflict: Kind("conflict", "Something else is here already", 409),
    UnreadableSettings: Kind(
        "unreadable-settings",
        "A file of settings that cannot be read",
        422,
        detail="The file was not uploaded. Mend what `errors` lists, and send it again.",
    ),
    NotAcceptable: Kind("not-acceptable", "Not a form that we print", 406),
    Stale: Kind("stale", "Somebody decided meanwhile", 412),
    Busy: Kind("busy", "Too many write at once", 503, _AGAIN),
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
    errors: list[Place] = msgspec.field(default_factory=list)


class Refusal(NamedTuple):
    """What is told of an error, before it is known to whom."""

    kind: Kind
    detail: str
    errors: tuple[Place, ...] = ()

    def written(self, instance: str, request_id: str) -> bytes:
        """As a problem, in JSON."""
        return msgspec.json.encode(
            Problem(
                type=self.kind.type,
                title=self.kind.title,
                status=self.kind.status,
                detail=self.detail,
                instance=instance,
                request_id=request_id,
                errors=list(self.errors),
            )
        )


def refusal_of(error: Exception) -> Refusal:
    """By the nearest class in the table; what is not there is a mistake of ours."""
    kind = next((KINDS[one] for one in type(error).__mro__ if one in KINDS), None)
    if kind is None:
        return Refusal(*STATUSES[500])
    return Refusal(kind, kind.detail or str(error), tuple(_places(error)))


def _places(error: Exception) -> Iterable[Place]:
    if isinstance(error, BadQuery):
        return [in_query(error.parameter, str(error))]
    if isinstance(error, UnreadableSettings):
        return [{"pointer": "#/content", "detail": one} for one in error.problems]
    return in_event(error) if isinstance(error, MalformedEvent) else []


def install(app: Flask) -> None:
    """Answer every refusal of the app as a problem."""
    for kind in (ShipledgerError, PersistenceError, ConnectionPoolClosedError):
        app.register_error_handler(kind, told)
    app.register_error_handler(HTTPException, http_told)


def told(error: Exception) -> Response:
    """A refusal of ours."""
    refusal = refusal_of(error)
    if refusal.kind.status >= 500:
        trace().error = error
    return _response(refusal)


def http_told(error: HTTPException) -> Response:
    """A refusal by Flask, Werkzeug or webargs, in our words."""
    status = error.code or 500
    if status >= 500:
        trace().error = getattr(error, "original_exception", None) or error
    kind, detail = STATUSES.get(status) or _plain(status)
    places = tuple(in_messages(getattr(error, "data", None)))
    response = _response(Refusal(kind, detail, places))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _response(refusal: Refusal) -> Response:
    body = refusal.written(request.path, trace().id)
    response = Response(body, refusal.kind.status, mimetype=MEDIA_TYPE)
    response.headers.extend(refusal.kind.headers)
    return response


def _plain(status: int) -> tuple[Kind, str]:
    phrase = HTTPStatus(status).phrase
    return Kind(phrase.lower().replace(" ", "-"), phrase, status), f"{phrase}."
