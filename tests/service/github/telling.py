"""A team whose GitHub we hear and speak to: the hub, a ledger at its hooks, and the two tasks."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.repository import stream_of
from service.config import Config
from service.github.connection import Connection
from service.github.saying import Saying
from service.ingest import Intake
from service.ledger import Ledger
from service.notebook import Notebooks, Pen
from service.outbox import Outbox, Published, publications_about
from service.reacting import Reacting
from tests.github.apps import App
from tests.github.hub import Hub
from tests.github.repository import Repository

EVERYTHING = """
publish:
  notes: true
  readiness: true
  comments: true
  deployments: true
  commands: true
"""


class Team(Struct):
    """Everything happens in `repo`; its hooks lead to `ledger`, whose worker is `work`."""

    hub: Hub
    ledger: Ledger
    repo: Repository
    app: App | None
    connection: Connection
    outbox: Outbox
    reacting: Reacting

    @property
    def stream(self) -> UUID:
        return stream_of("github", str(self.repo.id))

    def settle(self, text: str = EVERYTHING) -> None:
        self.work()  # from here on there is news
        books = Notebooks(self.ledger, self.hub.clock)
        books.settle(
            self.stream,
            Pen("ada", "a test"),
            lambda book, sign: book.upload(".shipledger.yml", text, sign),
        )

    def work(self) -> None:
        self.reacting.run(Event())
        self.say()

    def say(self) -> None:
        """By a worker that was just started: it remembers nothing."""
        Saying(self.ledger, self.outbox, self.connection, clock=self.hub.clock).run(Event())

    def rest(self, **time: float) -> None:
        self.hub.clock.advance(**time)

    def about(self, subject: str) -> list[Published]:
        return publications_about(self.ledger, self.stream, subject)

    def states(self) -> list[tuple[str, str]]:
        return sorted((one.kind, one.state) for one in self.outbox.page())


def a_team(hub: Hub, ledger: Ledger, address: str, *, by_app: bool, **app_: Any) -> Team:
    """`app_` are the settings of the App."""
    intake = Intake(ledger, ("unused" * 4,), hub.clock)

    def receive(headers: dict[str, str], body: bytes) -> int:
        from service.delivery import Delivery

        delivery = Delivery(
            "github",
            f"{headers['X-GitHub-Delivery']}",
            headers["X-GitHub-Event"],
            body,
            hub.clock(),
            tuple(headers.items()),
            headers["X-GitHub-Hook-ID"],
        )
        return 202 if intake.write(delivery, headers["Content-Type"]) else 500

    app = hub.app(receiver=receive, **app_) if by_app else None
    repo = hub.repository("harbour/checkout")
    if app is None:
        repo.hook(receiver=receive)
    else:
        app.install("harbour")
    settings: Mapping[str, Any] = (
        {"github_token": hub.token("ada")}
        if app is None
        else {"github_app_id": app.id, "github_private_key": app.private_key}
    )
    config = Config("sqlite:///unused.db", **settings)
    told: dict[str, Any] = {"clock": hub.clock, "sleep": hub.clock.wait, "api": address}
    connection = Connection(config, patience=timedelta(hours=2), **told)
    outbox = Outbox(ledger, hub.clock)
    reacting = Reacting(ledger, outbox, clock=hub.clock, public_url="https://ledger.example")
    repo.commit("Lay the keel")
    return Team(hub, ledger, repo, app, connection, outbox, reacting)


Make = Callable[..., Team]
