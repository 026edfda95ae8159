"""The worker's tasks: each thing that is done again and again, and how often."""

from collections.abc import Callable
from datetime import datetime, timedelta

from structlog.typing import FilteringBoundLogger

from service.config import Config
from service.ledger import Ledger
from service.worker import Task


def tasks(
    config: Config,  # noqa: ARG001 -- what a task is made of
    ledger: Ledger,
    *,
    clock: Callable[[], datetime],  # noqa: ARG001
    sleep: Callable[[float], None],  # noqa: ARG001
    log: FilteringBoundLogger,  # noqa: ARG001
) -> list[Task]:
    """All tasks that this configuration allows, the most urgent first."""
    return [Task("tables", timedelta(minutes=1), lambda _: ledger.catch_up())]
