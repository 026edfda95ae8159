"""The caller: who asks, as decisions will name him, and how he proved it."""

from datetime import datetime

from msgspec import Struct


class Caller(Struct, frozen=True):
    """`key` is the person's, or `token:7` for a program that acts for nobody.

    `means` and `channel` are as in `domain.deed.Signing`. `scopes` are what the token or session
    opens at most; what a person may do to one repository or environment is decided beside it.
    `proved_at` is when the person proved it anew, where a session tells; `expires` is until when
    the token or session is good, where it has an end.
    """

    key: str
    name: str
    means: str
    channel: str
    scopes: frozenset[str] = frozenset()
    proved_at: datetime | None = None
    expires: datetime | None = None
