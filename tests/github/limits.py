"""How much one may ask: the primary limit by the hour, and the secondary one on what is created.

GitHub's documentation: 5,000 requests an hour; about 80 requests a minute and 500 an hour that
create content. An answer 304 costs nothing.
"""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.github.answers import Refused

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass
class Window:
    begins: datetime
    used: int = 0

    @property
    def resets(self) -> int:
        return int((self.begins + HOUR).timestamp())


class Limits:
    def __init__(self, core: int = 5000, a_minute: int = 80, an_hour: int = 500) -> None:
        self.core, self.a_minute, self.an_hour = core, a_minute, an_hour
        self.windows: dict[str, Window] = {}
        self.created: dict[str, deque[datetime]] = defaultdict(deque)

    def window(self, who: str, now: datetime) -> Window:
        window = self.windows.get(who)
        if window is None or now >= window.begins + HOUR:
            window = self.windows[who] = Window(now)
        return window

    def spend(self, who: str, now: datetime) -> None:
        window = self.window(who, now)
        if window.used >= self.core:
            raise Refused(
                403,
                f"API rate limit exceeded for {who}. If you reach out to GitHub Support for help, "
                "please include the request ID.",
                headers=self.headers(who, now),
            )
        window.used += 1

    def refund(self, who: str, now: datetime) -> None:
        self.window(who, now).used -= 1

    def create(self, who: str, now: datetime) -> None:
        made = self.created[who]
        while made and made[0] <= now - HOUR:
            made.popleft()
        if len(made) >= self.an_hour or sum(at > now - MINUTE for at in made) >= self.a_minute:
            raise secondary()
        made.append(now)

    def headers(self, who: str, now: datetime) -> dict[str, str]:
        window = self.window(who, now)
        return {
            "X-RateLimit-Limit": str(self.core),
            "X-RateLimit-Remaining": str(max(self.core - window.used, 0)),
            "X-RateLimit-Used": str(window.used),
            "X-RateLimit-Reset": str(window.resets),
            "X-RateLimit-Resource": "core",
        }

    def seen(self, who: str, now: datetime) -> dict[str, int]:
        window = self.window(who, now)
        left = max(self.core - window.used, 0)
        return {"limit": self.core, "used": window.used, "remaining": left, "reset": window.resets}


def secondary(seconds: int = 60) -> Refused:
    return Refused(
        403,
        "You have exceeded a secondary rate limit and have been temporarily blocked from content "
        "creation. Please retry your request again later.",
        headers={"Retry-After": str(seconds)},
    )
