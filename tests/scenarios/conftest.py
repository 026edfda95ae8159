"""A ledger on each engine, for all tests of the service."""

from collections.abc import Iterator

import pytest

from service.ledger import Ledger, open_ledger
from tests.engines import Engine
from tests.ledgers import migrated


@pytest.fixture
def ledger(engine: Engine) -> Iterator[Ledger]:
    """Migrated, safe, empty; closed afterwards."""
    one = open_ledger(engine.fresh(migrated))
    yield one
    one.close()
