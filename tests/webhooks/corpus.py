"""Real deliveries, each as its event and its body."""

import gzip
import json
from functools import cache
from pathlib import Path

import msgspec

from webhooks.translate import EVENTS


@cache
def deliveries(corpora: Path, name: str) -> list[tuple[str, bytes]]:
    """`recorded`: in the order of their arrival; `examples`: GitHub's own, of every event."""
    with gzip.open(corpora / "deliveries" / f"{name}.jsonl.gz") as lines:
        rows = [json.loads(line) for line in lines]
    return [(row["event"], msgspec.json.encode(row["payload"])) for row in rows]


def one_of_each(corpora: Path) -> list[tuple[str, bytes]]:
    """One delivery of each event that we follow."""
    both = [*deliveries(corpora, "examples"), *deliveries(corpora, "recorded")]
    return [(event, body) for event, body in dict(both).items() if event in EVENTS]
