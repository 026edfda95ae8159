"""`shipledger work`: the worker process, until stopped."""

import signal
import time
from datetime import UTC, datetime
from threading import Event

import click

from service import logs
from service.config import from_environment
from service.leader import leader
from service.ledger import open_ledger
from service.tasks import tasks
from service.worker import Worker


@click.command()
def work() -> None:
    """Do what no request may wait for: catch up with GitHub, heal, publish. Until stopped.

    Any number may be started on one database: one of them leads, the others wait for its end.
    """
    config = from_environment()
    ledger = open_ledger(config.database_url)
    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    try:
        log = logs.logger(config.log_level)
        clock = lambda: datetime.now(UTC)  # noqa: E731
        worker = Worker(
            tasks(config, ledger, clock=clock, sleep=time.sleep, log=log),
            database=ledger.database,
            leader=leader(config.database_url),
            clock=clock,
            log=log,
        )
        worker.run(stop)
    finally:
        ledger.close()
