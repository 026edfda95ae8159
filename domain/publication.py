"""A publication: one thing that we say elsewhere, from the wish until it stands there."""

from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event

from domain.aggregate import Aggregate, Beginning, Decision
from domain.errors import Refused

WANTED: Final = "wanted"
DONE: Final = "done"
GIVEN_UP: Final = "given up"

# What is told to channels outside of GitHub; who gets it twice knows it again by its id.
NOTIFICATION: Final = "notification"


def can_be_taken_up(kind: str, state: str) -> bool:
    """Whether it is over, and may be tried or sent again."""
    return state == GIVEN_UP or (state == DONE and kind == NOTIFICATION)


class Publication(Aggregate):
    """Known by its repository, its kind and its place; wanted anew when its content changes.

    The content itself is not kept: `digest` tells it, and `evidence` is the position of the ledger
    that it was made from.
    """

    TOPIC = "publication"

    class Wanted(Beginning):
        TOPIC = "publication.wanted"
        repository: str
        kind: str
        place: str
        about: list[str]
        digest: str
        evidence: int
        by: str
        at: datetime

    class Superseded(Decision):
        """Other content is wanted in the same place, whatever became of the former."""

        TOPIC = "publication.superseded"
        about: list[str]
        digest: str
        evidence: int
        by: str
        at: datetime

    class Done(Decision):
        """It stands there: `how` says whether it was created, edited, or found as it should be."""

        TOPIC = "publication.done"
        digest: str
        id: str
        url: str
        how: str
        at: datetime

    class GivenUp(Decision):
        TOPIC = "publication.given_up"
        digest: str
        reason: str
        at: datetime

    class TakenUp(Decision):
        """Somebody wants it to be tried again."""

        TOPIC = "publication.taken_up"
        by: str
        at: datetime

    @staticmethod
    def create_id(repository: UUID | str, kind: str, place: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"shipledger:/publication/{repository}/{kind}/{place}")

    @event(Wanted)
    def __init__(  # noqa: PLR0913, PLR0917 - a stored decision is flat
        self,
        repository: str,
        kind: str,
        place: str,
        about: list[str],
        digest: str,
        evidence: int,
        by: str,
        at: datetime,
    ) -> None:
        self.repository = repository
        self.kind = kind
        self.place = place
        self.about = tuple(about)
        self.digest = digest
        self.evidence = evidence
        self.by = by
        self.wanted_at = at
        self.state = WANTED
        self.said = ""  # the digest of what stands there, as far as we know
        self.said_id = ""
        self.url = ""
        self.how = ""
        self.reason = ""
        self.settled_at: datetime | None = None

    def want(self, *, about: list[str], digest: str, evidence: int, by: str, at: datetime) -> bool:
        """Want this content in the place; False where it is what was wanted last already."""
        if digest == self.digest:
            return False
        self._supersede(about=about, digest=digest, evidence=evidence, by=by, at=at)
        return True

    @event(Superseded)
    def _supersede(
        self, about: list[str], digest: str, evidence: int, by: str, at: datetime
    ) -> None:
        self.about = tuple(about)
        self.digest, self.evidence, self.by = digest, evidence, by
        self.wanted_at, self.state, self.reason = at, WANTED, ""

    def do(self, digest: str, *, id_: str, url: str, how: str, at: datetime) -> None:
        """It was said. Other content that was wanted meanwhile stays wanted."""
        self._do(digest=digest, id=id_, url=url, how=how, at=at)

    @event(Done)
    def _do(self, digest: str, id: str, url: str, how: str, at: datetime) -> None:  # noqa: A002 - a stored decision is flat
        self.said, self.said_id, self.url, self.how = digest, id, url, how
        self.settled_at = at
        if digest == self.digest:
            self.state, self.reason = DONE, ""

    def give_up(self, digest: str, *, reason: str, at: datetime) -> None:
        """It cannot be said, for the reason, or need not be any more."""
        if not reason.strip():
            raise Refused("Say why it is given up: somebody will want to mend it.")
        self._give_up(digest=digest, reason=reason, at=at)

    @event(GivenUp)
    def _give_up(self, digest: str, reason: str, at: datetime) -> None:
        self.settled_at = at
        if digest == self.digest:
            self.state, self.reason = GIVEN_UP, reason

    def take_up(self, *, by: str, at: datetime) -> None:
        """Try again what was given up, or send again what was sent."""
        if not can_be_taken_up(self.kind, self.state):
            raise Refused(
                f"It is {self.state}: only what was given up, and notifications that were sent,"
                " are taken up again."
            )
        self._take_up(by=by, at=at)

    @event(TakenUp)
    def _take_up(self, by: str, at: datetime) -> None:
        self.state, self.reason, self.by, self.wanted_at = WANTED, "", by, at
