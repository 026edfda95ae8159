"""A gate: a condition that a policy sets before a release, and what would meet it."""

from datetime import timedelta
from fnmatch import fnmatchcase

from msgspec import Struct

from domain.selector import EVERYTHING, Selector
from domain.threshold import Threshold


class RequiredChecks(Struct, frozen=True):
    """Each name, or glob of names, is of a check run, a status, a workflow or a test suite."""

    names: tuple[str, ...]

    METHOD = "its checks"


class Measured(Struct, frozen=True):
    """Evidence of a kind, by tools whose name the glob takes, with all figures within bounds."""

    kind: str
    name: str = "*"
    thresholds: tuple[Threshold, ...] = ()

    METHOD = "evidence that a tool tells"


class SignedOff(Struct, frozen=True):
    """A person who tried the release answers for it; with no names, whoever may sign off.

    `proved_within` is how lately the person must have proved who he is; None where nobody asks.
    """

    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    attachments: int = 0
    proved_within: timedelta | None = None

    METHOD = "a person's sign-off"

    @property
    def anybody(self) -> bool:
        """Whether the policy names nobody in particular."""
        return not (self.people or self.teams or self.roles)


class Soaked(Struct, frozen=True):
    """The commit stayed in the environment for so long, without a break."""

    environment: str
    time: timedelta

    METHOD = "time"


class NoOpenIssue(Struct, frozen=True):
    """No issue is open that bears one of the labels, or is in the milestone."""

    labels: tuple[str, ...] = ()
    milestone: str = ""

    METHOD = "closing the issues"


Way = RequiredChecks | Measured | SignedOff | Soaked | NoOpenIssue


class Gate(Struct, frozen=True):
    """`layer` is a word that the team sorts its gates by: unit, integration, security, UAT, …

    `max_age` is how old what meets it may be; None where it never grows too old.
    """

    name: str
    way: Way
    layer: str = ""
    selector: Selector = EVERYTHING
    max_age: timedelta | None = None
    waivable: bool = True


def names_it(pattern: str, *names: str) -> bool:
    """Whether the pattern is one of the names, or a glob that takes one of them."""
    return any(name == pattern or fnmatchcase(name, pattern) for name in names)
