"""Every route of a hub is held against GitHub's own file, by us and by Prism."""

from pathlib import Path

import pytest

from tests.github.answers import ROUTES
from tests.github.conformance import Held, unknown
from tests.github.description import Description
from tests.github.hub import Hub
from tests.github.prism import proxy
from tests.github.tour import tour

pytestmark = pytest.mark.github
# What lies beside the API, where people log in, stands in no file of GitHub's.
DESCRIBED = {one.name for one in ROUTES if " /login/" not in one.name}


def test_the_tour_leaves_no_route_out(hub: Hub, address: str, held: Held | None) -> None:
    tour(hub, address)

    assert DESCRIBED - hub.requests.keys() == set()
    assert held is None or (held.exchanges > len(DESCRIBED) and held.deliveries > 30)


def test_prism_has_nothing_against_any_route(
    hub: Hub, address: str, description: Description, tmp_path: Path
) -> None:
    with proxy(hub, address, description, tmp_path) as through:
        guide = tour(hub, through)

    assert DESCRIBED - hub.requests.keys() == set()
    assert unknown(guide.violations) == []
