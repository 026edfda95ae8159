"""The stage: a repository with its clock, its props, and all that GitHub told of it so far."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from service.demonstration.cast import Person, Repository
from service.demonstration.git import Commit, sha
from service.demonstration.payloads import common
from service.demonstration.props.code import Shelf


class DemoDelivery(NamedTuple):
    """A delivery as GitHub would make it, at its time; the same ids whenever the show is given."""

    event: str
    delivery: str
    payload: dict[str, Any]
    at: datetime


@dataclass(slots=True)
class Stage:
    """Acts move the clock forward and tell what happened; nothing is ever told out of order."""

    repository: Repository
    days: list[datetime]
    now: datetime
    clock: datetime = field(init=False)
    pushed_at: datetime = field(init=False)
    shelf: Shelf = field(default_factory=Shelf)
    told: list[DemoDelivery] = field(default_factory=list)
    ids: int = 0
    numbers: int = 0

    def __post_init__(self) -> None:
        self.clock = self.pushed_at = self.days[0]

    def day(self, number: int, hour: float = 0.5) -> None:
        """Go on to so many hours after the opening of a working day, counted from 0."""
        self._go_to(self.days[number] + timedelta(hours=hour + 2.5 * self.chance("day", number)))

    def minutes_ago(self, minutes: float) -> None:
        """Go on to so many minutes before now."""
        self._go_to(self.now - timedelta(minutes=minutes))

    def wait(self, low: float, high: float) -> None:
        """Let between so many minutes pass, by a chance that is always the same."""
        minutes = low + (high - low) * self.chance(low, high, len(self.told))
        self.clock += timedelta(seconds=round(60 * minutes))

    def chance(self, *about: object) -> float:
        """A number from 0 to 1 that looks like one drawn, and is not."""
        return int(sha(self.repository.name, *about)[:8], 16) / 0xFFFFFFFF

    def id(self) -> int:
        self.ids += 1
        return self.repository.id * 10_000 + self.ids

    def number(self) -> int:
        """The next number, which issues and pull requests share."""
        self.numbers += 1
        return self.numbers

    def head(self, branch: str = "main") -> Commit:
        return self.shelf.branches[branch]

    def tell(self, event: str, by: Person, payload: dict[str, Any]) -> None:
        """GitHub's delivery of what has just happened."""
        whole = payload | {
            "repository": self._repository(event),
            "organization": common.organisation(),
            "sender": common.account(by),
            "installation": common.installation(),
        }
        name = f"{self.repository.full_name}/{len(self.told)}"
        id_ = str(uuid5(NAMESPACE_URL, f"demonstration:{name}"))
        self.told.append(DemoDelivery(event, id_, whole, self.clock))

    def _repository(self, event: str) -> common.Payload:
        """In a `push`, and nowhere else, two moments are numbers."""
        whole = common.repository(
            self.repository, pushed_at=self.pushed_at, updated_at=self.days[0]
        )
        if event == "push":
            whole["pushed_at"] = int(self.pushed_at.timestamp())
            whole["created_at"] = 1675677600
        return whole

    def _go_to(self, at: datetime) -> None:
        if at < self.clock:
            raise ValueError(
                f"{self.repository.name} is at {self.clock}, after {at}: mend its plot"
            )
        self.clock = at.replace(microsecond=0)
