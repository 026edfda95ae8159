"""A site where one logs in, and providers that prove who one is."""

from collections.abc import Iterator

import pytest

from service.identity.settings import LogIn
from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.ledgers import migrated
from tests.service.identity.door import Door
from tests.service.identity.provider import CLIENT, SECRET, Provider, running


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as one:
        yield one


@pytest.fixture
def door(sqlite: Sqlite, provider: Provider) -> Iterator[Door]:
    """Nobody may read without logging in."""
    ledger = open_ledger(sqlite.fresh(migrated))
    settings = LogIn(
        secret_key="k" * 32,
        github_client_id=CLIENT,
        github_client_secret=SECRET,
        oidc_issuer=provider.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
    )
    yield Door(ledger, settings, provider)
    ledger.close()
