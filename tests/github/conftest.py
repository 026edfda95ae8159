"""The hub's own tests hold each hub against GitHub's own description."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github import npm
from tests.github.conformance import Held
from tests.github.description import Description
from tests.github.fixtures import a_hub, address, client
from tests.github.hub import Hub

__all__ = ["address", "client", "description", "held", "hub", "packages"]


@pytest.fixture(scope="session")
def packages(shared: Path) -> Path:
    """The installed npm packages; without them a test is skipped, and says why."""
    refused = shared / "npm.refused"
    if refused.exists():
        pytest.skip(refused.read_text("utf-8"))
    try:
        return npm.packages()
    except npm.Missing as reason:
        refused.write_text(f"no npm packages: {reason}", "utf-8")
        pytest.skip(f"no npm packages: {reason}")


@pytest.fixture(scope="session")
def description(packages: Path) -> Description:
    return Description(packages)


@pytest.fixture
def held(request: pytest.FixtureRequest) -> Held | None:
    """What watches the hub; None where GitHub's description cannot be had."""
    try:
        return Held(request.getfixturevalue("description"))
    except pytest.skip.Exception:
        return None


@pytest.fixture
def hub(tmp_path: Path, held: Held | None) -> Iterator[Hub]:
    made = a_hub(tmp_path / "hub")
    if held:
        held.watch(made)
    yield made
    faults = held.faults if held else []
    assert faults == []
