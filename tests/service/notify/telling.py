"""A team whose policy tells channels of what happens: a ledger, a worker's two tasks, a clock."""

from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.configuration import FileObserved
from domain.fact import Actor, Fact
from domain.release import GitHubRelease, ReleasePublished
from domain.repository import RepositoryNamed, stream_of
from service.attempts import Attempts, DeliveryAttempt
from service.ledger import Ledger
from service.notify.channels import Channels, Secret, Slack, Webhook
from service.notify.notifying import Notifying
from service.outbox import Outbox, Published
from service.reacting import Reacting
from service.reactions import TOLD
from tests.ledgers import tell

STREAM = stream_of("github", "1")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
POLICY = """
notify:
  - {to: room, events: [release.published, approval.given, freeze.*]}
"""


class Team(Struct):
    """What happens now is `told`, and the worker `work`s with whatever stands in `channels`."""

    ledger: Ledger
    channels: Channels
    now: datetime

    def clock(self) -> datetime:
        return self.now

    def rest(self, **time: float) -> None:
        self.now += timedelta(**time)

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.ledger, self.clock)

    @property
    def stream(self) -> UUID:
        return STREAM

    def told(self, kind: type[Fact], **fields: Any) -> Fact:
        known = {"at": self.now, "via": "test", "by": Actor("mira", 1)}
        fact = kind(**known | fields)
        tell(self.ledger, STREAM, [fact])
        return fact

    def settle(self, policy: str) -> None:
        file = {"path": ".shipledger.yml", "content": policy, "sha": "a" * 40}
        self.told(FileObserved, **file)

    def published(self, tag: str, **page: Any) -> None:
        self.told(ReleasePublished, release=GitHubRelease(id=len(tag), tag=tag, **page))

    def react(self) -> None:
        told: dict[str, Any] = {"clock": self.clock, "public_url": "https://ledger.example"}
        Reacting(self.ledger, self.outbox, reactions=TOLD, **told).run(Event())

    def send(self) -> None:
        """By a worker that was just started: it remembers nothing."""
        self.notifying().run(Event())

    def notifying(self, outbox: Outbox | None = None) -> Notifying:
        attempts = Attempts(self.ledger.database)
        return Notifying(outbox or self.outbox, attempts, self.channels, clock=self.clock)

    def work(self) -> None:
        self.react()
        self.send()

    def one(self) -> Published:
        (found,) = self.outbox.page()
        return found

    def attempts(self, of: Published) -> list[DeliveryAttempt]:
        return Attempts(self.ledger.database).of(of.seq)


def a_team(ledger: Ledger, url: str, policy: str = POLICY, **more: Any) -> Team:
    """With a channel `room` of Slack, and `hook`, a webhook; from here on there is news."""
    named: dict[str, Any] = {
        "room": Slack(url=Secret(f"{url}/hidden-room"), allow_http=True),
        "hook": Webhook(url=Secret(f"{url}/hidden-hook"), secret=Secret(SECRET), allow_http=True),
    }
    team = Team(ledger, Channels(named | more), datetime.now(UTC))
    team.told(RepositoryNamed, name="acme/app", forge="github", forge_id="1")
    team.settle(policy)
    team.react()
    return team
