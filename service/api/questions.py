"""Questions: how an operation of the API is spelled, with its scope, its query and its answer."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, TypeVar, cast

import flask_smorest  # type: ignore[import-untyped]  # it has none
import msgspec
from flask import Request
from webargs.flaskparser import FlaskParser

from domain.errors import Malformed
from domain.token import READ
from service.api.asked import UNREADABLE, Nothing, Parameters, readable
from service.api.errors import BadQuery, WrongForm
from service.api.guard import Guard
from service.api.schema import Schema

UNCHANGED: Final = "What `If-None-Match` names is still the answer."
MOVED: Final = "The repository is called otherwise now: `Location` is the same question there."
FORMS: Final = "In the form that was asked for."
REPEATED: Final = "All of it was recorded before: nothing changed."
F = TypeVar("F", bound=Callable[..., Any])


class Parser(FlaskParser):
    """Reads JSON by msgspec, however deep somebody has nested it."""

    def _raw_load_json(self, req: Request) -> Any:
        if not req.is_json:
            raise WrongForm("Send JSON, with the header Content-Type: application/json.")
        try:
            return msgspec.json.decode(req.get_data())
        except (ValueError, RecursionError) as error:
            raise Malformed(f"The body is no JSON that can be read: {error}.") from error


class Questions(flask_smorest.Blueprint):  # type: ignore[misc]  # see above
    """A blueprint of operations that only read; what their queries do not know, they refuse."""

    ARGUMENTS_PARSER = Parser(unknown=None)

    def __init__(self, name: str, guard: Guard, *, prefix: str = "", description: str) -> None:
        super().__init__(name, __name__, url_prefix=prefix or None, description=description)
        self._guard = guard

    def ask(
        self,
        rule: str,
        query: type[Parameters],
        answer: type[Schema] | dict[str, str],
        *,
        scope: str = READ,
        content_type: str | None = None,
    ) -> Callable[[F], F]:
        """A decorator: who may ask is proved first, then what is asked; then it is answered."""

        def decorate(operation: F) -> F:
            answered = self.response(200, answer, content_type=content_type)(operation)
            unchanged = self.alt_response(304, description=UNCHANGED, success=True)(answered)
            if "<owner>" in f"{self.url_prefix}{rule}":
                unchanged = self.alt_response(308, description=MOVED, success=True)(unchanged)
            asked = self.arguments(query, location="query")(unchanged)
            self.route(rule)(self._guard.needs(scope)(_with_readable_path(asked)))
            return operation

        return decorate

    def offer(
        self,
        rule: str,
        query: type[Parameters],
        content: Mapping[str, object],
        *,
        scope: str = READ,
    ) -> Callable[[F], F]:
        """A decorator for what is answered in one of several forms; `content` describes each."""

        def decorate(operation: F) -> F:
            first = next(iter(content))
            told = {"description": FORMS, "content": dict(content)}
            offered = self.doc(responses={"200": told})(operation)
            self.ask(rule, query, {"type": "string"}, scope=scope, content_type=first)(offered)
            return operation

        return decorate

    def settle(
        self, rule: str, body: type[Schema], answer: type[Schema], *, scope: str, method: str
    ) -> Callable[[F], F]:
        """A decorator for what somebody decides or tries by a body of JSON; 200 has what stands."""

        def decorate(operation: F) -> F:
            answered = self.response(200, answer)(operation)
            moved = self.alt_response(308, description=MOVED, success=True)(answered)
            told = self.arguments(body, location="json")(moved)
            asked = self.arguments(Nothing, location="query")(told)
            self.route(rule, methods=[method])(self._guard.needs(scope)(_with_readable_path(asked)))
            return operation

        return decorate

    def bid(
        self, rule: str, answer: type[Schema], *, scope: str, takes: dict[str, Any] | None = None
    ) -> Callable[[F], F]:
        """A decorator for what changes something; `takes` describes the body, if there is one.

        202 tells of news, 200 that nothing changed.
        """

        def decorate(operation: F) -> F:
            repeated = self.alt_response(200, schema=answer, description=REPEATED, success=True)
            answered = self.response(202, answer)(repeated(operation))
            asked = self.arguments(Nothing, location="query")(answered)
            described = self.doc(requestBody=takes)(asked) if takes else asked
            self.route(rule, methods=["POST"])(self._guard.needs(scope)(described))
            return operation

        return decorate


def _with_readable_path(operation: F) -> F:
    @wraps(operation)
    def checked(*args: Any, **path: Any) -> Any:
        for name, value in path.items():
            if isinstance(value, str) and not readable(value):
                raise BadQuery(name, f"In the path, {UNREADABLE}.")
        return operation(*args, **path)

    return cast("F", checked)
