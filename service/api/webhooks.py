"""The door for GitHub: a delivery comes in, and its receipt goes out."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import MethodNotAllowed

from service.api.errors import Conflict, WrongForm
from service.api.traces import trace
from service.delivery import Receipt
from service.ingest import Intake
from service.metrics import Meters

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

_encode = msgspec.json.Encoder().encode


def blueprint(intake: Intake, meters: Meters, *, limit: int) -> Blueprint:
    """`POST /webhooks/github`; `limit` is the most bytes of JSON that a delivery may have."""
    door = Blueprint("webhooks", __name__)

    @door.post("/webhooks/github")
    def github() -> Response:
        body = body_of(request, limit)
        headers = headers_of(request.environ)
        receipt = intake.github(body, headers)
        told(receipt, headers, meters)
        return receipted(receipt)

    @door.get("/webhooks/github")
    def github_asked() -> Response:
        # Somebody put the address into a browser: that is no page of a repository.
        raise MethodNotAllowed(["POST"])

    return door


def body_of(asked: Request, limit: int) -> bytes:
    """The body as it came, if it is of a form and a size that we read."""
    unpacked(asked)
    media_type = asked.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if media_type not in SWELL:
        raise WrongForm("Set the webhook's content type on GitHub to application/json.")
    asked.max_content_length = limit * SWELL[media_type]
    return asked.get_data(cache=False)


def unpacked(asked: Request) -> None:
    """Refuse a compressed body: a small one could be made to fill all memory."""
    encoding = asked.environ.get("HTTP_CONTENT_ENCODING", "identity")
    if encoding != "identity":
        raise WrongForm(f"The body is packed ({encoding[:40]!r}): send it as it is.")


def headers_of(environ: Mapping[str, Any]) -> dict[str, str]:
    """Those of a delivery's headers that say something about it."""
    return {name: environ[key] for key, name in HEADERS.items() if key in environ}


def told(receipt: Receipt, headers: Mapping[str, str], meters: Meters) -> None:
    """Let the meters and the log know what became of the delivery."""
    made, event = trace(), headers["X-GitHub-Event"]
    meters.delivery(event, receipt.outcome, facts=receipt.facts)
    made.said.update(
        delivery=headers["X-GitHub-Delivery"],
        type=event,
        outcome=receipt.outcome,
        seq=receipt.seq,
        facts=receipt.facts,
    )


def receipted(receipt: Receipt) -> Response:
    """The receipt as an answer; a second body under a first one's id is a conflict."""
    if receipt.outcome == "conflict":
        raise Conflict(
            f"Delivery {receipt.seq} has the same id and another body: this one was not recorded."
            " An id is used once; compare the two before you send it under a new id."
        )
    return Response(_encode(receipt._asdict()), status_of(receipt), content_type=JSON)


def status_of(*receipts: Receipt) -> int:
    """202 where something was recorded, 200 where nothing was new."""
    return 200 if all(one.outcome == "repeated" for one in receipts) else 202
