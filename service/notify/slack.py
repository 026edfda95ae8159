"""A message in Slack: a section with the sentence, and under it where it is from."""

from datetime import datetime
from typing import Any, Final

import msgspec

from service.formats.slack import escaped, linked, mrkdwn
from service.notify.channels import Slack
from service.notify.message import Answer, Message
from service.notify.post import post

# Slack takes 3000 characters; a sentence that needs them is none.
LONGEST: Final = 1_000


def send(channel: Slack, message: Message, _: str, now: datetime) -> Answer:
    """Raises `NotTaken` or `NotNow`."""
    body = msgspec.json.encode(payload(channel, message))
    return post(channel.url.tell(), body, {"Content-Type": "application/json"}, now)


def payload(channel: Slack, message: Message) -> dict[str, Any]:
    """What an incoming webhook takes; `text` is what a telephone shows."""
    sentence = escaped(message.sentence[:LONGEST])
    where = linked(escaped(message.repository), message.url)
    when = f"{message.at:%Y-%m-%d %H:%M} UTC"
    context = " · ".join((where, escaped(message.event), when))
    waiting = ", ".join(
        f"<@{channel.mentions[key]}>" if key in channel.mentions else escaped(key)
        for key in message.people
    )
    text = f"{sentence}\nIt waits for {waiting[:LONGEST]}." if waiting else sentence
    return {
        "text": f"{escaped(message.repository)}: {sentence}",
        "blocks": [
            {"type": "section", "text": mrkdwn(text)},
            {"type": "context", "elements": [mrkdwn(context)]},
        ],
    }
