"""Importing a clone: rails, 118,770 commits, against `git log` of the same fields."""

import os
import statistics
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import psutil

from benchmarks.table import Figure, interleaved, timed
from domain.repository import stream_of
from service.clone.clone import Clone
from service.importing import Import
from service.ledger import Ledger, open_ledger

TITLE = "Importing a clone (rails, SQLite)"
CORPORA = Path(
    os.environ.get("SHIPLEDGER_CORPORA", Path(__file__).parents[2] / "shared" / "corpora")
)
FIELDS = "--format=%H%n%P%n%an%n%ae%n%at%n%ct%n%B"
STREAM = stream_of("git", "rails/rails")
ROUNDS = 3


def measure() -> Iterator[Figure]:
    unpack = CORPORA / "histories" / "unpack.sh"
    if not unpack.is_file():
        yield Figure("skipped: set SHIPLEDGER_CORPORA to the folder of real histories", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "rails.git"
        subprocess.run([unpack, "rails", clone], check=True)
        yield from against_git(clone)
        yield from again(clone, Path(folder) / "again.db")
        yield peak(clone, Path(folder) / "peak.db")


def against_git(clone: Path) -> Iterator[Figure]:
    log, reading = interleaved(lambda: git_log(clone), lambda: read(clone), rounds=ROUNDS)
    yield Figure("`git log` of the same fields, all refs", f"{log:.2f} s")
    yield ratio("reading, parsing and spelling out for writing", reading, log, 2)
    log, whole = interleaved(lambda: git_log(clone), lambda: import_anew(clone), rounds=ROUNDS)
    yield ratio("the whole import, every fact durable and the graph connected", whole, log, 5)


def again(clone: Path, database: Path) -> Iterator[Figure]:
    with closing(ledger_at(database)) as ledger:
        import_into(ledger, clone)
        seconds = statistics.median(
            timed(lambda: import_into(ledger, clone)) for _ in range(ROUNDS)
        )
    yield Figure("the same import again", f"{seconds:.2f} s")


def peak(clone: Path, database: Path) -> Figure:
    with get_context("spawn").Pool(1) as pool:
        megabytes = pool.apply(memory_of_import, (clone, database))
    return Figure(
        "memory at most, all processes together",
        f"{megabytes:.0f} MB",
        "≤ 200 MB",
        megabytes <= 200,
    )


def ratio(what: str, seconds: float, floor: float, goal: float) -> Figure:
    times = seconds / floor
    return Figure(what, f"{seconds:.2f} s = {times:.1f}×", f"≤ {goal:g}×", times <= goal)


def git_log(clone: Path) -> None:
    command = ["git", f"--git-dir={clone}", "log", "--all", "-z", FIELDS]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def read(clone: Path) -> None:
    with Clone(clone).history(via="git:bench", seen=datetime.now(UTC)) as history:
        deque(history.rows(STREAM), maxlen=0)


def import_anew(clone: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(ledger_at(Path(folder) / "a.db")) as one:
        import_into(one, clone)


def import_into(ledger: Ledger, clone: Path) -> None:
    Import(ledger, clone).run(datetime.now(UTC))
    ledger.catch_up()


def memory_of_import(clone: Path, database: Path) -> float:
    """The megabytes that this process and those that it starts have for themselves, at most."""
    most = 0
    with closing(ledger_at(database)) as ledger, ThreadPoolExecutor(1) as aside:
        importing = aside.submit(import_into, ledger, clone)
        while not importing.done():
            most = max(most, held())
            time.sleep(0.02)
        importing.result()
    return most / (1024 * 1024)


def held() -> int:
    """The bytes of this process and of those that it started, without what they share."""
    here = psutil.Process()
    total = 0
    for one in (here, *here.children(recursive=True)):
        with suppress(psutil.Error):  # it has ended meanwhile
            total += one.memory_full_info().uss
    return total


def ledger_at(path: Path) -> Ledger:
    url = f"sqlite:///{path}"
    with closing(Ledger(url, create=True)) as making:
        making.migrate()
    return open_ledger(url)
