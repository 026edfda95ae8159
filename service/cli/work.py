"""`shipledger work`: the worker process, until stopped."""

import signal
import time
from datetime import UTC, datetime
from threading import Event

import click

from service import logs
from service.config import from_environment
from service.leader import leader
from service.ledger import Ledger, open_ledger
from service.tasks import tasks
from service.worker import Worker


@click.command()
def work() -> None:
    """Do what no request may wait for: catch up with GitHub, heal, publish. Until stopped.

    Any number may be started on one database: one of them leads, the others wait for its end.
    """
    ledger = open_ledger(from_environment().database_url)
    over, stop = Event(), [Event()]

    def end(*_: object) -> None:
        over.set()
        stop[0].set()

    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, end)
    try:
        while not over.is_set():
            _until(stop[0], ledger)
            # Somebody connected GitHub: what the environment says is read anew.
            stop[0] = Event()
    finally:
        ledger.close()


def _until(stop: Event, ledger: Ledger) -> None:
    config, clock = from_environment(), lambda: datetime.now(UTC)
    log = logs.logger(config.log_level)
    worker = Worker(
        tasks(config, ledger, clock=clock, sleep=time.sleep, log=log, renew=stop.set),
        database=ledger.database,
        leader=leader(config.database_url),
        clock=clock,
        log=log,
    )
    worker.run(stop)
