"""A delivery: what somebody sent us, kept to the byte, and the receipt for it."""

from datetime import datetime
from typing import Final, Literal, NamedTuple

from msgspec import Struct

# The header of a delivery that GitHub's list of deliveries told, rather than the webhook itself.
HEALED: Final = "X-Shipledger-Healed"

Outcome = Literal["recorded", "noted", "parked", "repeated", "conflict"]


class Delivery(Struct, frozen=True):
    """A message as it came.

    `source` is `github`, `event`, `alertmanager`, `git` or `poll`. GitHub gives one id to an event
    for all hooks that hear of it, so `hook` is part of the key under which a delivery is recorded
    once.
    """

    source: str
    id: str
    event: str
    body: bytes
    received: datetime
    headers: tuple[tuple[str, str], ...] = ()
    hook: str = ""


class Receipt(NamedTuple):
    """What became of a delivery.

    `recorded`  it is in the ledger with the facts that it told and that were not known before;
    `noted`     it is in the ledger and tells nothing that we follow;
    `parked`    it is in the ledger and could not be understood, for `reason`;
    `repeated`  it was in the ledger already, to the byte: nothing was written;
    `conflict`  another body is in the ledger under its key: nothing was written.

    `position` is that of its last new fact.
    """

    seq: int
    outcome: Outcome
    facts: int
    position: int | None
    reason: str = ""


class DeliveryRow(Struct, frozen=True):
    """A delivery as it lies in the ledger; `body` is empty in lists."""

    seq: int
    source: str
    hook: str
    id: str
    event: str
    received: datetime
    size: int
    digest: str
    state: str
    reason: str
    first_position: int | None
    last_position: int | None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
