"""A deed: what somebody decided about a release's process, with all that an audit asks about it."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from domain.aggregate import Decision
from domain.edit import LONGEST_REASON, line
from domain.errors import Refused

# The stream under which everything is filed that is of no single repository: people, teams, roles.
EVERYWHERE: Final = UUID(int=0)


class Signing(NamedTuple):
    """Who decides, how that was proved, from where, why and when.

    `by`       the person's key: a login, or `token:7` for a program that acts for nobody.
    `name`     how the person was called at that time.
    `means`    what proved it: `session:github`, `session:oidc`, `token:7`, `shell`, `comment`.
    `channel`  where it was decided: `api`, `web`, `cli`, `github`, `policy`.
    `request`  the request's id, for the log.
    `seen`     the ledger's position that the decision was based on.
    """

    by: str
    at: datetime
    reason: str = ""
    name: str = ""
    means: str = ""
    channel: str = ""
    request: str = ""
    seen: int = 0


class Deed(Decision):
    """`repository` is the stream, spelled as a UUID; see `Signing` for the other fields."""

    repository: str
    by: str
    at: datetime
    reason: str
    name: str
    means: str
    channel: str
    request: str
    seen: int

    def about(self) -> tuple[str, ...]:
        """The subjects under which it can be found, spelled as those of facts are."""
        return ()


def reasoned(signing: Signing) -> Signing:
    """A signing that says why; refuses one that does not."""
    if not signing.reason.strip():
        raise Refused("Say why, in a sentence: whoever reads this in a year will ask.")
    return signing._replace(reason=line("reason", signing.reason, LONGEST_REASON))
