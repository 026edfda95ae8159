"""The meters: what is counted and timed while we serve, for Prometheus to fetch."""

import os
from collections.abc import Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
OTHER: Final = "other"
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# gunicorn's processes share their counts through files in the directory that this names.
SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"


class Meters:
    """All meters of one process. `events` bounds the names that a sender can make us remember."""

    def __init__(self, events: Iterable[str]) -> None:
        self._events = frozenset(events)
        self.registry = CollectorRegistry()
        self._deliveries = Counter(
            "shipledger_deliveries",
            "Deliveries answered, by event and by what became of them.",
            ["event", "outcome"],
            registry=self.registry,
        )
        self._facts = Counter(
            "shipledger_facts", "Facts recorded from deliveries.", registry=self.registry
        )
        self._requests = Counter(
            "shipledger_requests",
            "Requests answered, by operation and status.",
            ["operation", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "shipledger_request_seconds",
            "From the first byte that we read to the answer, by operation.",
            ["operation"],
            buckets=SECONDS,
            registry=self.registry,
        )
        # To find a labelled meter takes longer than to move it.
        self._counters: dict[tuple[str, str], Counter] = {}
        self._operations: dict[tuple[str, int], tuple[Counter, Histogram]] = {}

    def delivery(self, event: str, outcome: str, *, facts: int = 0) -> None:
        """A delivery was answered."""
        key = (event if event in self._events else OTHER, outcome)
        counter = self._counters.get(key)
        if counter is None:
            counter = self._counters[key] = self._deliveries.labels(*key)
        counter.inc()
        if facts:
            self._facts.inc(facts)

    def request(self, operation: str, status: int, *, seconds: float) -> None:
        """A request was answered; `operation` is the name of a route, never a path."""
        known = self._operations.get((operation, status))
        if known is None:
            known = self._requests.labels(operation, str(status)), self._seconds.labels(operation)
            self._operations[operation, status] = known
        counter, histogram = known
        counter.inc()
        histogram.observe(seconds)

    def text(self, gauges: Collector) -> bytes:
        """All meters of all processes, and what is looked up now, in Prometheus's own format."""
        counted, asked = self.registry, CollectorRegistry()
        if SHARED in os.environ:
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # theirs has no types
        asked.register(gauges)
        return generate_latest(counted) + generate_latest(asked)
