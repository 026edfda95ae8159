"""Health: a figure that a tool measured in an environment while something ran there."""

from typing import Final

from domain import subject
from domain.fact import Fact

# Far from any figure that is measured, and near enough to be told apart from a fault.
MOST: Final = 1e30


class HealthRead(Fact, frozen=True, kw_only=True, tag="health.read.1"):
    """A measure was read: `error_rate` 0.002, of so many requests where `sample` says.

    `sha` and `target` are filled where the tool named the commit, and the cluster, region or host,
    that it measured. Readings are many and old ones are seldom asked for, so they are filed by
    their environment and day, and under nothing else.
    """

    environment: str
    measure: str
    value: float
    sample: int | None = None
    sha: str = ""
    target: str = ""
    url: str = ""

    def about(self) -> tuple[str, ...]:
        return (subject.health(self.environment, self.at),)
