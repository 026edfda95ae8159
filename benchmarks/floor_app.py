"""The floors of ingest: a Flask, and a bare WSGI function, that check the signature and no more."""

import hashlib
import hmac
import os
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, request

SECRET = os.environ.get("SHIPLEDGER_WEBHOOK_SECRET", "").encode()
ANSWER = b'{"outcome":"recorded"}'

app = Flask("floor")


@app.post("/webhooks/github")
def receive() -> Response:
    raw = request.get_data(cache=False)
    if not is_signed(raw, request.headers.get("X-Hub-Signature-256", "")):
        return Response("wrong signature", 401)
    return Response(ANSWER, 202, mimetype="application/json")


def bare(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """The same without Flask; it knows one address."""
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    signed = is_signed(raw, environ.get("HTTP_X_HUB_SIGNATURE_256", ""))
    body = ANSWER if signed else b"wrong signature"
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start("202 Accepted" if signed else "401 Unauthorized", headers)
    return (body,)


def is_signed(raw: bytes, signature: str) -> bool:
    expected = "sha256=" + hmac.digest(SECRET, raw, hashlib.sha256).hex()
    return hmac.compare_digest(expected.encode(), signature.encode())
