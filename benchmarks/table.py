"""A table of figures: each a ratio against a floor that was measured in the same run."""

import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from service.recorders.sqlite_engine import sqlite3


class Figure(Struct, frozen=True):
    """One line: `value` as it was measured, `goal` as it was promised."""

    what: str
    value: str
    goal: str = ""
    kept: bool | None = None


def timed(deed: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def interleaved(
    first: Callable[[], Any], second: Callable[[], Any], *, rounds: int
) -> tuple[float, float]:
    """The medians of two deeds that took turns, so that a busy machine is busy for both."""
    first()
    second()
    pairs = [(timed(first), timed(second)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def markdown(title: str, figures: Sequence[Figure]) -> str:
    """The table as it stands in docs/performance.md."""
    lines = [f"## {title}", "", "| what | measured | goal | |", "|---|---|---|---|"]
    marks = {True: "kept", False: "**missed**", None: ""}
    lines += [f"| {f.what} | {f.value} | {f.goal} | {marks[f.kept]} |" for f in figures]
    return "\n".join(lines)


def machine() -> str:
    """What it was measured on."""
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.machine()}, {sys.platform}"
    )
