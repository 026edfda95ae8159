"""While the database is gone, senders are told to come again, and nothing is lost or half done."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen

import pytest

from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.ledgers import migrated
from tests.site import DELIVERY, Site, pushed_tag


def test_a_process_that_stops_tells_senders_to_come_again(site: Site) -> None:
    site.ledger.close()

    answer = site.deliver("push", pushed_tag())

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/api/v1/repositories", "/api/v1/deliveries"])
def test_so_do_questions(site: Site, path: str) -> None:
    site.ledger.close()

    assert site.get(path).status_code == 503


# In a process of its own: the locks of one process do not keep it from itself.
HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def write_locked(url: str) -> Iterator[None]:
    command = [sys.executable, "-c", HOLD, url.removeprefix("sqlite:///")]
    with Popen(command, stdin=PIPE, stdout=PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        yield
        holder.communicate()


@pytest.mark.slow
def test_a_locked_database_is_told_of_before_github_hangs_up(sqlite: Sqlite) -> None:
    url = sqlite.fresh(migrated)
    ledger = open_ledger(url)
    site = Site(ledger, public_read=True)

    with write_locked(url):
        begun = time.perf_counter()
        locked = site.deliver("push", pushed_tag(), id_=DELIVERY)
        took = time.perf_counter() - begun
        live = site.get("/livez")
    after = site.deliver("push", pushed_tag(), id_=DELIVERY)

    assert (locked.status_code, live.status_code) == (503, 200)
    assert took < 8
    assert after.status_code in {200, 202}
    assert len(ledger.deliveries()) == 1
    ledger.close()
