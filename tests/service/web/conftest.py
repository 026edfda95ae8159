"""Pages for each test: over an empty ledger, or over the demonstration."""

from collections.abc import Iterator

import pytest

from service.ledger import Ledger, open_ledger
from tests.engines import Sqlite
from tests.ledgers import migrated
from tests.pages import Pages
from tests.service.api.conftest import SHOWN, played
from tests.service.web.browsing import browser, served, shown, visit

# Fixtures of their own file, for every test of the pages that wants a browser.
__all__ = ["browser", "served", "shown", "visit"]


@pytest.fixture
def pages(sqlite: Sqlite) -> Iterator[Pages]:
    """Nothing was told yet, and everybody may read."""
    ledger = open_ledger(sqlite.fresh(migrated))
    yield Pages(ledger)
    ledger.close()


@pytest.fixture
def guarded(sqlite: Sqlite) -> Iterator[Pages]:
    """Nothing was told yet, and nobody may read without a token."""
    ledger = open_ledger(sqlite.fresh(migrated))
    yield Pages(ledger, public_read=False)
    ledger.close()


@pytest.fixture
def on_each(ledger: Ledger) -> Pages:
    """The same on each engine, where what is asked spans repositories."""
    return Pages(ledger)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The demonstration, for tests that only look."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pages')}/ledger.db"
    played(url)
    ledger = open_ledger(url)
    yield Pages(ledger, clock=lambda: SHOWN)
    ledger.close()
