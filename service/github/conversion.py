"""A conversion: the code that GitHub gave for a manifest becomes our App, and its key a file.

The code is good once, and for an hour. The key goes into the App's file and nowhere else. GitHub
also makes a secret for webhooks; it is told ours instead, which every web process knows already.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, Final

from domain.errors import Refused, ShipledgerError
from service import app_file
from service.app_file import KeptApp
from service.bookmarks import Bookmarks
from service.config import Config, ConfigError
from service.connecting import DONE, FAILED, LIFE, PLACE, WAITING, Conversion, told
from service.github.calls import Calls
from service.github.connection import Connection, api_address
from service.github.errors import GitHubError, Gone, RateLimited, Rejected
from service.github.requester import requester
from service.ledger import Ledger
from service.version import number

USED: Final = (
    "GitHub knows this code no more: it was used, or is older than an hour. If an App was made,"
    " delete it on its page at GitHub, and begin again"
)

Clock = Callable[[], datetime]


class Converting:
    """Makes Apps of codes; `api` is given where it does not follow from the configuration."""

    def __init__(
        self, config: Config, *, clock: Clock, sleep: Callable[[float], None], api: str = ""
    ) -> None:
        self._config = config
        self._clock = clock
        self._sleep = sleep
        self._api = api or api_address(config.github_url)

    def check(self) -> None:
        """Raises where connecting could not come to its end."""
        config = self._config
        if not config.github_app_file or not app_file.may_be_written(Path(config.github_app_file)):
            raise ConfigError(
                "set SHIPLEDGER_GITHUB_APP_FILE to a file that the worker may write: the App's key"
                " is kept there"
            )
        if not config.webhook_secrets:
            raise ConfigError(
                "set SHIPLEDGER_WEBHOOK_SECRET here too, as the web process has it: GitHub is told"
                " to sign with it"
            )
        if config.github_app_id is not None:
            raise Refused(
                f"App {config.github_app_id} is connected already: take SHIPLEDGER_GITHUB_APP_ID"
                " out, or the file of SHIPLEDGER_GITHUB_APP_FILE away, to connect another."
            )

    def convert(self, code: str) -> KeptApp:
        """The App. Safe to be stopped anywhere: what was made of this code is found in the file."""
        file = self._config.github_app_file
        kept = app_file.read(Path(file)) if file else None
        if kept is None or kept.made_of != _print(code):
            self.check()
            kept = self._made(code)
            app_file.write(Path(file), kept)
        self._share_secret(kept)
        return kept

    def _made(self, code: str) -> KeptApp:
        """Its errors do not tell the code, which opens the App to whoever comes first."""
        client = partial(requester, None, base_url=self._api, user_agent=f"shipledger/{number()}")
        calls = Calls(client, clock=self._clock, sleep=self._sleep)
        try:
            made: dict[str, Any] = calls.write("POST", f"/app-manifests/{code}/conversions").json
        except (Gone, Rejected) as error:
            raise Refused(f"{USED}.") from error
        except RateLimited:
            raise
        except GitHubError as error:
            raise type(error)(str(error).replace(code, "…"), status=error.status) from None
        return KeptApp(made["id"], made["pem"], made["name"], made["html_url"], _print(code))

    def _share_secret(self, kept: KeptApp) -> None:
        """The first of ours: the others are on their way out."""
        config = replace(self._config, github_app_id=kept.id, github_private_key=kept.private_key)
        connection = Connection(config, clock=self._clock, sleep=self._sleep, api=self._api)
        hook = {"secret": config.webhook_secrets[0], "content_type": "json"}
        connection.as_app().write("PATCH", "/app/hook/config", hook)


class Conversions:
    """The worker's side: the code that waits becomes an App; `renew` lets the worker begin anew."""

    def __init__(
        self, converting: Converting, ledger: Ledger, *, clock: Clock, renew: Callable[[], None]
    ) -> None:
        self._converting = converting
        self._bookmarks = Bookmarks(ledger.database)
        self._clock = clock
        self._renew = renew

    def run(self, stop: Event) -> None:  # noqa: ARG002 - one request or two
        """Raises what may be over at the next time."""
        place = self._bookmarks.place(PLACE)
        waiting = told(place)
        if waiting is None or waiting.state != WAITING:
            return
        if self._clock() - waiting.at > LIFE:
            self._end(waiting._replace(state=FAILED, reason=f"{USED}."))
            return
        try:
            kept = self._converting.convert(place["code"])
        except GitHubError:
            raise
        except ShipledgerError as error:
            self._end(waiting._replace(state=FAILED, reason=str(error)))
            return
        self._end(waiting._replace(state=DONE, app=kept.id, name=kept.name, url=kept.url))
        self._renew()

    def _end(self, ended: Conversion) -> None:
        """From here on nobody has the code."""
        self._bookmarks.put(PLACE, ended._asdict())


def _print(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:16]
