"""The floor of ingest: the same gunicorn and Flask, which check the signature and nothing else."""

import hashlib
import hmac
import os

from flask import Flask, Response, request

SECRET = os.environ.get("SHIPLEDGER_WEBHOOK_SECRET", "").encode()

app = Flask("floor")


@app.post("/webhooks/github")
def receive() -> Response:
    raw = request.get_data(cache=False)
    expected = "sha256=" + hmac.digest(SECRET, raw, hashlib.sha256).hex()
    if not hmac.compare_digest(expected, request.headers.get("X-Hub-Signature-256", "")):
        return Response("wrong signature", 401)
    return Response('{"outcome":"recorded"}', 202, mimetype="application/json")
