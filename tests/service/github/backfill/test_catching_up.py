"""How far the worker is, what it found and what is lacking: on the page and for Prometheus."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event

import pytest

from domain.errors import ShipledgerError
from service.bookmarks import Bookmarks
from service.github import gaps
from service.github.backfill.backfill import Backfill
from service.github.connection import Connection
from service.github.gaps import DELIVERIES, Gap
from service.github.reconcile import Reconcile
from service.leader import leader
from service.ledger import Ledger, open_ledger
from service.worker import Task, Worker
from tests.engines import Sqlite
from tests.github.hub import Hub
from tests.ledgers import migrated
from tests.pages import Pages
from tests.service.github.backfill.catching_up import read_all
from tests.service.test_worker import quiet


@pytest.fixture
def watched(sqlite: Sqlite) -> Iterator[tuple[str, Ledger, Pages]]:
    url = sqlite.fresh(migrated)
    ledger = open_ledger(url)
    yield url, ledger, Pages(ledger)
    ledger.close()


def metrics(pages: Pages) -> str:
    return pages.site.get("/metrics").get_data(as_text=True)


def test_who_never_connected_sees_nothing_of_it(watched: tuple[str, Ledger, Pages]) -> None:
    _, _, pages = watched
    assert "Catching up with GitHub" not in pages.open("/deliveries").text
    assert "shipledger_gaps{" not in metrics(pages)


def test_an_open_gap_stands_on_the_page_and_is_counted_until_it_is_mended(
    hub: Hub, watched: tuple[str, Ledger, Pages]
) -> None:
    _, ledger, pages = watched
    bookmarks, now = Bookmarks(ledger.database), hub.clock()
    since = now - timedelta(days=5)
    gaps.say(bookmarks, Gap(7, "harbour/checkout", DELIVERIES, since, now - timedelta(days=3)))
    gaps.say(bookmarks, Gap(7, "harbour/checkout", "its deployments", None, now))

    page = pages.open("/deliveries")
    assert "harbour/checkout: we may lack deliveries of webhooks, from" in page.text
    assert "we may lack its deployments to" in page.text
    assert "shipledger doctor" in page.text
    assert f'shipledger_gaps{{what="{DELIVERIES}"}} 1.0' in metrics(pages)

    gaps.mend(bookmarks, 7, DELIVERIES, now)
    gaps.mend(bookmarks, 7, "its deployments", now)
    assert "No gap is open" in pages.open("/deliveries").text
    assert "2 gaps of former days are mended" in pages.open("/deliveries").text
    assert "shipledger_gaps{" not in metrics(pages)


def test_a_reading_is_watched_and_what_it_found_unheard_is_counted(
    hub: Hub, connected: Callable[..., Connection], watched: tuple[str, Ledger, Pages]
) -> None:
    _, ledger, pages = watched
    repo, connection = hub.repository("harbour/checkout"), connected()
    repo.pull("Pay by card").merge("squash")
    backfill = Backfill(connection, ledger, clock=hub.clock)
    stop = Event()
    stop.set()
    backfill.run(stop)
    page = pages.open("/deliveries")
    assert "0 repositories read to the end, 1 under way" in page.text
    assert "harbour/checkout identity 1" in page.text
    assert 'shipledger_backfills{state="reading"} 1.0' in metrics(pages)

    read_all(backfill, ledger)
    repo.push_tags("v1.0.0", "v1.0.1", "v1.0.2", "v1.0.3")
    hub.clock.advance(days=1)
    Reconcile(connection, ledger, clock=hub.clock).run()
    read_all(backfill, ledger)
    page = pages.open("/deliveries")
    assert "1 repository read to the end; 4 facts found by nightly comparisons" in page.text
    assert "shipledger_reconcile_found 4.0" in metrics(pages)
    told = pages.site.get("/api/v1/connection/catching-up").json
    assert (told["read"], told["unread"], told["found"]) == (1, 0, {"harbour/checkout": 4})
    # Further readings keep the count.
    hub.clock.advance(days=1)
    Reconcile(connection, ledger, clock=hub.clock).run()
    assert "shipledger_reconcile_found 4.0" in metrics(pages)
    read_all(backfill, ledger)
    assert "shipledger_reconcile_found 4.0" in metrics(pages)


def test_a_task_that_fails_is_named_with_its_reason(
    hub: Hub, watched: tuple[str, Ledger, Pages]
) -> None:
    url, ledger, pages = watched

    def fails(_: Event) -> None:
        raise ShipledgerError("GitHub does not know who we are: make a new key")

    tasks = [Task("heal", timedelta(minutes=5), fails)]
    told = {"database": ledger.database, "leader": leader(url), "clock": hub.clock}
    done = Event()
    done.set()
    worker = Worker(tasks, **told, log=quiet())
    worker.round(Event())
    worker.run(done)  # it resigns
    assert "The task heal ended early" in pages.open("/deliveries").text
    text = metrics(pages)
    assert 'shipledger_task_failing{task="heal"} 1.0' in text
    assert (
        f'shipledger_task_ended_seconds{{task="heal"}} {hub.clock().timestamp():.9e}'.split("e")[0][
            :60
        ]
        in text
    )
    assert 'shipledger_publications{state="given up"} 0.0' in text
