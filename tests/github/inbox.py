"""A receiver of deliveries that keeps what it was handed, and answers as it is told."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Received = tuple[dict[str, str], bytes]


@dataclass
class Inbox:
    status: int | Callable[[], int] = 202
    received: list[Received] = field(default_factory=list)

    def __call__(self, headers: dict[str, str], body: bytes) -> int:
        self.received.append((headers, body))
        return self.status if isinstance(self.status, int) else self.status()

    def names(self) -> list[str]:
        """The events, as they arrived."""
        return [headers["X-GitHub-Event"] for headers, _ in self.received]

    def payloads(self, event: str) -> list[dict[str, Any]]:
        told = [body for headers, body in self.received if headers["X-GitHub-Event"] == event]
        return [json.loads(body) for body in told]

    def guids(self) -> list[str]:
        return [headers["X-GitHub-Delivery"] for headers, _ in self.received]

    def actions(self, event: str) -> list[str]:
        return [payload["action"] for payload in self.payloads(event)]
