"""Devices: somebody logs in without a browser here, by a code that he enters at the provider.

RFC 8628. The secret of the client stays with us, and the provider's token is seen by nobody.
"""

from typing import Any, Final, NamedTuple

import requests
from authlib.integrations.flask_client import (  # type: ignore[import-untyped]  # it has none
    OAuthError,
)
from joserfc.errors import JoseError

from domain.errors import NotFound
from service.config import Config
from service.identity.providers import LABELS, PATIENCE, Identity, NotProved, Providers
from service.identity.settings import GITHUB

GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"
PENDING, SLOW_DOWN = "pending", "slow_down"
_WAITING: Final = {"authorization_pending": PENDING, "slow_down": SLOW_DOWN}
_REFUSED: Final = {
    "access_denied": "You, or the provider, said no there: nobody is logged in.",
    "expired_token": "The code was not entered in time: `shipledger login` gives another one.",
    "device_flow_disabled": "Enable Device Flow in the settings of the App at GitHub.",
    "unauthorized_client": "The provider does not let this client log in by a device's code.",
}


class Begun(NamedTuple):
    """What to show: the `user_code` is entered at the address; `device_code` is kept, and asked by.

    `interval` is for how many seconds to wait between two questions.
    """

    provider: str
    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int


class Devices:
    """Made once; thread-safe. Nothing is kept between two questions."""

    def __init__(self, config: Config, providers: Providers) -> None:
        self._config = config.log_in
        self._providers = providers

    def begin(self, provider: str) -> Begun:
        """Ask for a code; the first provider there is where none is named."""
        name = provider or next(iter(self._providers.names), "")
        code_url, _ = self._urls(name)
        scope = {} if name == GITHUB else {"scope": "openid profile email"}
        told = self._posted(name, code_url, scope)
        try:
            return Begun(
                *(name, str(told["device_code"]), str(told["user_code"])),
                verification_uri=str(told["verification_uri"]),
                verification_uri_complete=str(told.get("verification_uri_complete") or ""),
                expires_in=int(told["expires_in"]),
                interval=int(told.get("interval", 5)),
            )
        except (KeyError, ValueError) as error:
            raise _no(name, told) from error

    def finish(self, provider: str, device_code: str) -> Identity | str:
        """Who entered the code; `PENDING` or `SLOW_DOWN` while nobody did."""
        _, token_url = self._urls(provider)
        told = self._posted(provider, token_url, {"grant_type": GRANT, "device_code": device_code})
        if told.get("error") in _WAITING:
            return _WAITING[told["error"]]
        if "access_token" not in told:
            raise _no(provider, told)
        try:
            return self._providers.told_by(provider, told)
        except requests.RequestException as error:
            raise _away(provider) from error
        except (OAuthError, JoseError, KeyError, ValueError) as error:
            raise NotProved(
                f"{LABELS[provider]} did not prove who you are ({type(error).__name__})."
            ) from error

    def _urls(self, name: str) -> tuple[str, str]:
        if name not in self._providers.names:
            known = ", ".join(self._providers.names) or "nobody: none is configured"
            raise NotFound(f"One logs in here by {known}, and not by «{name}».")
        try:
            return self._providers.device_urls(name)
        except requests.RequestException as error:
            raise _away(name) from error

    def _posted(self, name: str, url: str, told: dict[str, str]) -> dict[str, Any]:
        github = name == GITHUB
        client = (
            (self._config.github_client_id, self._config.github_client_secret)
            if github
            else (self._config.oidc_client_id, self._config.oidc_client_secret)
        )
        try:
            answer = requests.post(
                url,
                data={"client_id": client[0], **told},
                headers={"Accept": "application/json"},
                # GitHub wants no secret of a device; others want their client proved.
                auth=None if github else client,
                timeout=PATIENCE,
                allow_redirects=False,
            )
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise _away(name) from error
        if not isinstance(found, dict) or answer.status_code >= 500:
            raise _away(name)
        return found


def _no(name: str, told: dict[str, Any]) -> NotProved:
    code = str(told.get("error", "no answer"))[:60]
    return NotProved(_REFUSED.get(code) or f"{LABELS[name]} gave no code or token: {code}.")


def _away(name: str) -> NotProved:
    return NotProved(f"{LABELS[name]} does not answer, or not as it should: try again in a minute.")
