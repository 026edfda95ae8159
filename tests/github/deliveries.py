"""Deliveries: what a hook is sent of an event, signed, and the list in which it is written down.

What GitHub does not send is not sent here either (its documentation, «Webhook events and payloads»
and «Handling failed webhook deliveries»): nothing over 25 MB, nothing to a hook that was not there
yet, no second attempt by itself. A list of deliveries holds one row for each attempt, for three
days.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

import msgspec
import requests

if TYPE_CHECKING:
    from tests.github.hub import Hub

LARGEST = 25 * 1024 * 1024
RETENTION = timedelta(days=3)
PATIENCE = 10
# What takes a delivery: its headers and its body; and gives the status that it answered.
Receiver = Callable[[dict[str, str], bytes], int]


@dataclass
class Hook:
    """Of a repository, an organisation or an App; `since` is when it was made."""

    id: int
    target: str
    target_id: int
    since: datetime
    events: list[str] = field(default_factory=lambda: ["*"])
    url: str = "http://127.0.0.1:9/"
    secret: str | None = None
    content_type: str = "json"
    active: bool = True
    updated_at: datetime | None = None
    receiver: Receiver | None = None
    deliveries: list["Delivery"] = field(default_factory=list)

    def wants(self, event: str) -> bool:
        return self.active and ("*" in self.events or event in self.events or event == "ping")


@dataclass
class Delivery:
    """One attempt; a redelivery is another one with the same GUID."""

    id: int
    guid: str
    event: str
    action: str | None
    body: bytes
    headers: dict[str, str]
    installation_id: int | None
    repository_id: int | None
    hook: Hook
    redelivery: bool = False
    delivered_at: datetime | None = None
    status: str = "pending"
    status_code: int = 0

    @property
    def payload(self) -> dict[str, Any]:
        """What is in the body, which may be a form around it."""
        form = self.body.startswith(b"payload=")
        told: dict[str, Any] = json.loads(parse_qs(self.body)[b"payload"][0] if form else self.body)
        return told


def compose(
    hub: "Hub", hook: Hook, guid: str, event: str, payload: dict[str, Any]
) -> Delivery | None:
    """Make a delivery ready to go; None where GitHub would not send it at all."""
    body = msgspec.json.encode(payload)
    if len(body) > LARGEST:
        return None
    sent = urlencode({"payload": body}).encode() if hook.content_type == "form" else body
    headers = {
        "Accept": "*/*",
        "Content-Type": "application/json"
        if hook.content_type == "json"
        else "application/x-www-form-urlencoded",
        "User-Agent": "GitHub-Hookshot/4a1b2c3",
        "X-GitHub-Delivery": guid,
        "X-GitHub-Event": event,
        "X-GitHub-Hook-ID": str(hook.id),
        "X-GitHub-Hook-Installation-Target-ID": str(hook.target_id),
        "X-GitHub-Hook-Installation-Target-Type": hook.target,
    }
    return Delivery(
        id=hub.next("delivery"),
        guid=guid,
        event=event,
        action=payload.get("action"),
        body=sent,
        headers=headers | signatures(hook.secret, sent),
        installation_id=payload.get("installation", {}).get("id"),
        repository_id=payload.get("repository", {}).get("id"),
        hook=hook,
    )


def signatures(secret: str | None, body: bytes) -> dict[str, str]:
    """Both of GitHub's; none at all without a secret."""
    if not secret:
        return {}
    key = secret.encode()
    return {
        "X-Hub-Signature": "sha1=" + hmac.new(key, body, hashlib.sha1).hexdigest(),
        "X-Hub-Signature-256": "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest(),
    }


def again(hub: "Hub", delivery: Delivery) -> Delivery:
    """A redelivery: the same GUID and the same bytes, signed with the secret that the hook has now.

    Which secret GitHub takes after a rotation is not documented: the hook's present one is
    inferred.
    """
    headers = {k: v for k, v in delivery.headers.items() if not k.startswith("X-Hub-Signature")}
    return Delivery(
        id=hub.next("delivery"),
        guid=delivery.guid,
        event=delivery.event,
        action=delivery.action,
        body=delivery.body,
        headers=headers | signatures(delivery.hook.secret, delivery.body),
        installation_id=delivery.installation_id,
        repository_id=delivery.repository_id,
        hook=delivery.hook,
        redelivery=True,
    )


def log(delivery: Delivery, at: datetime, status: str, status_code: int) -> None:
    """Write the attempt into the hook's list, newest last."""
    delivery.delivered_at, delivery.status, delivery.status_code = at, status, status_code
    delivery.hook.deliveries.append(delivery)


def knock(delivery: Delivery) -> tuple[str, int]:
    """Hand it over once, as long as GitHub's patience lasts, and say what came back."""
    hook = delivery.hook
    if hook.receiver:
        code = hook.receiver(dict(delivery.headers), delivery.body)
        return verdict(code), code
    try:
        answer = requests.post(
            hook.url,
            data=delivery.body,
            headers=delivery.headers,
            timeout=PATIENCE,
            allow_redirects=False,
        )
    except requests.Timeout:
        return "timed out", 0
    except requests.ConnectionError:
        return "failed to connect to host", 0
    return verdict(answer.status_code), answer.status_code


def verdict(code: int) -> str:
    return "OK" if 200 <= code < 300 else f"Invalid HTTP Response: {code}"


def kept(hook: Hook, now: datetime) -> list[Delivery]:
    """What the list still shows, newest first."""
    recent = now - RETENTION
    rows = [one for one in hook.deliveries if one.delivered_at and one.delivered_at > recent]
    return sorted(rows, key=lambda one: (one.delivered_at, one.id), reverse=True)
