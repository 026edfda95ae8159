"""Freezing: the windows that people declare for one repository, end early, and step over."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event

from domain import subject
from domain.aggregate import Aggregate, Beginning
from domain.deed import Deed, Signing, reasoned
from domain.edit import LONGEST_NAME, AlreadySo, line
from domain.errors import Refused
from domain.freeze import Window, proved
from domain.selector import Selector

FREEZES = "freezes"


class OfFreezes(Deed):
    """A decision about when the repository is open."""

    def about(self) -> tuple[str, ...]:
        return (FREEZES,)


class Freezing(Aggregate):
    """One for each repository. Windows that its file declares are not decided here."""

    TOPIC = "freezing"

    class Opened(Beginning):
        TOPIC = "freezing.opened"
        repository: str
        at: datetime

    class Declared(OfFreezes):
        """`way` is deny or allow; `start` is local to the zone, as ISO 8601; `lasts` in seconds."""

        TOPIC = "freezing.declared"
        number: int
        called: str
        way: str
        start: str
        lasts: int
        zone: str
        every: str
        rollbacks: bool
        components: list[str]
        environments: list[str]

        def apply(self, freezing: "Freezing") -> None:
            freezing.windows[self.number] = None

    class Ended(OfFreezes):
        """From then on it is as if it were not there."""

        TOPIC = "freezing.ended"
        number: int

        def apply(self, freezing: "Freezing") -> None:
            freezing.windows[self.number] = self.at

    class Overridden(OfFreezes):
        """One release may go on in one environment until a moment, whatever is frozen."""

        TOPIC = "freezing.overridden"
        release: str
        environment: str
        until: datetime

        def about(self) -> tuple[str, ...]:
            return FREEZES, subject.tag(self.release)

        def apply(self, freezing: "Freezing") -> None:
            freezing.overrides[self.release, self.environment] = self.until

    @staticmethod
    def create_id(repository: str) -> UUID:
        """By the repository's stream."""
        return uuid5(NAMESPACE_URL, f"shipledger:/freezing/{repository}")

    @classmethod
    def of(cls, repository: str, *, at: datetime) -> "Freezing":
        """An empty one."""
        return cls(repository=repository, at=at)

    @event(Opened)
    def __init__(self, repository: str, at: datetime) -> None:
        self.repository = repository
        self.at = at
        # By number: when it was ended, None while it stands.
        self.windows: dict[int, datetime | None] = {}
        self.overrides: dict[tuple[str, str], datetime] = {}

    def _decide(self, kind: type[OfFreezes], sign: Signing, **what: Any) -> None:
        self.trigger_event(kind, repository=self.repository, **what, **reasoned(sign)._asdict())

    def declare(self, window: Window, sign: Signing) -> int:
        """Let a window hold from now on; the number by which it can be ended."""
        proved(window)
        number = len(self.windows) + 1
        self._decide(
            self.Declared,
            sign,
            number=number,
            called=line("name", window.name, LONGEST_NAME),
            way=window.kind,
            start=window.start.isoformat(),
            lasts=round(window.lasts.total_seconds()),
            zone=window.zone,
            every=window.every,
            rollbacks=window.rollbacks,
            components=list(window.selector.components),
            environments=list(window.selector.environments),
        )
        return number

    def end(self, number: int, sign: Signing) -> None:
        """Let a window hold no more; what it held up before stays told."""
        if number not in self.windows:
            raise Refused(
                f"There is no window {number} that somebody declared. Those of .shipledger.yml"
                " are ended there."
            )
        if self.windows[number] is not None:
            raise AlreadySo(f"Window {number} was ended already.")
        self._decide(self.Ended, sign, number=number)

    def override(self, release: str, environment: str, until: datetime, sign: Signing) -> None:
        """Let one release into one environment until a moment, in spite of what is frozen."""
        if not environment:
            raise Refused("Say into which environment: a freeze is stepped over for one at a time.")
        if until <= sign.at:
            raise Refused(f"{until:%Y-%m-%d %H:%M} UTC has passed: say a moment to come.")
        if until - sign.at > timedelta(days=7):
            raise Refused("A week is the longest that a freeze is stepped over at once.")
        if self.overrides.get((release, environment)) == until:
            raise AlreadySo(f"{release} may go on in {environment} until then already.")
        self._decide(self.Overridden, sign, release=release, environment=environment, until=until)


def window_of(declared: Any) -> Window:
    """The window, out of the decision that declared it."""
    return Window(
        name=declared.called,
        kind=declared.way,
        start=datetime.fromisoformat(declared.start),
        lasts=timedelta(seconds=declared.lasts),
        zone=declared.zone,
        every=declared.every,
        rollbacks=declared.rollbacks,
        reason=declared.reason,
        selector=Selector((), tuple(declared.components), tuple(declared.environments)),
    )
