"""CalVer: versions whose numbers are dates, by a pattern such as `YYYY.0M.MICRO`.

https://calver.org names the parts. The date is the caller's: nothing here looks at a clock.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final

MAJOR, MINOR, MICRO = "MAJOR", "MINOR", "MICRO"

# Each part of a date, as it is written on a day.
_DATES: Final[dict[str, Callable[[date], str]]] = {
    "YYYY": lambda day: str(day.year),
    "YY": lambda day: str(day.year - 2000),
    "0Y": lambda day: f"{day.year - 2000:02}",
    "MM": lambda day: str(day.month),
    "0M": lambda day: f"{day.month:02}",
    "WW": lambda day: str(day.isocalendar().week),
    "0W": lambda day: f"{day.isocalendar().week:02}",
    "DD": lambda day: str(day.day),
    "0D": lambda day: f"{day.day:02}",
}
_COUNTED = (MAJOR, MINOR, MICRO)
_PART = re.compile("|".join((*_DATES, *_COUNTED)))
_BETWEEN = re.compile(r"[._-]?")


def fault_of_pattern(pattern: str) -> str:
    """What is wrong with a pattern, in words; empty where nothing is."""
    parts = _PART.findall(pattern)
    if not any(part in _DATES for part in parts) or len(pattern) > 60:
        return f"is no pattern of CalVer: join some of {', '.join((*_DATES, *_COUNTED))} by dots"
    if len(set(parts)) < len(parts):
        return "names a part twice: name each once"
    if not all(_BETWEEN.fullmatch(text) for text in _PART.split(pattern)):
        return "has more than dots, dashes and underscores between its parts"
    return ""


def next_version(pattern: str, current: str, day: date, bump: str) -> str:
    """The version after `current` on that day; the same again where the pattern counts nothing.

    A new date begins to count from nought. On the same date the last count goes up, or for a
    `minor` or `major` change the one of that name, where the pattern has it.
    """
    read = _numbers(pattern, current)
    dated = {part: tell(day) for part, tell in _DATES.items()}
    counts = {part: read.get(part, 0) for part in _COUNTED}
    same = bool(read) and all(int(dated[part]) == read[part] for part in read if part in _DATES)
    if read and not same:
        counts[MINOR] = counts[MICRO] = 0
    elif read:
        _count(counts, [part for part in _COUNTED if part in read], bump)
    written = dated | {part: str(count) for part, count in counts.items()}
    return _PART.sub(lambda found: written[found[0]], pattern)


def _count(counts: dict[str, int], there: list[str], bump: str) -> None:
    """One more of what the change asks for, and nought for all that is less."""
    wanted = {"major": MAJOR, "minor": MINOR}.get(bump, MICRO)
    less = [part for part in there if _COUNTED.index(part) >= _COUNTED.index(wanted)]
    if not there:
        return
    counted = less[0] if less else there[-1]
    counts[counted] += 1
    for part in _COUNTED[_COUNTED.index(counted) + 1 :]:
        counts[part] = 0


def _numbers(pattern: str, version: str) -> dict[str, int]:
    """What each part of a version is; nothing where it was not made by the pattern."""
    found = _reading(pattern).fullmatch(version)
    parts = _PART.findall(pattern)
    return dict(zip(parts, map(int, found.groups()), strict=True)) if found else {}


@lru_cache(maxsize=64)
def _reading(pattern: str) -> re.Pattern[str]:
    between = (re.escape(text) for text in _PART.split(pattern))
    return re.compile("([0-9]{1,9})".join(between))
