"""A true worker, `shipledger work`, is killed by `kill -9` around requests, and another goes on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from service.github.publishing.notes import END, START
from service.ledger import open_ledger
from service.outbox import Outbox
from tests.engines import Sqlite
from tests.github.answers import Answer, Ask
from tests.github.clock import Clock
from tests.github.faults import Proceed
from tests.github.hub import Hub
from tests.ledgers import migrated
from tests.service.github.telling import Team, a_team

PATIENCE = 120
EDIT = ("PATCH", "/repos/{owner}/{repo}/releases/{release_id}")
TELL = ("POST", "/repos/{owner}/{repo}/issues/{issue_number}/comments")


@pytest.fixture
def today(tmp_path: Path) -> Iterator[tuple[Hub, str]]:
    """A GitHub Enterprise Server of this very hour, since a true worker reads the true clock."""
    place = tmp_path / "hub"
    place.mkdir()
    hub = Hub(place, clock=Clock(datetime.now(UTC)), prefix="/api/v3")
    with hub.serve() as address:
        yield hub, address


def worker(team: Team, url: str, address: str) -> "subprocess.Popen[bytes]":
    settings = {
        "SHIPLEDGER_DATABASE_URL": url,
        "SHIPLEDGER_GITHUB_URL": address.removesuffix("/api/v3"),
        "SHIPLEDGER_GITHUB_TOKEN": team.hub.token("ada"),
    }
    command = [sys.executable, "-c", "from service.cli.main import main; main()", "work"]
    return subprocess.Popen(command, env=os.environ | settings, stderr=subprocess.DEVNULL)


def deadly(processes: list[Any], *, after: bool) -> Any:
    """A fault that kills who asks, before GitHub does it or after."""

    def fault(ask: Ask, proceed: Proceed) -> Answer:
        answer = proceed() if after else Answer(502)
        os.kill(processes[-1].pid, signal.SIGKILL)
        processes[-1].wait()
        return answer

    return fault


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("deed", [EDIT, TELL], ids=["notes", "comments"])
def test_another_worker_says_the_rest_and_nothing_twice(
    today: tuple[Hub, str], sqlite: Sqlite, deed: tuple[str, str], after: bool
) -> None:
    hub, address = today
    url = sqlite.fresh(migrated)
    ledger = open_ledger(url)
    team = a_team(hub, ledger, address, by_app=False)
    team.settle("publish: {notes: true, comments: true}")
    team.repo.pull("feat: pay by card").merge("squash")
    release = team.repo.release("v1.0.0", body="By hand")
    ledger.close()
    processes: list[subprocess.Popen[bytes]] = []
    planned = hub.fail(*deed, deadly(processes, after=after))

    processes.append(worker(team, url, address))
    assert processes[0].wait(PATIENCE) == -signal.SIGKILL
    assert planned.struck == 1
    processes.append(worker(team, url, address))
    try:
        states = until_done(url, hub)
    finally:
        processes[-1].terminate()
        processes[-1].wait(PATIENCE)

    assert states == {"done"}
    assert (release.body or "").startswith(f"By hand\n\n{START}\n")
    assert (release.body or "").count(END) == 1
    (told,) = team.repo.by_number[1].comments
    assert "Released in [v1.0.0](" in told.body


def until_done(url: str, hub: Hub) -> set[str]:
    """The states of all publications, once none is waiting."""
    ledger, waiting = open_ledger(url), Event()
    try:
        for _ in range(PATIENCE * 5):
            states = [one.state for one in Outbox(ledger, hub.clock).page()]
            if len(states) > 1 and "wanted" not in states:
                return set(states)
            waiting.wait(0.2)
        raise AssertionError(f"after {PATIENCE} seconds it stands so: {states}")
    finally:
        ledger.close()
