"""Every night what webhooks are silent about is found, and counted."""

from collections.abc import Callable

from projections.tag_state import tag_state
from service.github.backfill.backfill import SHOWN_NO_MORE, Backfill
from service.github.backfill.progress import found
from service.github.connection import Connection
from service.github.gaps import gaps
from service.github.reconcile import Reconcile
from service.ledger import Ledger
from tests.github.hub import Hub
from tests.service.github.backfill.catching_up import read_all, stream


def test_four_tags_at_once_are_found_in_the_night_and_counted(
    hub: Hub, connected: Callable[..., Connection], ledger: Ledger
) -> None:
    repo, connection = hub.repository("harbour/checkout"), connected()
    backfill = Backfill(connection, ledger, clock=hub.clock)
    reconcile = Reconcile(connection, ledger, clock=hub.clock)
    read_all(backfill, ledger)
    repo.push_tags("v1.0.0", "v1.0.1", "v1.0.2", "v1.0.3")
    reconcile.run()
    assert read_all(backfill, ledger).since is None  # a day is not over
    hub.clock.advance(days=1)
    reconcile.run()
    assert read_all(backfill, ledger).since is not None
    assert found(ledger) == {"harbour/checkout": 4}
    with ledger.look(stream(repo)) as view:
        assert tag_state(view, "v1.0.3").exists
    hub.clock.advance(days=1)
    reconcile.run()
    read_all(backfill, ledger)
    assert found(ledger) == {"harbour/checkout": 4}


def test_a_repository_that_vanished_is_said_until_it_is_read_again(
    hub: Hub, connected: Callable[..., Connection], ledger: Ledger
) -> None:
    repo, connection = hub.repository("harbour/checkout"), connected()
    backfill = Backfill(connection, ledger, clock=hub.clock)
    reconcile = Reconcile(connection, ledger, clock=hub.clock)
    read_all(backfill, ledger)
    reconcile.run()
    assert gaps(ledger) == []

    hub.repositories.remove(repo)  # GitHub tells nobody
    reconcile.run()
    reconcile.run()
    (gap,) = gaps(ledger)
    assert (gap.name, gap.what, gap.mended) == ("harbour/checkout", SHOWN_NO_MORE, False)

    hub.repositories.append(repo)
    hub.clock.advance(days=1)
    reconcile.run()
    read_all(backfill, ledger)
    assert [one.mended for one in gaps(ledger)] == [True]
