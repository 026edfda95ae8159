"""A GitHub of the test's own, and our calls to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from service.config import Config
from service.github.calls import Calls
from service.github.connection import Connection
from service.ledger import Ledger
from tests.github.fixtures import address, hub
from tests.github.hub import Hub
from tests.service.github.telling import Team, a_team

__all__ = ["address", "hub"]


@pytest.fixture
def connected(hub: Hub, address: str) -> Callable[..., Connection]:
    """A connection to the hub, by its clock, as Ada or as an App."""

    def connect(**settings: object) -> Connection:
        known = {"github_token": hub.token("ada")} if "github_app_id" not in settings else {}
        config = Config("sqlite:///unused.db", **(known | settings))  # type: ignore[arg-type]
        return Connection(
            config,
            clock=hub.clock,
            sleep=hub.clock.wait,
            patience=timedelta(hours=2),
            api=address,
        )

    return connect


@pytest.fixture
def calls(connected: Callable[..., Connection]) -> Calls:
    return connected().calls(None)


@pytest.fixture
def team(hub: Hub, ledger: Ledger, address: str) -> Team:
    """A team with an App that may say everything, and a first commit."""
    made = a_team(hub, ledger, address, by_app=True)
    made.settle()
    return made


@pytest.fixture
def trial(hub: Hub, ledger: Ledger, address: str) -> Team:
    """The same by somebody's token."""
    made = a_team(hub, ledger, address, by_app=False)
    made.settle()
    return made
