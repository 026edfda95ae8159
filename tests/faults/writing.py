"""A process that writes: every delivery of a set, in an order of its own."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import UUID, uuid5

from domain.fact import Keyed
from domain.repository import stream_of
from domain.tag import TagCut
from service.delivery import Delivery
from service.ledger import open_ledger
from tests.ledgers import NOON
from webhooks.translation import Chapter, Translation

STREAM = stream_of("github", "7")
NAMESPACE = UUID("5c1f0c0e-0000-4000-8000-000000000000")


def write(url: str, seed: int, count: int) -> None:
    """Record deliveries 0 to `count`, eight at a time, shuffled by the seed."""
    numbers = list(range(count))
    random.Random(seed).shuffle(numbers)
    with closing(open_ledger(url)) as ledger:

        def record(number: int) -> None:
            sha = f"{number:040x}"
            cut = TagCut(at=NOON, via="github:x", name=f"v{number}", sha=sha, object=sha)
            delivery = Delivery("github", str(uuid5(NAMESPACE, str(number))), "push", b"{}", NOON)
            ledger.record(delivery, Translation((Chapter(STREAM, (Keyed(cut),)),)))

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(record, numbers))
