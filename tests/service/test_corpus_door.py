"""Every delivery that was ever recorded goes through the door, signed, and none is parked."""

import gzip
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.ledger import Ledger
from tests.site import Site

FILES = {"recorded.jsonl.gz": 1856, "examples.jsonl.gz": 329}


@pytest.mark.parametrize("file", FILES)
def test_every_delivery_is_recorded_and_a_second_time_is_known(
    ledger: Ledger, corpora: Path, file: str
) -> None:
    site = Site(ledger, public_read=True)
    with gzip.open(corpora / "deliveries" / file) as lines:
        sent = [json.loads(line) for line in lines]

    def outcomes() -> Counter[str]:
        def deliver(number: int) -> str:
            id_ = f"00000000-0000-4000-8000-{number:012}"
            answer = site.deliver(sent[number]["event"], sent[number]["payload"], id_=id_)
            assert answer.json is not None
            return str(answer.json["outcome"])

        with ThreadPoolExecutor(16) as pool:
            return Counter(pool.map(deliver, range(len(sent))))

    first, second = outcomes(), outcomes()

    assert len(sent) == FILES[file]
    assert set(first) <= {"recorded", "noted"}
    assert second == Counter(repeated=len(sent))
    assert ledger.deliveries(state="parked") == []
    with ledger.stand() as stand:
        assert ledger.streams(stand)
