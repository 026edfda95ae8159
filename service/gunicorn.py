"""Gunicorn's settings: a loop and threads with one writer, and nothing open that need not be."""

import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from domain.errors import ShipledgerError
from service.config import Config, from_environment
from service.ledger import open_ledger
from service.logs import GunicornLog

# The module itself is what gunicorn reads, so here something happens as it is imported.


def _config() -> Config:
    try:
        return from_environment().for_the_web()
    except ShipledgerError as error:
        sys.exit(f"shipledger: {error}")


_CONFIG = _config()

bind = _CONFIG.bind
worker_class = "service.serving.worker.Worker"
# Each may hold a delivery of 25 MiB.
worker_connections = 256
workers = _CONFIG.workers
threads = _CONFIG.threads
timeout = 30
graceful_timeout = 25  # platforms kill after 30 seconds
keepalive = 5
max_requests = 0
limit_request_field_size = 8190
# Whoever may write to gunicorn's control socket may stop us.
control_socket_disable = True
# Which proxies are believed is settled in the app, by their number.
forwarded_allow_ips = ""
logger_class = GunicornLog
loglevel = logging.getLevelName(_CONFIG.log_level).lower()
if Path("/dev/shm").is_dir():  # noqa: S108 - its heartbeat file must not wait for a slow disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108

if workers > 1:
    # Before the first counter is made: from then on they are kept where all processes see them.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="shipledger-meters-"))


def on_starting(_: Any) -> None:
    """Refuse to start in one sentence, rather than in every worker's traceback."""
    try:
        open_ledger(_CONFIG.database_url).close()
    except ShipledgerError as error:
        sys.exit(f"shipledger: {error}")


def child_exit(_: Any, worker: Any) -> None:
    """Let the meters forget what was only true of a process that is gone."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess  # noqa: PLC0415 - not before the first fork

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
