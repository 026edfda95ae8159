"""A hub held against GitHub's description: whatever passes its door or is sent is validated.

Where GitHub's description is known to say less than GitHub does, an exception stands here with its
reason; of GitHub's own 329 example payloads 114 do not fit its description either.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.github.answers import Answer, Ask
from tests.github.deliveries import Delivery
from tests.github.description import Description
from tests.github.hub import Hub

# What GitHub does, and does not describe.
KNOWN = {
    r'(environment_url|log_url|target_url): "" is not a "uri"': (
        "the description gives the empty text as the default of these addresses"
    ),
    r"pulls.* at \d+/labels/\d+/description: null is not": (
        "a label without a description has null; only the list of pull requests forgets it"
    ),
    r"GET /app/installations (200|response) at \d+/account: ": (
        "this one list describes an account as a user and an enterprise at once"
    ),
    r"deployment-status-created at deployment_status/state: .*not one of": (
        "GitHub's own examples have in_progress, queued and waiting"
    ),
}


@dataclass
class Held:
    """Observes a hub from its first deed, and keeps what does not fit."""

    description: Description
    exchanges: int = 0
    deliveries: int = 0
    faults: list[str] = field(default_factory=list)

    def watch(self, hub: Hub) -> None:
        hub.observers.append(self._exchange)
        hub.listeners.append(self._delivery)

    def _exchange(self, ask: Ask, answer: Answer) -> None:
        self.exchanges += 1
        self._keep(self.description.faults_of(ask, answer))

    def _delivery(self, delivery: Delivery) -> None:
        self.deliveries += 1
        self._keep(self.description.faults_in(delivery))

    def _keep(self, faults: list[str]) -> None:
        self.faults += unknown(faults)


def unknown(faults: Iterable[str]) -> list[str]:
    """What no exception speaks of."""
    return [one for one in faults if not any(re.search(known, one) for known in KNOWN)]
