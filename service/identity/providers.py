"""The providers: GitHub and any of OpenID Connect, asked by authlib who has just logged in there.

These are the only requests that wait for another server's answer, and they wait five seconds.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from authlib.integrations.flask_client import (  # type: ignore[import-untyped]  # it has none
    OAuth,
    OAuthError,
)
from flask import Flask, Response
from joserfc.errors import JoseError
from requests import RequestException

from domain.errors import ShipledgerError
from service.config import Config
from service.identity.settings import GITHUB, OIDC

PATIENCE: Final = 5  # seconds
# What is signed by a key that only the provider has.
SIGNED_BY: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}) | {
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519")
}
SIGNING: Final = "id_token_signing_alg_values_supported"
LABELS: Final = {GITHUB: "GitHub", OIDC: "Single sign-on"}


class NotProved(ShipledgerError):
    """The provider did not say who it is, or said it in a way that cannot be believed."""


class Identity(NamedTuple):
    """Who somebody is to a provider: `login` at GitHub, `email` where the provider verified it.

    `proved_at` is when the person last showed a password or key there, where the provider tells.
    """

    issuer: str
    subject: str
    name: str
    login: str
    email: str
    proved_at: datetime | None


class Providers:
    """Made once; thread-safe."""

    def __init__(self, app: Flask, config: Config) -> None:
        self.names = config.log_in.providers
        self._github_url = config.github_url
        self._issuer = config.log_in.oidc_issuer
        self._oauth = OAuth(app)
        if GITHUB in self.names:
            self._oauth.register(GITHUB, **_github(config))
        if OIDC in self.names:
            self._oauth.register(OIDC, **_oidc(config))

    def leave(self, name: str, back: str, *, again: bool) -> Response:
        """Lead the browser to the provider; `again` wants the password or key shown once more."""
        asked: dict[str, Any] = {}
        if again:
            # GitHub knows no way to ask for that: there one chooses the account again.
            asked = (
                {"prompt": "login", "max_age": 0} if name == OIDC else {"prompt": "select_account"}
            )
        try:
            led: Response = self._client(name).authorize_redirect(back, **asked)
        except (OAuthError, RequestException, RuntimeError, ValueError) as error:
            raise NotProved(_away(name)) from error
        return led

    def returned(self, name: str) -> Identity:
        """Who came back, as the provider says; raises `NotProved`."""
        try:
            return self._of_github() if name == GITHUB else self._of_oidc()
        except RequestException as error:
            raise NotProved(_away(name)) from error
        except (OAuthError, JoseError, KeyError, ValueError) as error:
            raise NotProved(
                f"{LABELS[name]} did not prove who you are ({type(error).__name__}): begin again,"
                " in the same browser, and be back within an hour."
            ) from error

    def told_by(self, name: str, token: Mapping[str, Any]) -> Identity:
        """Who a token is of that the provider gave to a device of ours; raises as authlib does."""
        if name == GITHUB:
            return self._github_user(token)
        client, essential = self._client(OIDC), self._essential()
        claims = client.parse_id_token(token, nonce=None, claims_options=essential)
        if claims is None:
            raise NotProved("The provider gave no ID token: allow the scope openid to its client.")
        return _claimed(self._issuer, claims)

    def device_urls(self, name: str) -> tuple[str, str]:
        """Where a device asks for its code, and then for its token; raises `NotProved`."""
        if name == GITHUB:
            return f"{self._github_url}/login/device/code", (
                f"{self._github_url}/login/oauth/access_token"
            )
        metadata = self._metadata()
        try:
            return metadata["device_authorization_endpoint"], metadata["token_endpoint"]
        except KeyError as error:
            raise NotProved(
                "The provider knows no log-in by a device's code: log in with a browser, or take a"
                " token."
            ) from error

    def _of_github(self) -> Identity:
        return self._github_user(self._client(GITHUB).authorize_access_token())

    def _github_user(self, token: Mapping[str, Any]) -> Identity:
        answer = self._client(GITHUB).get("user", token=token)
        answer.raise_for_status()
        told = answer.json()
        name = told.get("name") or told["login"]
        return Identity(self._github_url, str(int(told["id"])), name, told["login"], "", None)

    def _of_oidc(self) -> Identity:
        essential = self._essential() | {"nonce": {"essential": True}}
        token = self._client(OIDC).authorize_access_token(claims_options=essential)
        return _claimed(self._issuer, token["userinfo"])

    def _metadata(self) -> dict[str, Any]:
        """What the provider says of itself, if it is the one that we believe."""
        metadata: dict[str, Any] = self._client(OIDC).load_server_metadata()
        if metadata.get("issuer", "").rstrip("/") != self._issuer:
            raise NotProved("The provider calls itself otherwise than SHIPLEDGER_OIDC_ISSUER does.")
        metadata[SIGNING] = sorted(SIGNED_BY.intersection(metadata.get(SIGNING, ["RS256"])))
        return metadata

    def _essential(self) -> dict[str, dict[str, Any]]:
        """What an ID token has to tell."""
        essential: dict[str, dict[str, Any]] = {
            name: {"essential": True} for name in ("iss", "sub", "aud", "exp")
        }
        essential["iss"]["values"] = [self._metadata()["issuer"]]
        return essential

    def _client(self, name: str) -> Any:
        return self._oauth.create_client(name)


def _claimed(issuer: str, claims: Mapping[str, Any]) -> Identity:
    email = str(claims.get("email") or "") if claims.get("email_verified") is True else ""
    since = claims.get("auth_time")
    return Identity(
        issuer,
        str(claims["sub"]),
        str(claims.get("name") or email or claims["sub"]),
        # What somebody may call himself at a provider proves nothing.
        "",
        email.lower(),
        datetime.fromtimestamp(since, UTC) if isinstance(since, int) else None,
    )


def _github(config: Config) -> dict[str, Any]:
    """No scope: who somebody is may be asked without any."""
    url = config.github_url
    api = "https://api.github.com" if urlsplit(url).netloc == "github.com" else f"{url}/api/v3"
    return {
        "client_id": config.log_in.github_client_id,
        "client_secret": config.log_in.github_client_secret,
        "authorize_url": f"{url}/login/oauth/authorize",
        "access_token_url": f"{url}/login/oauth/access_token",
        "api_base_url": f"{api}/",
        "client_kwargs": {"code_challenge_method": "S256", "default_timeout": PATIENCE},
    }


def _oidc(config: Config) -> dict[str, Any]:
    return {
        "client_id": config.log_in.oidc_client_id,
        "client_secret": config.log_in.oidc_client_secret,
        "server_metadata_url": f"{config.log_in.oidc_issuer}/.well-known/openid-configuration",
        "client_kwargs": {
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    }


def _away(name: str) -> str:
    return f"{LABELS[name]} does not answer, or not as it should: try again in a minute."
