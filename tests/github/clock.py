"""The hub's clock: it stands still until a story, or a wait for the rate limit, moves it on."""

from datetime import datetime, timedelta

from tests.payloads import DAWN, iso

__all__ = ["Clock", "iso"]


class Clock:
    """Call it for the moment it is."""

    def __init__(self, start: datetime = DAWN) -> None:
        self.now = start
        # A second for each deed of a story; requests are much faster than people.
        self.pace = 1.0

    def __call__(self) -> datetime:
        return self.now

    def tick(self) -> datetime:
        self.now += timedelta(seconds=self.pace)
        return self.now

    def advance(self, **by: float) -> datetime:
        """As timedelta spells it: `hub.clock.advance(days=3, minutes=1)`."""
        self.now += timedelta(**by)
        return self.now

    def wait(self, seconds: float) -> None:
        """What product code is given in the place of `time.sleep`."""
        self.now += timedelta(seconds=max(seconds, 0))
