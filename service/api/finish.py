"""The finish: what every answer gets on its way out, and what the log and the meters hear of it."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, request
from structlog.typing import FilteringBoundLogger

from service.api.traces import Trace, begin, trace
from service.metrics import Meters

# Pages load what we serve ourselves, and nothing that is written into them.
CONTENT_POLICY: Final = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " object-src 'none'"
)
HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
A_YEAR: Final = "max-age=31536000"
TAGGED: Final = frozenset({200, 304})
# Their callers are machines that ask every few seconds.
PROBES: Final = frozenset({"probes.livez", "probes.readyz", "probes.metrics"})


class Teller:
    """Tells of each request in one line, without the query: that may be nobody's business.

    Of `quiet` operations it tells what was refused, and the rest only to who wants to know all.
    """

    def __init__(
        self, log: FilteringBoundLogger, meters: Meters, *, quiet: frozenset[str] = PROBES
    ) -> None:
        self._log = log
        self._meters = meters
        self._quiet = quiet

    def tell(self, made: Trace, environ: Mapping[str, Any], *, operation: str, status: int) -> None:
        log, seconds = self._log, made.seconds()
        self._meters.request(operation, status, seconds=seconds)
        quiet = status < 400 and operation in self._quiet
        line = log.error if made.error else log.debug if quiet else log.info
        line(
            "request",
            request_id=made.id,
            method=environ["REQUEST_METHOD"],
            path=environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
            operation=operation,
            status=status,
            ms=round(seconds * 1000, 2),
            # The caller's address, or that of the proxy that we do not trust.
            remote=environ.get("REMOTE_ADDR", ""),
            exc_info=made.error,
            **made.said,
        )


def install(app: Flask, teller: Teller) -> None:
    """Begin a trace before every request, and finish it after."""

    def finish(response: Response) -> Response:
        dress(response)
        operation = request.endpoint or "nowhere"
        teller.tell(trace(), request.environ, operation=operation, status=response.status_code)
        return response

    app.before_request(begin)
    app.after_request(finish)


def dress(response: Response) -> None:
    """The headers that every answer bears."""
    headers, made = response.headers, trace()
    for name, value in HEADERS:
        headers.setdefault(name, value)
    headers["X-Request-Id"] = made.id
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("Cache-Control", "private, no-cache")
    if made.position is not None:
        headers["X-Shipledger-Position"] = str(made.position)
    if made.tag and response.status_code in TAGGED:
        response.set_etag(made.tag)
    if request.is_secure:
        headers["Strict-Transport-Security"] = A_YEAR
