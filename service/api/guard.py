"""The guard: who may ask what, proved before anything of the question is looked at."""

import hashlib
import hmac
from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Final, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Request, request

from domain.errors import Malformed
from domain.token import READ
from service.api.caller import Caller
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
        self._prove(presented(request), scope)

    def check_form(self, scope: str, about: str) -> None:
        """The same for a form of our own pages, for which a browser shows its token by itself.

        So it must come from our own site, and hold what `form_token` wrote into the page: another
        site's form has neither. Raises as `check` does.
        """
        prove_same_site(request)
        text = shown(request)
        self._prove(text, scope)
        given = request.form.get("form_token", "")
        if not hmac.compare_digest(_form_token(text, about).encode(), given.encode()):
            raise Forbidden(
                "This form is not one that this server gave you for this token: load the page"
                " again, and fill it in there."
            )

    def form_token(self, about: str) -> str:
        """What a form about something has to bring back; who asks for it was proved already."""
        return _form_token(shown(request), about)

    def _prove(self, text: str, scope: str) -> None:
        token = self._tokens.recognise(text)
        trace().said["token"] = token.number
        trace().caller = f"{token.name} (token {token.number})"
        trace().asker = Caller(
            key=token.person or f"token:{token.number}",
            name=token.person or token.name,
            means=f"token:{token.number}",
            channel="api",
            scopes=frozenset(token.scopes),
        )
        if not token.opens(scope):
            raise Forbidden(
                f"Token {token.number} («{token.name}») lacks the scope {scope}; it has"
                f" {', '.join(token.scopes)}. Ask for one that has it."
            )


def presented(asked: Request) -> str:
    """The token in the request: as a bearer, or for reading with a browser as a password."""
    login = asked.authorization
    # A browser adds a password by itself, whoever made it ask: then it must not change anything.
    if login and login.type == "basic" and asked.method not in {"GET", "HEAD"}:
        raise UnknownToken(f"Send the token as a bearer: {asked.method} takes no basic login.")
    return shown(asked)


def shown(asked: Request) -> str:
    """The token, however it is shown."""
    login = asked.authorization
    if login is None:
        raise UnknownToken("Send a token in the header «Authorization: Bearer …».")
    if login.type == "bearer" and login.token:
        return login.token
    if login.type == "basic":
        return login.password or ""
    raise UnknownToken(f"Send the token as a bearer: nobody logs in by {login.type} here.")


def prove_same_site(asked: Request) -> None:
    """Raise `Forbidden` where the browser says that another site sent the form, or says nothing."""
    origin, site = asked.headers.get("Origin"), asked.headers.get("Sec-Fetch-Site")
    ours = origin is not None and urlsplit(origin).netloc == asked.host
    if (origin is not None and not ours) or (origin is None and site != "same-origin"):
        raise Forbidden(
            "This form did not come from this server's own pages. Programs use the API, with the"
            " token as a bearer."
        )


def _form_token(text: str, about: str) -> str:
    """Nobody can make it who does not have the token, and it opens nothing by itself."""
    return hmac.new(text.encode(), f"form:{about}".encode(), hashlib.sha256).hexdigest()


def document(operation: Callable[..., object], scope: str) -> None:
    """Tell the OpenAPI page what the operation needs."""
    known = deepcopy(getattr(operation, "_apidoc", {}))
    known.setdefault("manual_doc", {})["security"] = [{SCHEME: [scope]}]
    operation._apidoc = known  # type: ignore[attr-defined]  # noqa: SLF001 - flask-smorest's own place for it
