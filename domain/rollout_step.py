"""A step of a rollout: whom it reaches, and what it takes before the next one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple, Self


class Step(NamedTuple):
    """`percent`, `ring` and `region` say whom it reaches; `time` is the least that it lasts.

    `sample` is the least that was read in it of requests, users or devices; a `manual` one waits
    for a person after that.
    """

    name: str
    percent: float | None = None
    ring: str = ""
    region: str = ""
    time: timedelta = timedelta()
    sample: int = 0
    manual: bool = False

    def told(self) -> dict[str, Any]:
        """As a decision keeps it; the time is in seconds."""
        return {**self._asdict(), "time": self.time.total_seconds()}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """As a decision kept it."""
        return cls(**{**told, "time": timedelta(seconds=told["time"])})


# Where nobody wrote down steps: everybody at once.
AT_ONCE: Final = (Step("everybody", percent=100),)
