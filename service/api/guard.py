"""The guard: who may ask what, proved before anything of the question is looked at."""

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from flask import Request, request

from domain.errors import Malformed
from domain.token import READ
from service.api.errors import Forbidden
from service.api.traces import trace
from service.tokens import Tokens, UnknownToken

P = ParamSpec("P")
R = TypeVar("R")

# Whoever writes a token into an address hands it to every log and proxy on the way.
LEAKING: Final = frozenset({"token", "access_token", "api_key", "api_token", "key"})
SCHEME: Final = "token"


class Guard:
    """Lets a request through that has the scope its operation needs.

    `public_read` opens what only reads to everybody, without a token.
    """

    def __init__(self, tokens: Tokens, *, public_read: bool) -> None:
        self._tokens = tokens
        self._public_read = public_read

    def needs(self, scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A decorator for an operation; it stands under `route` and above all others."""

        def decorate(operation: Callable[P, R]) -> Callable[P, R]:
            @wraps(operation)
            def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
                self.check(scope)
                return operation(*args, **kwargs)

            document(guarded, scope)
            return guarded

        return decorate

    def check(self, scope: str) -> None:
        """Raise `UnknownToken` or `Forbidden` where the request may not pass."""
        if LEAKING & request.args.keys():
            raise Malformed(
                "Send the token in the header «Authorization: Bearer …», never in the address:"
                " addresses are kept in logs. Revoke the token that was sent so."
            )
        if scope == READ and self._public_read and not request.headers.get("Authorization"):
            return
        token = self._tokens.recognise(presented(request))
        trace().said["token"] = token.number
        if not token.opens(scope):
            raise Forbidden(
                f"Token {token.number} («{token.name}») lacks the scope {scope}; it has"
                f" {', '.join(token.scopes)}. Ask for one that has it."
            )


def presented(asked: Request) -> str:
    """The token in the request: as a bearer, or for reading with a browser as a password."""
    shown = asked.authorization
    if shown is None:
        raise UnknownToken("Send a token in the header «Authorization: Bearer …».")
    if shown.type == "bearer" and shown.token:
        return shown.token
    # A browser adds a password by itself, whoever made it ask: then it must not change anything.
    if shown.type == "basic" and asked.method in {"GET", "HEAD"}:
        return shown.password or ""
    raise UnknownToken(f"Send the token as a bearer: {asked.method} takes no {shown.type} login.")


def document(operation: Callable[..., object], scope: str) -> None:
    """Tell the OpenAPI page what the operation needs."""
    known = deepcopy(getattr(operation, "_apidoc", {}))
    known.setdefault("manual_doc", {})["security"] = [{SCHEME: [scope]}]
    operation._apidoc = known  # type: ignore[attr-defined]  # noqa: SLF001 - flask-smorest's own place for it
