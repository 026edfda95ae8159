"""A site for each test: the real app over a real ledger, asked as a caller would ask it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import msgspec
import pytest

from service.delivery import Delivery
from service.demonstration.programme import deliveries, known_commits
from service.ingest import Intake
from service.ledger import Ledger, open_ledger
from tests.engines import Engine, Sqlite
from tests.ledgers import migrated
from tests.site import Site
from webhooks.translation import Translation

SHOWN = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


@pytest.fixture
def site(ledger: Ledger) -> Site:
    """Nothing was told yet, and everybody may read."""
    return Site(ledger, public_read=True)


@pytest.fixture
def guarded(ledger: Ledger) -> Site:
    """Nothing was told yet, and nobody may read without a token."""
    return Site(ledger, public_read=False)


@pytest.fixture
def demo(engine: Engine) -> Iterator[Site]:
    """The demonstration: ten weeks of four repositories."""
    ledger = open_ledger(engine.fresh(played))
    yield Site(ledger, public_read=True)
    ledger.close()


@pytest.fixture
def playground(sqlite: Sqlite) -> Iterator[Site]:
    """The demonstration on one engine, for tests that may break it."""
    ledger = open_ledger(sqlite.fresh(played))
    yield Site(ledger, public_read=True)
    ledger.close()


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, for tests that only look, and for which one engine is as good as two."""
    url = f"sqlite:///{tmp_path_factory.mktemp('shown')}/ledger.db"
    played(url)
    ledger = open_ledger(url)
    yield Site(ledger, public_read=True)
    ledger.close()


def played(url: str) -> None:
    """The demonstration in an empty database."""
    migrated(url)
    ledger = open_ledger(url)
    write = Intake(ledger, ()).write
    told = [
        Delivery("github", one.delivery, one.event, msgspec.json.encode(one.payload), SHOWN)
        for one in deliveries(SHOWN)
    ]
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda one: write(one, "application/json"), told))
    clone = Delivery("git", "clone", "import", b"", SHOWN)
    ledger.record(clone, Translation((known_commits(SHOWN),)))
    ledger.catch_up()
    ledger.close()
