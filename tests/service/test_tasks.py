"""The worker's tasks: which there are, by what the configuration knows."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from service.config import Config
from service.ledger import Ledger
from service.logs import logger
from service.notify.channel_file import WrongChannels
from service.tasks import tasks


def named(ledger: Ledger, **settings: Any) -> list[str]:
    config = Config("sqlite:///unused.db", **settings)
    told: dict[str, Any] = {"clock": lambda: datetime.now(UTC), "sleep": time.sleep}
    made = tasks(config, ledger, log=logger(50), renew=lambda: None, **told)
    return [one.name for one in made]


def test_channels_are_told_whether_or_not_github_is_connected(ledger: Ledger) -> None:
    alone = named(ledger)
    assert {"react", "notify"} <= set(alone)
    assert not {"say", "heal", "backfill"} & set(alone)

    assert {"react", "notify", "say", "heal"} <= set(named(ledger, github_token="of somebody"))


def test_a_file_of_channels_that_cannot_be_meant_stops_the_start(
    ledger: Ledger, tmp_path: Path
) -> None:
    file = tmp_path / "channels.toml"
    file.write_text("[channels.room]")

    with pytest.raises(WrongChannels, match="the channel room"):
        named(ledger, channels_file=str(file))
