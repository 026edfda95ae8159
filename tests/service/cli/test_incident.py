"""Incidents by commands: listed, linked and unlinked, each time for a reason."""

import json
from pathlib import Path

import pytest

from domain.incident import IncidentReported
from service.ledger import open_ledger
from tests.ledgers import migrated, tell
from tests.pages import STREAM
from tests.service.cli.conftest import Shell
from tests.story import Story, minute, sha

APP = "acme/app"
WHY = ("--reason", "The stack trace names it.")


@pytest.fixture
def shell(bare: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """An application with two deployments to production, and an incident after them."""
    url = f"sqlite:///{tmp_path}/ledger.db"
    migrated(url)
    story = Story()
    story.repository()
    story.deployed("1", sha("one"), at=minute(60), production=True)
    story.deployed("2", sha("two"), at=minute(90), production=True)
    story.tell(IncidentReported, minute(120), incident="I-1", environment="production")
    ledger = open_ledger(url)
    tell(ledger, STREAM, story.facts)
    ledger.close()
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", url)
    return bare


def test_incidents_are_linked_and_unlinked(shell: Shell) -> None:
    def stands() -> tuple[str, str]:
        (one,) = json.loads(shell("incident", "list", APP, "--json").out)
        return one["basis"], one["cause"] and one["cause"]["deployment"]

    assert stands() == ("inferred", "2")
    listed = shell("incident", "list", APP).out
    assert "inferred low" in listed
    assert "the last of 2 deployments to production" in listed
    said = shell("incident", "link", APP, "I-1", "1", *WHY)
    assert "Recorded." in said.aside
    assert stands() == ("confirmed", "1")
    assert "already" in shell("incident", "link", APP, "I-1", *WHY).aside
    shell("incident", "unlink", APP, "I-1", "1", *WHY)
    assert stands() == ("inferred", "2")
    shell("incident", "unlink", APP, "I-1", *WHY)
    assert stands() == ("denied", None)
    assert "no deployment broke it" in shell("incident", "list", APP).out


def test_what_is_not_known_is_not_linked(shell: Shell) -> None:
    refused = shell("incident", "link", APP, "I-1", "9", *WHY)
    assert (refused.code, "No deployment 9 is known" in refused.aside) == (1, True)
    assert shell("incident", "link", APP, "I-9", "1", *WHY).code == 1
