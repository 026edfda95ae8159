"""A deed: what somebody decided about a release's process, with all that an audit asks about it."""

from dataclasses import field
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from domain.aggregate import Decision
from domain.duration import in_words
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
    `proved`   when the person last showed a password or key; None where nobody knows.
    """

    by: str
    at: datetime
    reason: str = ""
    name: str = ""
    means: str = ""
    channel: str = ""
    request: str = ""
    seen: int = 0
    proved: datetime | None = None


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
    proved: datetime | None = field(default=None, kw_only=True)

    def about(self) -> tuple[str, ...]:
        """The subjects under which it can be found, spelled as those of facts are."""
        return ()


class Unproved(Refused):
    """Who is to sign has to prove anew who he is: that may help, as nothing else does."""


def prove_fresh(signing: Signing, within: timedelta | None) -> None:
    """Raise `Unproved` where the proof of who signs is older than that, or where there is none."""
    if within is None:
        return
    wanted = f"The policy wants who signs to have proved who he is within {in_words(within)}"
    if signing.proved is None:
        raise Unproved(f"{wanted}: a token, a shell and a comment prove nothing anew. Log in.")
    if signing.at - signing.proved > within:
        raise Unproved(
            f"{wanted}, and you did on {signing.proved:%Y-%m-%d at %H:%M} UTC: prove it again."
        )


def reasoned(signing: Signing) -> Signing:
    """A signing that says why; refuses one that does not."""
    if not signing.reason.strip():
        raise Refused("Say why, in a sentence: whoever reads this in a year will ask.")
    return signing._replace(reason=line("reason", signing.reason, LONGEST_REASON))
