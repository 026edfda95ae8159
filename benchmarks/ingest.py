"""Ingest: signed deliveries over HTTP, against a gunicorn and Flask that only check signatures."""

import gzip
import hashlib
import hmac
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.load import Result, post, run
from benchmarks.table import Figure
from service.ledger import Ledger
from tests.postgres import INSTALLED, Postgres

TITLE = "Ingest over HTTP: real payloads of 15 kB, 64 connections"
SECRET = "a-secret-of-the-benchmark"
CORPORA = Path(
    os.environ.get("SHIPLEDGER_CORPORA", Path(__file__).parents[2] / "shared" / "corpora")
)
REQUESTS = 6000
ROUNDS = 3
CONNECTIONS = 64
PORT = 18_871
FLASK, BARE, OURS = (
    "benchmarks.floor_app:app",
    "benchmarks.floor_app:bare",
    "service.app:serve()",
)


def measure() -> Iterator[Figure]:
    recorded = CORPORA / "deliveries" / "recorded.jsonl.gz"
    if not recorded.exists():
        yield Figure("ingest", f"skipped: {recorded} is not there; set SHIPLEDGER_CORPORA")
        return
    bodies = read(recorded)
    with sqlite() as url:
        yield from against_floor("SQLite, one process", url, bodies, processes=1)
    if INSTALLED.is_dir():
        with postgres() as url:
            yield from against_floor("PostgreSQL, two processes", url, bodies, processes=2)


def read(recorded: Path) -> list[tuple[str, bytes]]:
    """The events and their bodies, as GitHub spells JSON: without blanks."""
    with gzip.open(recorded, "rb") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        (row["event"], json.dumps(row["payload"], separators=(",", ":")).encode()) for row in rows
    ]


def signed(bodies: Sequence[tuple[str, bytes]], count: int) -> list[bytes]:
    """So many requests, each a delivery of its own."""
    return [
        post("/webhooks/github", body, headers(event, body))
        for event, body in (bodies[number % len(bodies)] for number in range(count))
    ]


def headers(event: str, body: bytes) -> dict[str, str]:
    signature = hmac.digest(SECRET.encode(), body, hashlib.sha256).hex()
    return {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/0000000",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": str(uuid.uuid4()),
        "X-GitHub-Hook-ID": "1",
        "X-Hub-Signature-256": f"sha256={signature}",
    }


def against_floor(
    name: str, url: str, bodies: Sequence[tuple[str, bytes]], *, processes: int
) -> Iterator[Figure]:
    """The three take turns, each in processes of its own with the machine to itself."""
    rates: dict[str, list[float]] = {FLASK: [], BARE: [], OURS: []}
    for _ in range(ROUNDS):
        for application, found in rates.items():
            with server(application, url, processes):
                drive(bodies)  # the first deliveries meet cold caches and a new database
                found.append(drive(bodies).rate)
    flask, bare, ours = (statistics.median(found) for found in rates.values())
    yield Figure(
        f"{name}: {ours:,.0f} recorded a second",
        f"{ours / flask:.2f} of {flask:,.0f}, a Flask that only checks signatures",
        "at least 0.5, aiming at 0.7",
        ours >= 0.5 * flask,
    )
    yield Figure(
        f"{name}: the same, beside a floor without Flask",
        f"{ours / bare:.2f} of {bare:,.0f}, a WSGI function that only checks signatures",
    )
    with server(OURS, url, processes):
        drive(bodies)
        halves = [drive(bodies, rate=ours / 2) for _ in range(ROUNDS)]
    p99 = statistics.median(half.percentile(0.99) for half in halves)
    p50 = statistics.median(half.percentile(0.5) for half in halves)
    yield Figure(
        f"{name}: answered at half that load",
        f"p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms",
        "p99 under 50 ms",
        p99 < 0.05,
    )


def drive(bodies: Sequence[tuple[str, bytes]], rate: float | None = None) -> Result:
    result = run(PORT, signed(bodies, REQUESTS), connections=CONNECTIONS, rate=rate)
    if set(result.statuses) != {202}:
        raise RuntimeError(f"not everything was recorded: {result.statuses}")
    return result


@contextmanager
def server(application: str, url: str, processes: int, **settings: str) -> Iterator[None]:
    """gunicorn with the project's own settings, until it answers; stopped afterwards."""
    environment = {
        **os.environ,
        **settings,
        "SHIPLEDGER_DATABASE_URL": url,
        "SHIPLEDGER_WEBHOOK_SECRET": SECRET,
        "SHIPLEDGER_WORKERS": str(processes),
        "SHIPLEDGER_BIND": f"127.0.0.1:{PORT}",
        "SHIPLEDGER_LOG_LEVEL": "WARNING",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:service.gunicorn", application],
        env=environment,
        cwd=Path(__file__).parents[1],
    )
    try:
        await_answers()
        yield
    finally:
        process.terminate()
        process.wait(30)


def await_answers() -> None:
    """Until the application is loaded, on a busy machine, too: the port is open before."""
    for _ in range(2400):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/livez", timeout=30):
                return
        except urllib.error.HTTPError:
            return  # the floor knows no such page
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield migrated(f"sqlite:///{folder}/ledger.db")


@contextmanager
def postgres() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="sl-") as folder:
        engine = Postgres(Path(folder))
        engine.start()
        try:
            yield migrated(engine.url())
        finally:
            engine.stop()


def migrated(url: str) -> str:
    with closing(Ledger(url, create=True)) as ledger:
        ledger.migrate()
    return url
