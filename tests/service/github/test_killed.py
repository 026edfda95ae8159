"""The worker is killed at every step of all that it says: in the end each thing stands there once.

It dies before each request, after GitHub did what was asked and before the answer arrived, before
and amid each record of ours. Here the death is an exception that nothing catches; in
`test_killed_processes` it is `kill -9`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from service.config import Config
from service.github.connection import Connection
from service.github.publishing.notes import END, START
from service.ledger import Ledger, open_ledger
from service.outbox import Outbox
from service.reacting import Reacting
from tests.engines import Sqlite
from tests.github.hub import Hub
from tests.ledgers import migrated
from tests.service.github.telling import Team, a_team

PLACES = ("before", "after", "entered", "unrecorded", "half recorded")


class Killed(BaseException):
    """Nobody catches it."""


class Death:
    """Comes at the n-th time that the worker passes a place; `passed` counts."""

    def __init__(self, place: str, nth: int) -> None:
        self.place, self.nth, self.passed = place, nth, 0

    def at(self, place: str) -> None:
        if place == self.place:
            self.passed += 1
            if self.passed == self.nth:
                raise Killed


class Mortal(Connection):
    """A connection whose owner dies around a request."""

    def __init__(self, death: Death, *known: Any, **more: Any) -> None:
        super().__init__(*known, **more)
        self._death = death

    def _client(self, which: int | str | None) -> Any:
        client = super()._client(which)
        ask: Callable[..., Any] = client.requestJson

        def asked(*known: Any, **more: Any) -> Any:
            self._death.at("before")
            answer = ask(*known, **more)
            self._death.at("after")
            return answer

        client.requestJson = asked
        return client


class MortalOutbox(Outbox):
    """An outbox whose owner dies around a record."""

    def __init__(self, death: Death, *known: Any) -> None:
        super().__init__(*known)
        self._death = death

    def _enter(self, *known: Any) -> None:
        self._death.at("entered")  # decided, and not yet in the table
        super()._enter(*known)

    def done(self, *known: Any) -> None:
        self._death.at("unrecorded")
        super().done(*known)

    def _settle(self, *known: Any) -> None:
        self._death.at("half recorded")  # decided, and not yet in the table
        super()._settle(*known)


def story(team: Team) -> Any:
    """Something of every kind that we say."""
    repo = team.repo
    repo.issue("Take cards")
    repo.pull("feat: pay by card", body="Closes #1").merge("squash")
    repo.status("ci", "success")
    release = repo.release("v1.0.0", body="By hand")
    gate = repo.ask_gate("production")
    repo.by_number[1].comment("/release status", by="ada")
    return release, gate


def reborn(team: Team, death: Death, config: Config, address: str) -> Team:
    hub, ledger = team.hub, team.ledger
    more = {"clock": hub.clock, "sleep": hub.clock.wait, "api": address}
    connection = Mortal(death, config, patience=timedelta(hours=2), **more)
    outbox = MortalOutbox(death, ledger, hub.clock)
    reacting = Reacting(ledger, outbox, clock=hub.clock, public_url="https://ledger.example")
    return Team(hub, ledger, team.repo, team.app, connection, outbox, reacting)


def lived(hub: Hub, ledger: Ledger, address: str, death: Death) -> bool:
    """Tell the story, die, be born again, and look; whether death came at all."""
    team = a_team(hub, ledger, address, by_app=True)
    team.settle()
    assert team.app is not None
    release, gate = story(team)
    config = Config(
        "sqlite:///unused.db",
        github_app_id=team.app.id,
        github_private_key=team.app.private_key,
    )
    died = False
    try:
        reborn(team, death, config, address).work()
    except Killed:
        died = True
    for _ in range(3):
        team.rest(minutes=5)
        reborn(team, Death("", 0), config, address).work()
    prove(team, release, gate)
    return died


def prove(team: Team, release: Any, gate: Any) -> None:
    """Exactly one of each, with the right content."""
    assert {one.state for one in team.outbox.page()} == {"done"}
    assert release.body.startswith(f"By hand\n\n{START}\n")
    assert release.body.endswith(END)
    assert release.body.count("ay by card") == 1
    issue, pull = team.repo.by_number[1], team.repo.by_number[2]
    told = [one.body for one in issue.comments[1:]]
    assert sorted(body.partition("\n")[0].partition("=")[0] for body in told) == [
        "<!-- shipledger:answer",
        "<!-- shipledger:released -->",
    ]
    (released,) = [one.body for one in pull.comments]
    assert "Released in [v1.0.0](" in released
    assert [one["state"] for one in gate.answers] == ["approved"]
    ours = [one for one in team.repo.runs if one.name == "release readiness"]
    assert [one.conclusion for one in ours] == ["success"]


@pytest.fixture
def told(hub: Hub, sqlite: Sqlite, address: str) -> Callable[[Death], bool]:
    def tell(death: Death) -> bool:
        ledger = open_ledger(sqlite.fresh(migrated))
        try:
            # Each time in a hub of its own, at the same address.
            hub.__init__(hub.place / f"{death.place}-{death.nth}")  # type: ignore[misc]
            hub.place.mkdir()
            hub.api = address
            return lived(hub, ledger, address, death)
        finally:
            ledger.close()

    return tell


@pytest.mark.parametrize(
    ("place", "nth"),
    [
        ("before", 3),
        ("after", 4),
        ("after", 9),
        ("entered", 2),
        ("unrecorded", 3),
        ("half recorded", 1),
    ],
)
def test_each_thing_stands_there_once(told: Callable[[Death], bool], place: str, nth: int) -> None:
    assert told(Death(place, nth))


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_each_thing_stands_there_once_wherever_the_worker_dies(
    told: Callable[[Death], bool], place: str
) -> None:
    nth = 1
    while told(Death(place, nth)):
        nth += 1
    assert nth > 5
