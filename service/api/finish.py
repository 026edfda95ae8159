"""The finish: what every answer gets on its way out, and what the log and the meters hear of it."""

from typing import Final

from flask import Flask, Request, Response, request
from structlog.typing import FilteringBoundLogger

from service.api.traces import begin, trace
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
QUIET: Final = frozenset({"probes.livez", "probes.readyz", "probes.metrics"})


def install(app: Flask, log: FilteringBoundLogger, meters: Meters) -> None:
    """Begin a trace before every request, and finish it after."""

    def finish(response: Response) -> Response:
        dress(response)
        tell(response, log, meters)
        return response

    app.before_request(begin)
    app.after_request(finish)


def dress(response: Response) -> None:
    """The headers that every answer bears."""
    headers, made = response.headers, trace()
    headers.extend(HEADERS)
    headers["X-Request-Id"] = made.id
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("Cache-Control", "private, no-cache")
    if made.position is not None:
        headers["X-Shipledger-Position"] = str(made.position)
    if made.tag and response.status_code in TAGGED:
        response.set_etag(made.tag)
    if request.is_secure:
        headers["Strict-Transport-Security"] = A_YEAR


def tell(response: Response, log: FilteringBoundLogger, meters: Meters) -> None:
    """One line for the log, without the query: it may hold what is nobody's business."""
    made, operation = trace(), request.endpoint or "nowhere"
    seconds = made.seconds()
    meters.request(operation, response.status_code, seconds=seconds)
    line = log.error if made.error else log.debug if operation in QUIET else log.info
    line(
        "request",
        request_id=made.id,
        method=request.method,
        path=request.path,
        operation=operation,
        status=response.status_code,
        ms=round(seconds * 1000, 2),
        remote=remote(request),
        exc_info=made.error,
        **made.said,
    )


def remote(asked: Request) -> str:
    """The address of the caller, or of the proxy that we do not trust."""
    return asked.remote_addr or ""
