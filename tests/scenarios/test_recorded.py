"""Every recorded scenario, in its own order, shuffled and doubled, gives the same answers."""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from service.ledger import Ledger
from tests.scenarios.answers import every_answer
from tests.scenarios.telling import Sent, shuffled, tell


@pytest.fixture(scope="module")
def scenarios(corpora: Path) -> dict[str, list[Sent]]:
    """By name, in the order in which they arrived."""
    found: dict[str, list[Sent]] = {}
    with gzip.open(corpora / "deliveries" / "recorded.jsonl.gz") as lines:
        for line in lines:
            one = json.loads(line)
            found.setdefault(one["scenario"], []).append(Sent(one["event"], one["payload"]))
    return found


def answers(ledger: Ledger, scenario: list[Sent], **how: Any) -> list[dict[str, Any]]:
    streams = tell(ledger, scenario, **how)
    with ledger.stand() as stand:
        return [every_answer(ledger.view(stand, stream)) for stream in streams]


def differences(ledger: Ledger, scenario: list[Sent], seeds: range) -> list[str]:
    """Which tellings differ from the first, and in which answers."""
    first = answers(ledger, scenario)
    retold = {f"shuffled {seed}": answers(ledger, shuffled(scenario, seed)) for seed in seeds}
    retold["doubled"] = answers(ledger, scenario, hooks=("1", "2"))
    retold["doubled and shuffled"] = answers(ledger, shuffled(scenario * 2, 7))
    return [
        f"{how}: {question}"
        for how, again in retold.items()
        for mine, yours in zip(first, again, strict=True)
        for question in mine.keys() | yours.keys()
        if mine.get(question) != yours.get(question)
    ]


def differing(
    ledger: Ledger, scenarios: dict[str, list[Sent]], seeds: range
) -> dict[str, Counter[str]]:
    found = {name: differences(ledger, one, seeds) for name, one in scenarios.items()}
    return {name: Counter(some) for name, some in found.items() if some}


def test_some_orders_of_some_scenarios(ledger: Ledger, scenarios: dict[str, list[Sent]]) -> None:
    some = dict(sorted(scenarios.items())[::12])

    assert differing(ledger, some, range(3)) == {}


@pytest.mark.slow
def test_twenty_orders_of_every_scenario(ledger: Ledger, scenarios: dict[str, list[Sent]]) -> None:
    assert differing(ledger, scenarios, range(20)) == {}
