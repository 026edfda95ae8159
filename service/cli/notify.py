"""`shipledger notify`: the channels that notifications go to, and a sample to one of them."""

import sys
from datetime import UTC, datetime
from typing import NoReturn
from uuid import uuid4

import click
from rich.table import Table

from service.cli.ground import aside, console
from service.config import from_environment
from service.notify.channel_file import channels_in
from service.notify.message import Message, NotNow, NotTaken
from service.notify.notifying import SAMPLE, sent


@click.group()
def notify() -> None:
    """List the channels of notifications, and try one."""


@notify.command("channels")
def channels_() -> None:
    """List the channels of SHIPLEDGER_CHANNELS_FILE, without what is secret of them."""
    found = channels_in(from_environment().channels_file).named
    table = Table("channel", "kind", "where", "for repositories")
    for name, one in found.items():
        table.add_row(name, one.kind(), one.where(), " ".join(one.repositories) or "all")
    console.print(table if found else "SHIPLEDGER_CHANNELS_FILE names no channels yet.")


@notify.command("test")
@click.argument("channel")
def test_(channel: str) -> None:
    """Send CHANNEL a sample now, and tell what was answered; exit code 1 where it was not taken."""
    config, now = from_environment(), datetime.now(UTC)
    found = channels_in(config.channels_file)
    if channel not in found.named:
        known = ", ".join(found.named) or "none yet"
        _end(f"There is no channel {channel} in SHIPLEDGER_CHANNELS_FILE: there are {known}.")
    try:
        answer = sent(found, _sample(channel, config.public_url, now), uuid4().hex, now)
    except (NotTaken, NotNow) as refusal:
        _end(f"{channel} did not take it: {refusal}.")
    console.print(f"{channel} took it: it answered {answer.status}.", markup=False)


def _sample(channel: str, public_url: str, now: datetime) -> Message:
    return Message(
        channel=channel,
        repository="shipledger",
        event=SAMPLE,
        key=uuid4().hex,
        sentence="This is a sample that somebody sent by `shipledger notify test`.",
        at=now,
        url=public_url,
    )


def _end(why: str) -> NoReturn:
    aside.print(why, markup=False, soft_wrap=True)
    sys.exit(1)
