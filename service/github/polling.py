"""Polling: GitHub's state as it was read is a delivery too, for the same translators.

Its body is what a webhook would have said of that state; its id names the thing and its version, so
that the same state is recorded once, however often it is read.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

import msgspec

from service.delivery import Delivery
from service.ingest import JSON, Intake

SOURCE: Final = "poll"
# What we read of a repository; the rest of GitHub's hundred fields would only fill the ledger.
_REPOSITORY: Final = (
    *("id", "full_name", "default_branch", "private", "html_url", "pushed_at", "updated_at"),
)
_encode = msgspec.json.Encoder(order="deterministic").encode


class Polls:
    """Where polls become facts."""

    def __init__(self, intake: Intake, clock: Callable[[], datetime]) -> None:
        self._intake = intake
        self._clock = clock

    def tell(
        self, repository: Mapping[str, Any], event: str, key: str, body: Mapping[str, Any]
    ) -> int:
        """Record it; how many facts were news."""
        content = blake2b(_encode(body), digest_size=6).hexdigest()
        named = {name: repository[name] for name in _REPOSITORY if name in repository}
        delivery = Delivery(
            source=SOURCE,
            id=f"{repository['id']}/{key}~{content}",
            event=event,
            body=_encode({**body, "repository": named}),
            received=self._clock(),
            hook=SOURCE,
        )
        return self._intake.write(delivery, JSON).facts
