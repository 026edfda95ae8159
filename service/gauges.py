"""The gauges: what the worker's tables say at the moment when Prometheus asks."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from service.catching_up import CatchingUp, catching_up
from service.ledger import Ledger
from service.recorders.errors import StoreUnavailable

_GAPS: Final = "Stretches of time that nobody mended yet, by what we may lack of them."
_READ: Final = "Repositories whose history is read, by whether all of it is."
_FOUND: Final = "Facts that comparing with GitHub showed and no webhook had told."
_ENDED: Final = "When each of the worker's tasks ended last, in seconds since 1970."
_FAILING: Final = "Whether the last run of each of the worker's tasks ended in an error."
_SAID: Final = "What we say on GitHub, by what became of it."


class Gauges(Collector):
    """Silent while the database is gone."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def collect(self) -> Iterator[Metric]:
        with suppress(StoreUnavailable):
            head = GaugeMetricFamily("shipledger_head_position", "The ledger's last position.")
            head.add_metric([], self._ledger.head())
            yield head
            yield from _worker(catching_up(self._ledger))


def _worker(now: CatchingUp) -> Iterator[Metric]:
    gaps = [gap.what for gap in now.open]
    yield _family("shipledger_gaps", _GAPS, "what", {what: gaps.count(what) for what in gaps})
    read = {"reading": now.unread, "read": now.read}
    yield _family("shipledger_backfills", _READ, "state", read)
    found = GaugeMetricFamily("shipledger_reconcile_found", _FOUND)
    found.add_metric([], sum(now.found.values()))
    yield found
    ended = {run.name: run.ended.timestamp() for run in now.tasks if run.ended}
    yield _family("shipledger_task_ended_seconds", _ENDED, "task", ended)
    failing = {run.name: int(bool(run.error)) for run in now.tasks}
    yield _family("shipledger_task_failing", _FAILING, "task", failing)
    yield _family("shipledger_publications", _SAID, "state", now.publications)


def _family(name: str, text: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family
