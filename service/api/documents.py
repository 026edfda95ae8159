"""The documents of the API: its specification, and the page that shows it to people."""

import msgspec
from flask import Blueprint, Response

from service.api.specification import Api


def blueprint(api: Api) -> Blueprint:
    """`/openapi.json`; made when it is first asked for, after every operation was registered."""
    documents = Blueprint("documents", __name__)

    @documents.get("/openapi.json")
    def specification() -> Response:
        return Response(msgspec.json.encode(api.spec.to_dict()), mimetype="application/json")

    return documents
