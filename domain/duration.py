"""A duration, as people write it in a policy: 90s, 30m, 24h, 7d, or several of them together."""

import re
from datetime import timedelta
from typing import Final

_UNITS: Final = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_PART: Final = re.compile(r"([0-9]{1,6})\s*([smhdw])\s*")
_WHOLE: Final = re.compile(rf"(?:{_PART.pattern})+")
_LONGEST: Final = timedelta(days=3660)

SAY: Final = "write a duration as 90s, 30m, 24h, 7d or 1d 12h, of at most ten years"


def duration(text: str) -> timedelta | None:
    """How long the text means; None where it is no duration."""
    told = text.strip()
    if not _WHOLE.fullmatch(told):
        return None
    parts = (int(number) * _UNITS[unit] for number, unit in _PART.findall(told))
    whole = sum(parts, timedelta())
    return whole if whole <= _LONGEST else None


def in_words(time: timedelta) -> str:
    """The two largest units that there are: `1d 12h`, `45m`."""
    left = max(int(time.total_seconds()), 0)
    words = []
    for unit in ("d", "h", "m", "s"):
        number, left = divmod(left, int(_UNITS[unit].total_seconds()))
        if number:
            words.append(f"{number}{unit}")
    return " ".join(words[:2]) or "0s"
