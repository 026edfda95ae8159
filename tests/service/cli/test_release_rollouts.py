"""A release goes out and comes back by commands, and its way is shown."""

import json
from pathlib import Path

import pytest

from service.ledger import open_ledger
from tests import rolling as stories
from tests.ledgers import migrated, tell
from tests.pages import STREAM
from tests.service.cli.conftest import Shell
from tests.story import Story

APP = "acme/app"
WHY = ("--reason", "Tills crash.")
THERE = ("-e", "production")


@pytest.fixture
def app(bare: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """v1.1.0 runs in production; v1.2.0 is there."""
    url = f"sqlite:///{tmp_path}/app.db"
    migrated(url)
    ledger = open_ledger(url)
    tell(ledger, STREAM, stories.Rolling().facts)  # type: ignore[arg-type]  # nothing was settled
    ledger.close()
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", url)
    return bare


def test_a_release_goes_out_and_comes_back(app: Shell) -> None:
    assert "Recorded." in app("release", "promote", APP, "v1.2.0", *THERE).aside
    shown = app("release", "rollout", APP, *THERE).out
    assert "Rollout 1 of v1.2.0 to production: running" in shown
    assert "1. 5 %: current, 0s" in shown
    assert "It waits for a deployment of" in shown
    app("release", "rollout", APP, *THERE, "--do", "advance", "--to", "2")
    app("release", "rollout", APP, *THERE, "--do", "pause", *WHY)
    assert "(person)" in app("release", "rollout", APP).out
    app("release", "rollback", APP, "v1.2.0", *THERE, *WHY)

    told = json.loads(app("release", "rollout", APP, "--json").out)
    (place,) = told["places"]
    assert place["rollout"]["state"] == "rolled back"
    assert place["hold"]["reason"] == "Tills crash."
    refused = app("release", "promote", APP, "v1.2.0", *THERE)
    assert (refused.code, "«lock on" in refused.aside) == (1, True)


def test_a_commit_is_locked_and_opened_and_an_environment_held(app: Shell) -> None:
    app("release", "lock", APP, "v1.2.0", *THERE, *WHY)
    app("release", "hold", APP, *THERE, *WHY)
    shown = app("release", "rollout", APP).out
    assert "held" in shown.split("locked")[1]
    app("release", "lock", APP, "v1.2.0", *THERE, "--open", "--fixed-by", "v1.1.0", *WHY)
    app("release", "lock", APP, "v1.2.0", *THERE, "--open", *WHY)
    app("release", "hold", APP, *THERE, "--lift", *WHY)

    (place,) = json.loads(app("release", "rollout", APP, "--json").out)["places"]
    assert (place["locks"], place["hold"]) == ([], None)


def test_what_is_not_said_is_asked_for(app: Shell) -> None:
    assert app("release", "rollout", APP, "--do", "pause").code == 2
    refused = app("release", "rollback", APP, "v1.1.0", *THERE, "--change", "v9", *WHY)
    assert (refused.code, "No commit" in refused.aside) == (1, True)


def test_where_nothing_is_it_says_so(
    bare: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story()
    story.repository()
    url = f"sqlite:///{tmp_path}/empty.db"
    migrated(url)
    ledger = open_ledger(url)
    tell(ledger, STREAM, story.facts)  # type: ignore[arg-type]  # nothing was settled
    ledger.close()
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", url)

    assert bare("release", "rollout", APP).out.startswith("Nothing was deployed")
