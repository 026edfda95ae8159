"""Listening: what Prometheus is asked while something goes out, so that rules have readings."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event

from structlog.typing import FilteringBoundLogger

from projections.rollouts import open_rollouts, rules_with_queries
from service.ledger import Ledger
from service.prometheus import Prometheus, poll
from webhooks.prometheus import VALUES, Wanted


class Listening:
    """Asks nothing where nothing is rolled out. Safe to stop anywhere and to run again."""

    def __init__(
        self,
        ledger: Ledger,
        prometheus: Prometheus,
        *,
        clock: Callable[[], datetime],
        log: FilteringBoundLogger,
    ) -> None:
        self._ledger, self._prometheus = ledger, prometheus
        self._clock, self._log = clock, log

    def run(self, _: Event) -> None:
        """Ask once for each measure of what is on its way."""
        for wanted, heard in poll(self._ledger, self._prometheus, self._wanted(), self._clock):
            if heard.state != VALUES:
                self._log.warning(
                    "not heard", measure=wanted.measure, state=heard.state, reason=heard.why
                )

    def _wanted(self) -> Iterator[Wanted]:
        now = self._clock()
        with self._ledger.stand() as stand:
            streams = self._ledger.streams(stand)
        for stream in streams:
            with self._ledger.look(stream) as view:
                for fare in open_rollouts(view, now):
                    for rule in rules_with_queries(fare.programme):
                        place = fare.course.environment
                        yield Wanted(stream, place, rule.measure, rule.query)
