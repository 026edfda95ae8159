"""A token: a key to some of the API, given to somebody until it expires or is taken back."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event
from msgspec import Struct

from domain.aggregate import Aggregate, Beginning, Decision
from domain.directory import key_of
from domain.errors import Refused

READ: Final = "read"
WRITE_EVENTS: Final = "events:write"
WRITE_DELIVERIES: Final = "deliveries:write"
WRITE_NOTES: Final = "notes:write"
WRITE_RELEASES: Final = "releases:write"
APPROVE: Final = "releases:approve"
DEPLOY: Final = "deployments:write"
ADMIN: Final = "admin"

SCOPES: Final = {
    READ: "see everything that the ledger answers",
    WRITE_EVENTS: "send events to the event API",
    WRITE_DELIVERIES: "have deliveries translated again",
    WRITE_NOTES: "decide about release notes: edits, bases, yanks, settings",
    WRITE_RELEASES: "plan releases, sign gates off, waive them, freeze",
    APPROVE: "approve and reject releases",
    DEPLOY: "promote, roll out and roll back",
    ADMIN: "all of these, and whatever is added to them",
}


class Terms(Struct, frozen=True):
    """What a token is wanted for; `person` is who decides with it, if it is no program's."""

    name: str
    scopes: frozenset[str]
    expires: datetime | None = None
    person: str = ""

    def check(self, at: datetime) -> None:
        """Refuse a token that nobody could answer for, that opens nothing, or that is over."""
        if not self.name.strip():
            raise Refused("Give the token a name that tells who uses it, for the day it leaks.")
        if not self.scopes or not self.scopes <= SCOPES.keys():
            wanted = ", ".join(sorted(self.scopes)) or "none"
            raise Refused(f"Scopes are one or more of {', '.join(SCOPES)}; not {wanted}.")
        if self.expires is not None and self.expires <= at:
            raise Refused(f"The token would have expired on {self.expires:%d %B %Y}, already past.")


class Revocation(NamedTuple):
    """Why it was taken back, by whom, and when."""

    reason: str
    by: str
    at: datetime


class Token(Aggregate):
    """Known by its number. Of the secret itself only the SHA-256 is kept."""

    TOPIC = "token"

    class Issued(Beginning):
        TOPIC = "token.issued"
        number: int
        digest: str
        name: str
        scopes: list[str]
        expires: datetime | None
        by: str
        at: datetime
        person: str = ""

    class Revoked(Decision):
        TOPIC = "token.revoked"
        reason: str
        by: str
        at: datetime

    @staticmethod
    def create_id(number: int) -> UUID:
        return uuid5(NAMESPACE_URL, f"shipledger:/token/{number}")

    @classmethod
    def issue(cls, number: int, digest: str, terms: Terms, *, by: str, at: datetime) -> "Token":
        """A new token, or a refusal of its terms."""
        terms.check(at)
        return cls(
            number=number,
            digest=digest,
            name=terms.name.strip(),
            scopes=sorted(terms.scopes),
            expires=terms.expires,
            by=by,
            at=at,
            person=terms.person and key_of(terms.person),
        )

    @event(Issued)
    def __init__(  # noqa: PLR0913, PLR0917 - a stored decision is flat
        self,
        number: int,
        digest: str,
        name: str,
        scopes: list[str],
        expires: datetime | None,
        by: str,
        at: datetime,
        person: str = "",
    ) -> None:
        self.number = number
        self.digest = digest
        self.name = name
        self.scopes = tuple(scopes)
        self.expires = expires
        self.by = by
        self.at = at
        self.person = person
        self.revocation: Revocation | None = None

    def revoke(self, *, reason: str, by: str, at: datetime) -> None:
        """Take it back for good; a lost token is replaced, never revived."""
        if self.revocation:
            raise Refused(f"{self.why_not(at)} Once is enough.")
        self._revoke(reason=reason, by=by, at=at)

    @event(Revoked)
    def _revoke(self, reason: str, by: str, at: datetime) -> None:
        self.revocation = Revocation(reason, by, at)

    def opens(self, scope: str) -> bool:
        """Whether its owner may do what the scope stands for."""
        return scope in self.scopes or ADMIN in self.scopes

    def why_not(self, now: datetime) -> str:
        """Why it opens nothing any more, as a sentence; empty while it is good."""
        if self.revocation:
            return f"Token {self.number} was revoked on {self.revocation.at:%d %B %Y}."
        if self.expires is not None and now >= self.expires:
            return f"Token {self.number} expired on {self.expires:%d %B %Y}."
        return ""
