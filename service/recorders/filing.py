"""Filing: under which subjects decisions are found, written in the transaction that saves them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from domain.deed import Deed
from service.recorders.batch import subject_key

# Decisions are filed apart from facts: each has its own form, and its own readers.
PREFIX = "decided:"


def keys_of(deed: Deed) -> tuple[int, ...]:
    """Where a decision is filed: under all of its repository's, and each of its subjects."""
    stream = UUID(deed.repository)
    return tuple({decided_key(stream, one) for one in ("", *deed.about())})


def decided_key(stream: UUID, subject: str) -> int:
    """Where decisions about a subject are filed; all of the repository's under the empty one."""
    return subject_key(stream.bytes, PREFIX + subject)


def filed(events: Iterable[object]) -> list[tuple[int, ...]]:
    """The keys of each event, for `insert_events`; notebooks and the like have none."""
    return [keys_of(one) if isinstance(one, Deed) else () for one in events]


def rows(
    stored: Sequence[StoredEvent], keys: Sequence[tuple[int, ...]]
) -> Iterator[tuple[int, Any, int]]:
    """(key, stream, version) of everything that is to be filed."""
    for one, some in zip(stored, keys, strict=True):
        for key in some:
            yield key, one.originator_id, one.originator_version
