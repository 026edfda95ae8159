"""The specification: the API described by itself, as OpenAPI 3.1 wants it."""

from http import HTTPStatus
from threading import Lock
from typing import Any, Final

import flask_smorest  # type: ignore[import-untyped]  # it has none
from flask import Flask
from marshmallow import fields

from service.api.asked import AsOf, Moment
from service.api.errors import MEDIA_TYPE
from service.api.guard import SCHEME
from service.api.schema import Schema
from service.api.shapes import Instant
from service.version import number

DESCRIPTION: Final = """\
Shipledger answers questions about releases from one ledger of facts.

**Two times.** `as_of` asks what was known by a position of the ledger or a moment; `as_at` leaves
out what happened later. Without them an answer is of now. The header `X-Shipledger-Position` names
the position that was answered from.

**Lists** come in pages; follow the `Link` header's `next`, which keeps to the same position.

**Nothing new?** Every answer has an `ETag`; send it back in `If-None-Match` and get 304 while
nothing changed that could change the answer.

**Refusals** are problems as RFC 9457 describes them; `detail` says how to mend the request.

**Tokens** are made by `shipledger token create` and sent as `Authorization: Bearer …`."""


class Error(Schema):
    """One thing to mend: a parameter of the address, a header, or a place in the body."""

    parameter = fields.String()
    header = fields.String()
    pointer = fields.String(metadata={"description": "A JSON pointer into the body."})
    detail = fields.String()


class ProblemSchema(Schema):
    """RFC 9457."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "What is wrong, and the mend."})
    instance = fields.String(required=True)
    request_id = fields.String(required=True)
    errors = fields.List(fields.Nested(Error))


class Api(flask_smorest.Api):  # type: ignore[misc]  # see above
    """The extension, taught that our errors are problems."""

    DEFAULT_ERROR_RESPONSE_NAME = "PROBLEM"

    def __init__(self, app: Flask) -> None:
        self._fields: list[Any] = []
        self._rooms: list[Any] = []
        self._lock = Lock()
        app.config.update(API_TITLE="Shipledger", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
        super().__init__(
            app,
            spec_kwargs={
                "info": {
                    "description": DESCRIPTION,
                    "version": number(),
                    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
                },
            },
        )
        for field, form in ((AsOf, None), (Moment, "date-time"), (Instant, "date-time")):
            self.register_field(field, "string", form)
        self.spec.components.security_scheme(SCHEME, {"type": "http", "scheme": "bearer"})

    def register_blueprint(self, blp: Any, **options: Any) -> None:
        """Serve the room now, and describe it when somebody asks for that.

        To describe all of them takes most of a start, and few processes are ever asked.
        """
        self._rooms.append(blp)
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, **options)

    def described(self) -> dict[str, Any]:
        """The whole specification, made once."""
        with self._lock:
            while self._rooms:
                room = self._rooms.pop(0)
                room.register_views_in_doc(
                    self, self._app, self.spec, name=room.name, parameters=None
                )
                self.spec.tag({"name": room.name, "description": room.description})
            known: dict[str, Any] = self.spec.to_dict()
            return known

    def _register_error_handlers(self) -> None:
        """Ours are in `service.api.errors`, for the whole app."""

    def _register_responses(self) -> None:
        """Theirs, by name; those that are errors have a problem as their body."""
        self.spec.components.schema("Problem", schema=ProblemSchema)
        problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for status in HTTPStatus:
            body = {"content": problem} if status >= 400 else {}
            self.spec.components.response(
                status.name, {"description": status.phrase, **body}, lazy=True
            )
        self.spec.components.response(
            "PROBLEM",
            {"description": "Why not, and how to mend it.", "content": problem},
            lazy=True,
        )
