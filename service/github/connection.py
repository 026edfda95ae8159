"""The connection: who we are at GitHub, by an App or by a token, and whose data that opens."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from github import Auth
from msgspec import Struct

from service.config import Config, ConfigError
from service.github.calls import Calls
from service.github.requester import requester
from service.version import number

PUBLIC: Final = "https://github.com"


class Seen(Struct, frozen=True):
    """A repository that we may see, through an installation; None by the token."""

    id: int
    name: str
    installation: int | None


def api_address(github_url: str) -> str:
    """Where the API of a GitHub is: of github.com at a host of its own, else below `/api/v3`."""
    if github_url.rstrip("/") == PUBLIC:
        return "https://api.github.com"
    split = urlsplit(github_url)
    return f"{split.scheme}://{split.netloc}{split.path.rstrip('/')}/api/v3"


class Connection:
    """All accounts through which we speak to one GitHub. Thread-safe; nothing is asked at once."""

    def __init__(
        self,
        config: Config,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        patience: timedelta = timedelta(seconds=60),
        api: str = "",
    ) -> None:
        if config.github_app_id is None and not config.github_token:
            raise ConfigError(
                "connect to GitHub first: make a GitHub App and set SHIPLEDGER_GITHUB_APP_ID and "
                "SHIPLEDGER_GITHUB_PRIVATE_KEY_FILE; for a trial set SHIPLEDGER_GITHUB_TOKEN"
            )
        self._token = config.github_token
        self._app_id = config.github_app_id
        self._key = config.github_private_key
        self._api = api or api_address(config.github_url)
        self._calls = partial(Calls, clock=clock, sleep=sleep, patience=patience)
        self._made: dict[int | str | None, Calls] = {}

    @property
    def is_app(self) -> bool:
        """Whether we are an App, which alone may write checks and hears of all its repositories."""
        return self._app_id is not None

    @property
    def app_id(self) -> int | None:
        """The App's number; None where we are there by a token."""
        return self._app_id

    @property
    def api(self) -> str:
        """Where the API is: no other host is told a token."""
        return self._api

    def calls(self, installation: int | None) -> Calls:
        """The calls of an installation; of None those of the token."""
        if installation is None and not self._token:
            raise ConfigError(
                "set SHIPLEDGER_GITHUB_TOKEN, or say through which installation of the App"
            )
        return self._kept(installation)

    def as_app(self) -> Calls:
        """The calls of the App itself: its installations, and the list of its deliveries."""
        if not self.is_app:
            raise ConfigError("set SHIPLEDGER_GITHUB_APP_ID: by a token alone there is no App")
        return self._kept("app")

    def repositories(self) -> Iterator[Seen]:
        """Every repository that we may see, page by page."""
        if not self.is_app:
            yield from _seen(self.calls(None), "/user/repos", None)
            return
        for page in self.as_app().pages("/app/installations"):
            for one in page:
                if one.get("suspended_at") is None:
                    calls = self.calls(one["id"])
                    yield from _seen(calls, "/installation/repositories", one["id"])

    def _kept(self, which: int | str | None) -> Calls:
        if which not in self._made:
            self._made[which] = self._calls(partial(self._client, which))
        return self._made[which]

    def _client(self, which: int | str | None) -> Any:
        return requester(self._auth(which), base_url=self._api, user_agent=f"shipledger/{number()}")

    def _auth(self, which: int | str | None) -> Auth.Auth:
        if which is None:
            return Auth.Token(self._token)
        app = Auth.AppAuth(self._app_id or 0, self._key)
        if which == "app":
            return app
        # By name: of a token that asks for nothing GitHub does not say whether it may do anything.
        granted = self.as_app().read(f"/app/installations/{which}").json["permissions"]
        return Auth.AppInstallationAuth(app, int(which), granted)


def _seen(calls: Calls, path: str, installation: int | None) -> Iterator[Seen]:
    for page in calls.pages(path):
        yield from (Seen(one["id"], one["full_name"], installation) for one in page)
