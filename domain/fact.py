"""A fact: something that happened, told by someone, written down once and read for ever."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

import msgspec

# Git refuses control characters in names; so do we, for the sake of every later reader.
Name = Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f]+\Z", max_length=1024)]
Sha = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(moment: datetime) -> int:
    """A moment in whole seconds since 1970, UTC; what is left over is dropped, also before it."""
    since = moment - EPOCH
    return since.days * 86_400 + since.seconds


class Actor(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who did it, as the source named them then.

    `kind` is `user`, `bot` or `organization` for accounts of a forge, `git` for a name out of a
    commit, `tool` for a sender of the event API.
    """

    name: str
    id: int | None = None
    kind: str = "user"
    email: str = ""


class Fact(msgspec.Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """Something happened.

    `at`        when it happened, by its source's clock, in UTC.
    `via`       where we have it from: `github:<delivery>`, `git:<import>`, `event:<source> <id>`.
    `by`        who caused it, where the source said so.
    `inferred`  why we believe what the source did not say in so many words; empty where it did.

    These four come first in the stored array and are fixed for ever: a fact grows only at its own
    end, by fields with defaults.
    """

    at: datetime
    via: str
    by: Actor | None = None
    inferred: str = ""

    def about(self) -> tuple[str, ...]:
        """The subjects under which this fact is found again, never the repository itself."""
        raise NotImplementedError


class Told(NamedTuple):
    """A fact at its place in the ledger; later positions were recorded later."""

    position: int
    fact: Fact


class Keyed(NamedTuple):
    """A fact as it comes out of a translator, with the key under which it is recorded only once.

    With `once=""` the delivery alone guards against a second recording; with a key, the same fact
    may come by other deliveries, polls and imports, and is recorded the first time only. The key
    is scoped to the stream.
    """

    fact: Fact
    once: str = ""


def topic(fact: Fact | type[Fact]) -> str:
    """The stored name of a fact, `noun.past_participle.version`; never a Python path."""
    return str(fact.__struct_config__.tag)


def latest(told: Iterable[Told]) -> Told | None:
    """The last by the source's clock; content breaks a tie, so that order of arrival does not."""
    return max(told, key=lambda one: (one.fact.at, encode_key(one.fact)), default=None)


def encode_key(fact: Fact) -> bytes:
    """A fact's own bytes without its provenance: the same event told twice sorts as one."""
    return msgspec.json.encode(msgspec.structs.replace(fact, via=""))
