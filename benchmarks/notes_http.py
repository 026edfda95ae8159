"""Notes over HTTP: releases and ranges of real histories, against what their bare facts cost."""

import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from msgspec import Struct

from benchmarks.git_import import CORPORA, import_into, ledger_at
from benchmarks.ingest import OURS, PORT, server
from benchmarks.load import HEAD_END, Result, run
from benchmarks.table import Figure, timed
from domain.topics import decode
from projections.notes.settings import Settings
from projections.notes.span import release_spans
from projections.repositories import repository
from projections.view import View
from service.ledger import Ledger

TITLE = "Notes over HTTP (SQLite, one process, one connection)"
# The most that a request may take, in milliseconds.
GOALS: Final = {"flask": 20, "rails": 150}
FORMATS: Final = ("json", "markdown")
REQUESTS = 300


class Question(Struct, frozen=True):
    """The address without its format, and the commits that the answer is made of."""

    path: str
    base: str | None
    head: str


def measure() -> Iterator[Figure]:
    unpack = CORPORA / "histories" / "unpack.sh"
    if not unpack.is_file():
        yield Figure("skipped: set SHIPLEDGER_CORPORA to the folder of real histories", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, goal in GOALS.items():
            clone = Path(folder) / f"{name}.git"
            subprocess.run([unpack, name, clone], check=True)
            yield from of_history(name, clone, Path(folder) / f"{name}.db", goal)


def of_history(name: str, clone: Path, database: Path, goal: int) -> Iterator[Figure]:
    """Both formats in processes of their own, so that neither finds what the other left."""
    with closing(ledger_at(database)) as ledger:
        import_into(ledger, clone)
        with ledger.stand() as stand:
            (stream,) = ledger.streams(stand)
            view = ledger.view(stand, stream)
            asked = questions(view)
            unreleased = f"/api/v1/repositories/{repository(view).name}/notes/unreleased"
        floors = [floor(ledger, one) for one in asked]
    for form in FORMATS:
        what = f"{name}, {form}"
        with server(OURS, f"sqlite:///{database}", 1, SHIPLEDGER_PUBLIC_READ="true"):
            drive(["/livez"] * 50)
            bare = drive(["/livez"] * REQUESTS)
            begun = drive([f"{unreleased}?format={form}"])
            paths = [f"{one.path}format={form}" for one in asked]
            first, again = drive(paths), drive(paths)
            waiting = drive([f"{unreleased}?format={form}"] * 20)
        yield Figure(f"{what}: the first answer of the process", milliseconds(begun))
        yield judged(
            f"{what}: {len(paths)} releases and ranges, each for the first time", first, goal
        )
        yield judged(f"{what}: the same again, with nothing recorded since", again, goal)
        yield Figure(f"{what}: what is unreleased, 20 times", milliseconds(waiting))
    yield Figure(f"{name}: floor, `/livez`", milliseconds(bare))
    yield Figure(
        f"{name}: floor, SELECT and decode of the commits alone",
        milliseconds(Result(latencies=floors)),
    )


def questions(view: View) -> list[Question]:
    """As many releases as ranges between neighbours, in no order."""
    base = f"/api/v1/repositories/{repository(view).name}"
    spans = list(release_spans(view, "", Settings()))
    found = [
        Question(f"{base}/releases/{quote(one.tag, safe='')}/notes?", one.base_sha, one.head_sha)
        for one in spans
    ]
    found += [
        Question(
            f"{base}/notes?{urlencode({'from': f'tag:{earlier.tag}', 'to': f'tag:{later.tag}'})}&",
            earlier.head_sha,
            later.head_sha,
        )
        for later, earlier in pairwise(spans)
    ]
    chosen = random.Random(REQUESTS)
    return chosen.sample(found, min(REQUESTS, len(found)))


def floor(ledger: Ledger, asked: Question) -> float:
    """The seconds of the raw driver's rows and their decoding, of the commits alone."""
    with ledger.stand() as stand:
        (stream,) = ledger.streams(stand)
        members = ledger.view(stand, stream).commits.between(asked.base, asked.head).commits
        cursor = stand.db._cursor  # type: ignore[attr-defined]  # noqa: SLF001 - below our own floor

        def read() -> None:
            for start in range(0, len(members), 500):
                piece = [one.position for one in members[start : start + 500]]
                marks = ",".join("?" * len(piece))
                for (state,) in cursor.execute(
                    f"SELECT state FROM stored_events WHERE rowid IN ({marks})", piece
                ):
                    decode(state)

        read()
        return timed(read)


def drive(paths: Sequence[str]) -> Result:
    result = run(PORT, [get(path) for path in paths], connections=1)
    if set(result.statuses) != {200}:
        raise RuntimeError(f"not everything was answered: {result.statuses}")
    return result


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1".encode() + HEAD_END


def judged(what: str, result: Result, goal: int) -> Figure:
    kept = result.percentile(0.99) * 1000 < goal
    return Figure(what, milliseconds(result), f"p99 under {goal} ms", kept)


def milliseconds(result: Result) -> str:
    if len(result.latencies) == 1:
        return f"{result.latencies[0] * 1000:.0f} ms"
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    told = (f"{name} {result.percentile(one) * 1000:.1f}" for name, one in shares.items())
    return f"{', '.join(told)} ms"
