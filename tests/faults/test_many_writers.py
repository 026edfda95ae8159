"""Four processes record the same deliveries in different orders, while a reader follows."""

import multiprocessing
import time
from contextlib import closing

import pytest

from domain.tag import TagCut
from service.ledger import open_ledger
from tests.engines import PostgreSQL
from tests.faults.writing import STREAM, write
from tests.ledgers import migrated


def followed(url: str, count: int, patience: float) -> list[str]:
    """What a reader sees that never looks back, in the order in which it sees it."""
    seen: list[str] = []
    after = 0
    deadline = time.monotonic() + patience
    with closing(open_ledger(url)) as ledger:
        while len(seen) < count and time.monotonic() < deadline:
            with ledger._database.reading() as db:
                rows = db.all(
                    "SELECT notification_id FROM stored_events WHERE notification_id > ?"
                    " ORDER BY notification_id",
                    after,
                )
            if not rows:
                time.sleep(0.01)
                continue
            after = rows[-1][0]
            with ledger.look(STREAM, as_of=after) as view:
                facts = view.at([position for (position,) in rows])
            seen += [told.fact.name for told in facts if isinstance(told.fact, TagCut)]
    return seen


@pytest.mark.parametrize(
    "count", [400, pytest.param(4000, marks=pytest.mark.slow)], ids=["brief", "whole"]
)
def test_each_delivery_is_recorded_once_and_none_is_skipped(
    postgres: PostgreSQL, count: int
) -> None:
    url = postgres.fresh(migrated)
    processes = multiprocessing.get_context("spawn")
    writers = [processes.Process(target=write, args=(url, seed, count)) for seed in range(4)]
    for writer in writers:
        writer.start()
    seen = followed(url, count, patience=120)
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    assert len(seen) == count
    assert set(seen) == {f"v{number}" for number in range(count)}
    with closing(open_ledger(url)) as ledger, ledger.look(STREAM) as view:
        assert len(list(view.everything())) == count
        assert len(view.names.all()) == count
    postgres.clear()
