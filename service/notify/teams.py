"""A message in Teams: an Adaptive Card for a workflow that waits for a webhook."""

from datetime import datetime
from typing import Any, Final

import msgspec

from service.notify.channels import Teams
from service.notify.message import Answer, Message
from service.notify.post import post

CARD: Final = "application/vnd.microsoft.card.adaptive"
# A card may have 28 kB.
LONGEST: Final = 1_000


def send(channel: Teams, message: Message, _: str, now: datetime) -> Answer:
    """Raises `NotTaken` or `NotNow`."""
    body = msgspec.json.encode(payload(channel, message))
    return post(channel.url.tell(), body, {"Content-Type": "application/json"}, now)


def payload(channel: Teams, message: Message) -> dict[str, Any]:
    """What the workflow posts as it stands."""
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            _plain(message.sentence, weight="Bolder"),
            *_waiting(channel, message),
            _plain(
                f"{message.repository} · {message.event} · {message.at:%Y-%m-%d %H:%M} UTC",
                isSubtle=True,
                size="Small",
            ),
        ],
        "msteams": {"entities": _entities(channel, message)},
        **({"actions": [_open(message.url)]} if message.url else {}),
    }
    attached = {"contentType": CARD, "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attached]}


def _plain(text: str, **style: object) -> dict[str, Any]:
    """A run of text: unlike a text block it knows no Markdown, so nobody's title can be any."""
    run = {"type": "TextRun", "text": text[:LONGEST], **style}
    return {"type": "RichTextBlock", "inlines": [run]}


def _open(url: str) -> dict[str, Any]:
    return {"type": "Action.OpenUrl", "title": "Open in Shipledger", "url": url}


def _waiting(channel: Teams, message: Message) -> list[dict[str, Any]]:
    """Those whom the file knows are mentioned, in the only kind of text where Teams does so."""
    if not message.people:
        return []
    told = _plain(f"It waits for {', '.join(message.people)}.")
    known = " ".join(f"<at>{key}</at>" for key in _mentioned(channel, message))
    called = {"type": "TextBlock", "text": known, "wrap": True}
    return [told, called] if known else [told]


def _mentioned(channel: Teams, message: Message) -> list[str]:
    return [key for key in message.people if key in channel.mentions]


def _entities(channel: Teams, message: Message) -> list[dict[str, Any]]:
    return [
        {
            "type": "mention",
            "text": f"<at>{key}</at>",
            "mentioned": {"id": channel.mentions[key], "name": key},
        }
        for key in _mentioned(channel, message)
    ]
