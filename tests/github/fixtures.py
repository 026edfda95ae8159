"""What a test may ask for to have a GitHub of its own: import these into the conftest beside it."""

from collections.abc import Iterator
from pathlib import Path

import github
import pytest

from tests.github.hub import Hub


def a_hub(place: Path, **settings: str) -> Hub:
    place.mkdir(exist_ok=True)
    return Hub(place, **settings)


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return a_hub(tmp_path / "hub")


@pytest.fixture
def address(hub: Hub) -> Iterator[str]:
    """Where the hub's REST API is, for as long as the test lasts."""
    with hub.serve() as address:
        yield address


@pytest.fixture
def client(hub: Hub, address: str) -> Iterator[github.Github]:
    """Ada's own PyGithub, impatient: it neither paces nor retries."""
    yield (told := a_client(address, hub.token("ada")))
    told.close()


def a_client(address: str, token: str) -> github.Github:
    return github.Github(
        base_url=address,
        auth=github.Auth.Token(token),
        seconds_between_requests=0,
        seconds_between_writes=0,
        retry=None,
    )
