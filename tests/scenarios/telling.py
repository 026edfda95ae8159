"""How a scenario is told: each time to a new repository, so that one ledger hears them all."""

import copy
import random
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec

from domain.repository import stream_of
from service.delivery import Delivery
from service.ledger import Ledger
from service.recorders.batch import DeliveryEntry, entry
from tests.ledgers import NOON
from webhooks.translate import translate
from webhooks.translation import Envelope

_repositories = count(1_000_000)


class Sent(NamedTuple):
    """A delivery of a scenario."""

    event: str
    payload: dict[str, Any]


def tell(ledger: Ledger, scenario: Iterable[Sent], *, hooks: Sequence[str] = ("1",)) -> list[UUID]:
    """Tell it in its order, to each hook; the streams that it was told to, by their old numbers.

    Each delivery is a transaction's own in what it writes, though many are written at once: the
    writer does the same with what waits.
    """
    numbers: dict[int, int] = {}
    entries = [one for sent in scenario for one in delivered(moved(sent, numbers), hooks)]
    for start in range(0, len(entries), 100):
        ledger.recorder.record(entries[start : start + 100])  # type: ignore[attr-defined]
    return [stream_of("github", str(numbers[old])) for old in sorted(numbers)]


def delivered(sent: Sent, hooks: Sequence[str]) -> Iterable[DeliveryEntry]:
    """GitHub gives one id to the event for all hooks that hear of it."""
    id_ = str(uuid4())
    body = msgspec.json.encode(sent.payload)
    translation = translate(body, Envelope(sent.event, f"github:{id_}", NOON))
    for hook in hooks:
        yield entry(Delivery("github", id_, sent.event, body, NOON, hook=hook), translation)


def moved(sent: Sent, numbers: dict[int, int]) -> Sent:
    """The same delivery of a repository that nobody else has."""
    payload = copy.copy(sent.payload)
    if "repository" in payload:
        old = payload["repository"]["id"]
        new = numbers.setdefault(old, next(_repositories))
        payload["repository"] = {**payload["repository"], "id": new}
    return Sent(sent.event, payload)


def shuffled(scenario: Sequence[Sent], seed: int) -> list[Sent]:
    return random.Random(seed).sample(scenario, len(scenario))
