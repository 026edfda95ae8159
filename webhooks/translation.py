"""A translation: what a delivery tells, as facts, or why it tells none."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from domain.errors import Malformed
from domain.fact import Keyed


class Untranslatable(Malformed):
    """The delivery is kept, parked with this reason, and can be retried once we know better."""


class Envelope(Struct, frozen=True):
    """What is known of a delivery besides its body.

    `via` goes into every fact: `github:<delivery id>`, `poll:<key>`. `received` is our own clock,
    used as `at` only where the source gives no time at all, and then said so in `inferred`.
    """

    event: str
    via: str
    received: datetime


class Chapter(Struct, frozen=True):
    """The facts of one stream that a delivery tells."""

    stream: UUID
    facts: tuple[Keyed, ...]


class Translation(Struct, frozen=True):
    """`told` is empty for what is stored and not followed; `note` says which event that is."""

    told: tuple[Chapter, ...] = ()
    note: str = ""
