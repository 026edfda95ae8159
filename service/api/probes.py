"""The probes: whether this process lives, whether it can serve, and what it counted."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from eventsourcing.domain import EventSourcingError
from flask import Blueprint, Response

from domain.errors import ShipledgerError
from domain.token import READ
from service.api.guard import Guard
from service.gauges import Gauges
from service.ledger import Ledger
from service.metrics import CONTENT_TYPE, Meters

PATIENCE: Final = 1.0  # seconds
LEAST_ROOM: Final = 64 * 1024 * 1024


class Finding(NamedTuple):
    """Whether a part is fit to serve, and what a person should know of it."""

    fit: bool
    said: str


def blueprint(ledger: Ledger, meters: Meters, guard: Guard, *, disk: Path | None) -> Blueprint:
    """`disk` is where the database grows, where that is on this machine."""
    probes = Blueprint("probes", __name__)
    gauges = Gauges(ledger)
    # One thread: while the database hangs, at most one question hangs with it.
    asking = ThreadPoolExecutor(1, thread_name_prefix="shipledger-probe")

    @probes.get("/livez")
    def livez() -> Response:
        return Response('{"status":"live"}', mimetype="application/json")

    @probes.get("/readyz")
    def readyz() -> Response:
        findings = {"database": _within_patience(asking, ledger.check)}
        if disk is not None:
            findings["disk"] = room(disk)
        fit = all(one.fit for one in findings.values())
        body = {
            "status": "ready" if fit else "not ready",
            "checks": {name: one._asdict() for name, one in findings.items()},
        }
        return Response(msgspec.json.encode(body), 200 if fit else 503, mimetype="application/json")

    @probes.get("/metrics")
    def metrics() -> Response:
        guard.check(READ)
        return Response(meters.text(gauges), content_type=CONTENT_TYPE)

    return probes


def _within_patience(asking: ThreadPoolExecutor, check: Callable[[], None]) -> Finding:
    try:
        asking.submit(check).result(PATIENCE)
    except TooLate:
        return Finding(fit=False, said=f"no answer within {PATIENCE:.0f} second")
    except (ShipledgerError, EventSourcingError) as error:
        return Finding(fit=False, said=type(error).__name__)
    return Finding(fit=True, said="answers, and has the tables of this version")


def room(disk: Path) -> Finding:
    """Whether the disk has room for a while."""
    free = shutil.disk_usage(disk).free
    return Finding(fit=free >= LEAST_ROOM, said=f"{free // (1024 * 1024)} MiB free")
