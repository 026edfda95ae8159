"""A webhook of the operator's own: a CloudEvent, signed as Standard Webhooks wants it."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import msgspec

from service.notify.channels import Webhook
from service.notify.message import Answer, Message
from service.notify.post import post

_encode: Final = msgspec.json.Encoder(order="sorted").encode


def send(channel: Webhook, message: Message, id_: str, now: datetime) -> Answer:
    """The same `id_` each time that it is tried; raises `NotTaken` or `NotNow`."""
    body = _encode(event_of(message))
    stamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/cloudevents+json",
        "webhook-id": id_,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(channel.signing_keys(), id_, stamp, body),
    }
    return post(channel.url.tell(), body, headers, now)


def signature(keys: Iterable[bytes], id_: str, stamp: int, body: bytes) -> str:
    """Over the id, the time and the body, by each of the keys."""
    signed = b".".join((id_.encode(), str(stamp).encode(), body))
    digests = (hmac.digest(key, signed, hashlib.sha256) for key in keys)
    return " ".join(f"v1,{b64encode(one).decode()}" for one in digests)


def event_of(message: Message) -> dict[str, Any]:
    """CloudEvents 1.0; its type says the event as a policy does, and the version of `data`."""
    about = message.releases or message.environments
    return {
        "specversion": "1.0",
        "id": f"{message.event} {message.key}",
        "source": f"/{message.repository}",
        "type": f"shipledger.{message.event}.1",
        "time": message.at,
        **({"subject": about[0]} if about else {}),
        "datacontenttype": "application/json",
        "data": {
            "repository": message.repository,
            "event": message.event,
            "sentence": message.sentence,
            "by": message.by,
            "releases": message.releases,
            "environments": message.environments,
            "people": message.people,
            "url": message.url,
        },
    }
