"""What GitHub's payloads have in common: who, where, when, and how facts are told of them.

Each event's file declares only what we read of its payload; everything else is skipped unread. A
declared constraint is proven by the decoder, so that no fact is made that could not be read again.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Annotated, NamedTuple
from uuid import UUID

import msgspec
from msgspec import structs

from domain.fact import Actor, Keyed
from domain.repository import RepositoryNamed, stream_of
from webhooks.translation import Chapter, Envelope, Translation

Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
# Half of what the ledger takes for a name: an owner and a former name are put together to one.
FullName = Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f]+\Z", max_length=500)]
# An empty repository has no default branch.
Branch = Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f]*\Z", max_length=1024)]
# The same field is a number in one event and a text in another; the last second is of year 9999.
Epoch = Annotated[int, msgspec.Meta(ge=0, le=253_402_300_799)]
Stamp = Epoch | Moment

# What `inferred` says where the event has no time of its own.
NOT_BEFORE = "at: just after the latest stamp in the delivery; it happened then or later"
WITHIN_THE_HOUR = "at: the full hour before the delivery; told once for all of the hour"
ARRIVAL = "at: time of arrival"

# What has no time of its own followed everything that its delivery dates: a deletion the last edit.
JUST_AFTER = timedelta(microseconds=1)


class Part(msgspec.Struct, frozen=True, gc=False):
    """A piece of a payload."""


class Account(Part, frozen=True):
    login: str
    id: Number | None = None
    type: str = "User"

    def actor(self) -> Actor:
        return Actor(self.login, self.id, self.type.lower())


class Repository(Part, frozen=True):
    id: Number
    full_name: FullName
    default_branch: Branch | None = None
    private: bool = False
    html_url: str | None = None
    pushed_at: Stamp | None = None
    updated_at: Stamp | None = None


class Payload(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An event of one repository."""

    repository: Repository
    sender: Account | None = None
    action: str = ""

    def by(self) -> Actor | None:
        return self.sender.actor() if self.sender else None


class From(Part, frozen=True):
    """A former value, in `changes`."""

    from_: str | None = msgspec.field(default=None, name="from")


class When(NamedTuple):
    """`at` and `inferred` of a fact."""

    at: datetime
    inferred: str = ""

    def once(self, *parts: object) -> str:
        """A key out of the parts and the moment.

        It is empty where the moment is inferred: then a second such event could look the same, and
        the delivery alone guards against repetition.
        """
        return "" if self.inferred else ":".join(map(str, (*parts, self.at.isoformat())))


def utc(stamp: int | datetime) -> datetime:
    if isinstance(stamp, int):
        return datetime.fromtimestamp(stamp, UTC)
    return stamp if stamp.tzinfo is UTC else stamp.astimezone(UTC)


def when(payload: Payload, envelope: Envelope, *stamps: int | datetime | None) -> When:
    """The first stamp that was given: the event's own."""
    for stamp in stamps:
        if stamp is not None:
            return When(utc(stamp))
    return not_before(payload, envelope)


def not_before(payload: Payload, envelope: Envelope, *stamps: int | datetime | None) -> When:
    """Just after the latest stamp in the payload, for an event that has none of its own."""
    latest = _latest(*stamps, payload.repository.pushed_at, payload.repository.updated_at)
    if latest is None:
        return When(utc(envelope.received), ARRIVAL)
    return When(latest + JUST_AFTER, NOT_BEFORE)


def _latest(*stamps: int | datetime | None) -> datetime | None:
    # Every delivery passes here: a loop is half the price of `max` over a generator.
    latest = None
    for stamp in stamps:
        if stamp is not None:
            moment = utc(stamp)
            if latest is None or moment > latest:
                latest = moment
    return latest


def tell(payload: Payload, envelope: Envelope, *facts: Keyed, note: str = "") -> Translation:
    """The facts in their repository's stream, after what the repository is called."""
    named = name(payload.repository, envelope, *(keyed.fact.at for keyed in facts))
    return Translation((Chapter(stream(payload.repository.id), (named, *facts)),), note)


def unfollowed(payload: Payload, envelope: Envelope, why: str = "") -> Translation:
    """No fact but the repository's name, and a note of what was not followed."""
    return tell(payload, envelope, note=unfollowed_note(envelope.event, payload.action, why))


def unfollowed_note(event: str, action: str = "", why: str = "") -> str:
    return f"unfollowed: {' '.join(filter(None, (event, action)))}{why and f' ({why})'}"


def name(repository: Repository, envelope: Envelope, *stamps: datetime) -> Keyed:
    """What the repository is called, told once an hour for each way of calling it.

    Once for ever would be too seldom: a repository that is private, public and private again, while
    GitHub's word of that was lost, must not be taken for public ever after. Its time is the full
    hour, so that it does not matter which of the hour's deliveries came first.
    """
    exact = described(repository, envelope, *stamps)
    hour = exact.at.replace(minute=0, second=0, microsecond=0)
    said = f"{exact.name}:{exact.default_branch}:{exact.private}:{exact.url}"
    return Keyed(
        structs.replace(exact, at=hour, inferred=exact.inferred or WITHIN_THE_HOUR),
        f"named:{said}:{hour:%Y-%m-%dT%H}",
    )


def described(repository: Repository, envelope: Envelope, *stamps: datetime) -> RepositoryNamed:
    """What the repository is called, at the latest moment that its delivery tells of."""
    latest = _latest(*stamps, repository.pushed_at, repository.updated_at)
    return RepositoryNamed(
        at=latest or utc(envelope.received),
        via=envelope.via,
        inferred="" if latest else ARRIVAL,
        name=repository.full_name,
        forge="github",
        forge_id=str(repository.id),
        default_branch=repository.default_branch or "",
        private=repository.private,
        url=repository.html_url or "",
    )


def digest(*texts: str) -> str:
    """A short stand-in for texts in a key."""
    return blake2b("\x1f".join(texts).encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=1024)
def stream(id_: int) -> UUID:
    return stream_of("github", str(id_))
