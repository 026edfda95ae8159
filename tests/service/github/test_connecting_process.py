"""A true worker that knows nobody at GitHub becomes an App, begins anew, and reads the past."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from service import app_file
from service.connecting import ask_for, conversion
from service.github.backfill.progress import progress
from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.github.clock import Clock
from tests.github.hub import Hub
from tests.ledgers import migrated
from tests.service.github.test_examination import WANTED
from tests.site import SECRET

PATIENCE = 120


@pytest.mark.slow
def test_the_worker_goes_on_as_the_app_that_it_made(tmp_path: Path, sqlite: Sqlite) -> None:
    place = tmp_path / "hub"
    place.mkdir()
    hub, url = Hub(place, clock=Clock(datetime.now(UTC)), prefix="/api/v3"), sqlite.fresh(migrated)
    hub.repository("harbour/checkout").release("v1.0.0")
    hub.manifests["the-code"] = WANTED
    ledger, file = open_ledger(url), tmp_path / "kept" / "app.json"
    with hub.serve() as address:
        settings = {
            "SHIPLEDGER_DATABASE_URL": url,
            "SHIPLEDGER_GITHUB_URL": address.removesuffix("/api/v3"),
            "SHIPLEDGER_GITHUB_APP_FILE": str(file),
            "SHIPLEDGER_WEBHOOK_SECRET": SECRET,
        }
        command = [sys.executable, "-c", "from service.cli.main import main; main()", "work"]
        worker = subprocess.Popen(command, env=os.environ | settings, stderr=subprocess.PIPE)
        try:
            ask_for(ledger, "the-code", by="ada", at=datetime.now(UTC))
            until(lambda: (told := conversion(ledger)) is not None and told.state == "done")
            assert app_file.is_private(file)
            (app,) = hub.apps
            assert app.hook.secret == SECRET
            app.install("harbour")
            until(lambda: any(one.ended for one in progress(ledger)))
        finally:
            worker.terminate()
            _, written = worker.communicate(timeout=PATIENCE)
            ledger.close()
    assert worker.returncode == 0
    assert b"PRIVATE KEY" not in written
    assert b"the-code" not in written


def until(done: Callable[[], bool]) -> None:
    waiting = Event()
    for _ in range(PATIENCE * 5):
        if done():
            return
        waiting.wait(0.2)
    raise AssertionError(f"not within {PATIENCE} seconds")
