"""Signing over HTTP: the decision of whoever sent this request."""

from datetime import datetime

from domain.deed import Signing
from service.api.errors import Forbidden
from service.api.traces import trace


def signing(at: datetime, seen: int, reason: str = "") -> Signing:
    """What the caller puts his name to; raises `Forbidden` where nobody proved who he is."""
    asker = trace().asker
    if asker is None:
        raise Forbidden("Decisions have a name under them: send a token, or log in first.")
    return Signing(
        by=asker.key,
        at=at,
        reason=reason,
        name=asker.name,
        means=asker.means,
        channel=asker.channel,
        request=trace().id,
        seen=seen,
        proved=asker.proved_at,
    )
