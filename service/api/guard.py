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
from domain.token import ADMIN, READ
from service.api.caller import Caller
from service.api.errors import Forbidden
from service.api.traces import trace
from service.identity.browsers import BEARER, Browsers
from service.tokens import Tokens, UnknownToken

P = ParamSpec("P")
R = TypeVar("R")

# Whoever writes a token into an address hands it to every log and proxy on the way.
LEAKING: Final = frozenset({"token", "access_token", "api_key", "api_token", "key"})
SCHEME: Final = "token"
SAFE: Final = frozenset({"GET", "HEAD"})
# With it a script of our own pages may decide by the API, as whoever logged in.
FORM_TOKEN: Final = "X-Form-Token"  # noqa: S105 - a header
API: Final = "api"


class Guard:
    """Lets a request through that has the scope its operation needs.

    `public_read` opens what only reads to everybody, without a token.
    """

    def __init__(self, tokens: Tokens, browsers: Browsers, *, public_read: bool) -> None:
        self._tokens = tokens
        self._browsers = browsers
        self._public_read = public_read

    def needs(self, scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A decorator for an operation; it stands under `route` and above all others.

        An empty scope lets everybody in: only who logs in needs that.
        """

        def decorate(operation: Callable[P, R]) -> Callable[P, R]:
            @wraps(operation)
            def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
                if scope:
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
        trace().open = self._public_read
        if request.headers.get("Authorization"):
            self._prove(presented(request), scope)
        elif scope == READ and self._public_read:
            trace().asker = self._browsers.caller()
        else:
            self._admit(self._browsers.caller(), scope)
            if request.method not in SAFE:
                prove_same_site(request)
                self._prove_form(request.headers.get(FORM_TOKEN, ""), API)

    def check_form(self, scope: str, about: str) -> None:
        """The same for a form of our own pages, for which a browser shows its token by itself.

        So it must come from our own site, and hold what `form_token` wrote into the page: another
        site's form has neither. Raises as `check` does.
        """
        prove_same_site(request)
        trace().open = self._public_read
        if request.headers.get("Authorization"):
            self._prove(shown(request), scope)
        else:
            self._admit(self._browsers.caller(), scope)
        self._prove_form(request.form.get("form_token", ""), about)

    def form_token(self, about: str = API) -> str:
        """What a form about something has to bring back; who asks for it was proved already."""
        if request.headers.get("Authorization"):
            return _form_token(shown(request), about)
        return _form_token(self._browsers.secret(), about)

    def _prove_form(self, given: str, about: str) -> None:
        if not hmac.compare_digest(self.form_token(about).encode(), given.encode()):
            raise Forbidden(
                "This form is not one that this server gave you: load the page again, and fill it"
                f" in there. A program of yours takes a token, or sends {FORM_TOKEN}."
            )

    def _admit(self, asker: Caller | None, scope: str) -> None:
        """Who logged in, with a browser or a device."""
        if asker is None:
            raise UnknownToken(
                "Send a token in the header «Authorization: Bearer …», or log in: a session ends"
                " after some hours, and `shipledger login` begins another one."
            )
        trace().said["person"] = asker.key
        trace().caller = asker.key
        trace().asker = asker
        if not {scope, ADMIN} & asker.scopes:
            raise Forbidden(
                f"{asker.key} lacks the role for this: only an administrator of all repositories"
                " may do it."
            )

    def _prove(self, text: str, scope: str) -> None:
        if text.startswith(BEARER):
            self._admit(self._browsers.bearing(text), scope)
            return
        token = self._tokens.recognise(text)
        trace().said["token"] = token.number
        trace().caller = f"{token.name} (token {token.number})"
        trace().asker = Caller(
            key=token.person or f"token:{token.number}",
            name=token.person or token.name,
            means=f"token:{token.number}",
            channel="api",
            scopes=frozenset(token.scopes),
            expires=token.expires,
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
    """Tell the OpenAPI page what the operation needs: nothing, where the scope is empty."""
    known = deepcopy(getattr(operation, "_apidoc", {}))
    known.setdefault("manual_doc", {})["security"] = [{SCHEME: [scope]} if scope else {}]
    operation._apidoc = known  # type: ignore[attr-defined]  # noqa: SLF001 - flask-smorest's own place for it
