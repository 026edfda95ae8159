"""Two teams and their whole releases: a start-up with no file, and a company with all of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final

from domain.token import (
    APPROVE,
    DEPLOY,
    READ,
    WRITE_EVENTS,
    WRITE_NOTES,
    WRITE_RELEASES,
)
from service.driving import Driver
from service.ledger import Ledger
from tests.payloads.basics import DAWN, ZERO, Repo, sha
from tests.payloads.checks import check_run
from tests.payloads.events import cdevent, structured
from tests.payloads.pulls import pull_request_merged
from tests.payloads.pushes import commit, push, push_tag
from tests.payloads.shipping import deployment_status
from tests.site import Site

PRODUCTION: Final = "production"
STARTUP, BANK = Repo(101, "nimble/shop"), Repo(102, "bank/books")
POLICY: Final = """\
teams: {qa: [tess], risk: [remy], business: [bea]}
gates:
  - {name: build, layer: unit, checks: build}
  - {name: UAT, layer: UAT, sign-off: {teams: [qa], attachments: 1}, environments: [production]}
approvals:
  layers:
    - {name: QA, teams: [qa], meaning: I have tested it., environments: [production]}
    - {name: Risk, teams: [risk], meaning: I answer for its risks., environments: [production]}
    - {name: Business, teams: [business], meaning: We want it now., environments: [production]}
  break-glass: {people: [bea], review-within: 24h}
environments:
  - {name: staging}
  - {name: production, from: staging, soak: 1h}
rollouts:
  - name: canary
    environments: [production]
    steps: [{percent: 10, for: 15m, sample: 100}, {percent: 100, for: 15m}]
    health:
      - {name: failures, measure: failures, healthy: {at-most: 0.01}, breach: roll-back}
"""


class Clock:
    """Time passes as the story says; every look at it takes a second."""

    def __init__(self) -> None:
        self.now = DAWN

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


class Team:
    """One repository: what GitHub and the tools tell of it, each through the door of its own."""

    def __init__(self, site: Site, clock: Clock, ledger: Ledger, repo: Repo) -> None:
        self.site, self.clock, self.repo = site, clock, repo
        self.path = f"/api/v1/repositories/{repo.name}"
        self.driver = Driver(ledger, clock=clock)
        self._tools = site.token(WRITE_EVENTS)
        self._numbers = iter(range(1, 10_000))
        self.head = ZERO
        self.tokens: dict[str, str] = {}

    # -- what happens ------------------------------------------------------------------------------

    def tell(
        self, kind: Callable[..., tuple[str, dict[str, Any]]], *what: Any, **more: Any
    ) -> None:
        event, payload = kind(self.repo, *what, **more)
        answer = self.site.deliver(event, payload)
        assert answer.status_code < 300, answer.text

    def merge(self, title: str, by: str = "dev") -> str:
        """A pull request is merged, and its checks pass."""
        number = next(self._numbers)
        head = sha(self.repo.id * 10_000 + number)
        told = commit(head, f"{title} (#{number})", self.clock(), by)
        self.tell(push, "refs/heads/main", self.head, head, self.clock(), commits=[told])
        self.tell(pull_request_merged, number, head, self.clock(), title=title)
        self.tell(check_run, "completed", head, "build", self.clock(), id_=number)
        self.head = head
        return head

    def cut(self, tag: str) -> str:
        self.tell(push_tag, tag, self.head, self.clock())
        return self.head

    def move(self, tag: str, before: str) -> None:
        """The tag names the newest commit from now on."""
        self.tell(push_tag, tag, self.head, self.clock(), before=before)

    def deploy(self, head: str, environment: str = PRODUCTION) -> None:
        number = next(self._numbers)
        ids = {"id_": number, "deployment_id": number}
        self.tell(deployment_status, head, environment, "success", self.clock(), **ids)

    def read(self, value: float, sample: int = 500) -> None:
        """The monitoring tells of failures in production."""
        content = {
            "environment": {"id": PRODUCTION},
            "measure": "failures",
            "value": value,
            "sample": sample,
        }
        event = cdevent(
            "dev.cdeventsx.shipledger-health.read.0.1.0",
            "production/failures",
            content,
            self.clock(),
            id_=f"reading-{next(self._numbers)}",
            repository=self.repo.name,
        )
        headers, body = structured(event)
        answer = self.site.post(
            "/api/v1/events", token=self._tools, data=body, headers=dict(headers)
        )
        assert answer.status_code == 202, answer.text

    def work(self) -> None:
        """The worker looks at the rollouts."""
        self.driver.run(Event())

    # -- what people do ----------------------------------------------------------------------------

    def token(self, who: str) -> str:
        if who not in self.tokens:
            scopes = (READ, APPROVE, DEPLOY, WRITE_RELEASES, WRITE_NOTES)
            self.tokens[who] = self.site.token(*scopes, person=who)
        return self.tokens[who]

    def post(self, who: str, path: str, status: int = 200, **body: Any) -> Any:
        answer = self.site.post(f"{self.path}/{path}", token=self.token(who), json=body)
        assert answer.status_code == status, answer.text
        return answer.json

    def get(self, path: str) -> Any:
        return self.site.get(f"{self.path}/{path}").json

    def blocking(self, tag: str) -> list[tuple[str, str]]:
        found = self.get(f"releases/{tag}/verdict?environment={PRODUCTION}")["blocking"]
        return [(one["kind"], one["name"]) for one in found]

    def place(self) -> Any:
        return next(one for one in self.get("way")["places"] if one["environment"] == PRODUCTION)
