"""A door: a browser that logs in at a site, and an administrator of its directory."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import requests
from werkzeug.test import TestResponse

from domain.deed import Signing
from domain.directory import Directory
from domain.repository import stream_of
from service.deeds import Deeds
from service.identity.settings import LogIn
from service.ledger import Ledger
from tests.ledgers import tell
from tests.service.identity.provider import Provider
from tests.site import Site
from tests.story import Story


class Door:
    def __init__(self, ledger: Ledger, settings: LogIn, provider: Provider) -> None:
        self.ledger = ledger
        self.provider = provider
        self.now = datetime.now(UTC)
        self.settings = settings
        self.site = Site(
            ledger,
            public_read=False,
            clock=lambda: self.now,
            log_in=settings,
            public_url="http://localhost",
            github_url=provider.url,
        )
        self.client = self.site.app.test_client()

    def decide(self, what: str, *args: Any, **more: Any) -> None:
        """As the shell does: a method of the directory, by its name."""
        sign = Signing("root", self.now, reason="It was asked for.")
        Deeds(self.ledger, Directory).settle(
            (), sign, lambda one, signed: getattr(one, what)(*args, signed, **more)
        )

    def named(self, key: str, **known: Any) -> None:
        self.decide("name", key, **known)

    def repository(self, number: int, name: str) -> UUID:
        """It is known from now on."""
        story, stream = Story(), stream_of("github", str(number))
        story.repository(name)
        tell(self.ledger, stream, story.facts)
        return stream

    def log_in(self, by: str, *, asking: str = "", status: int = 303) -> TestResponse:
        """To the provider and back; `asking` is the query with which one leaves."""
        left = self.client.get(f"/login/to/{by}?{asking}")
        assert left.status_code == 302, left.text
        there = requests.get(left.headers["Location"], allow_redirects=False, timeout=5)
        back = there.headers["Location"].removeprefix("http://localhost")
        answer = self.client.get(back)
        assert answer.status_code == status, answer.text
        return answer

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def later(self, **more: float) -> None:
        self.now += timedelta(**more)
