"""Trains by commands: listed, skipped, and taken by a plan."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.ledger import open_ledger
from tests.gated import Gated
from tests.ledgers import migrated, tell
from tests.pages import STREAM
from tests.service.cli.conftest import Shell

APP = "acme/app"
TODAY = datetime.now(UTC).date()
FIRST = TODAY + timedelta(days=3)
POLICY = f"trains: [{{name: weekly, first: {FIRST}, every: FREQ=WEEKLY, freeze: 2}}]"


@pytest.fixture
def app(bare: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    url = f"sqlite:///{tmp_path}/app.db"
    migrated(url)
    ledger = open_ledger(url)
    tell(ledger, STREAM, Gated(POLICY).facts)  # type: ignore[arg-type]  # nothing was settled
    ledger.close()
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", url)
    return bare


def test_a_departure_is_skipped_and_a_plan_takes_the_next(app: Shell) -> None:
    app("train", "skip", APP, "weekly", FIRST, "--reason", "Half of us are at sea.")
    listed = app("train", "list", APP, "--number", "2").out
    app("release", "plan", APP, "v1.3.0", "--train", "weekly")
    found = json.loads(app("train", "list", APP, "--number", "2", "--json").out)

    assert "skipped" in listed
    assert [(one["day"], one["state"], one["release"]) for one in found] == [
        (str(FIRST), "skipped", ""),
        (str(FIRST + timedelta(days=7)), "planned", "v1.3.0"),
    ]
    app("train", "skip", APP, "weekly", FIRST, "--restore", "--reason", "They are back.")
    assert "skipped" not in app("train", "list", APP).out


def test_a_train_that_there_is_not_is_refused(app: Shell) -> None:
    refused = app("train", "skip", APP, "daily", FIRST, "--reason", "No.")

    assert (refused.code, "no train «daily»" in refused.aside) == (1, True)
