"""What a test may ask for to have a GitHub of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github.hub import Hub


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    place = tmp_path / "hub"
    place.mkdir()
    return Hub(place)


@pytest.fixture
def address(hub: Hub) -> Iterator[str]:
    """Where the hub's REST API is, for as long as the test lasts."""
    with hub.serve() as address:
        yield address
