"""What was decided: a repository's notebook at a position, folded once for each of its versions."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from eventsourcing.persistence import Mapper, StoredEvent

from domain.deed import Deed
from domain.notebook import Notebook as Decisions
from domain.notebook import Signed
from projections.notes.edits import Notebook
from projections.notes.notebook import notebook
from projections.recorded import Recorded
from projections.table import Db
from service.following import uuid_of
from service.memory import Memory
from service.recorders.database import Dialect
from service.recorders.filing import decided_key

# Few: a notebook with all the settings that it may hold is some megabytes.
KEPT: Final = 16


class Decided:
    """Made once a process; thread-safe. What is recorded never changes, so nothing expires."""

    def __init__(self, dialect: Dialect, mapper: Mapper[UUID]) -> None:
        self._dialect = dialect
        self._mapper = mapper
        self._memory: Memory[Notebook] = Memory(KEPT)

    def notebook(self, db: Db, stream: UUID, position: int, as_at: datetime | None) -> Notebook:
        """All that stood at the position, of what was decided by the moment."""
        version = self._version(db, stream, position)
        return self._memory.recall(
            (stream, version, as_at),
            lambda: notebook(self._recorded(db, stream, position), as_at),
        )

    def supposing(
        self, db: Db, stream: UUID, position: int, decisions: Iterable[Signed]
    ) -> Notebook:
        """The same, if these were decided too."""
        later = (Recorded(position, one) for one in decisions)
        return notebook([*self._recorded(db, stream, position), *later])

    def about(
        self,
        db: Db,
        stream: UUID,
        subjects: tuple[str, ...],
        position: int,
        as_at: datetime | None,
    ) -> tuple[Recorded, ...]:
        """The decisions about any of the subjects, by position; about all where there is none."""
        wanted = frozenset(subjects)
        keys = sorted({decided_key(stream, subject) for subject in wanted or ("",)})
        return tuple(
            one
            for one in self._filed(db, keys, position)
            # Another subject may share the key; the decision itself knows what it is about.
            if one.decision.repository == str(stream)
            and (not wanted or not wanted.isdisjoint(one.decision.about()))
            and (as_at is None or one.decision.at <= as_at)
        )

    def at(self, db: Db, stream: UUID, position: int, as_at: datetime | None) -> Recorded | None:
        """The decision at a position, where it is about the repository."""
        for id_, version, topic, state in db.all(
            "SELECT originator_id, originator_version, topic, state FROM stored_events"
            f" WHERE {self._dialect.position} = ?",
            position,
        ):
            stored = StoredEvent(uuid_of(id_), version, topic, bytes(state))
            made = self._mapper.to_domain_event(stored)
            if isinstance(made, Deed) and made.repository == str(stream):
                return Recorded(position, made) if as_at is None or made.at <= as_at else None
        return None

    def _filed(self, db: Db, keys: list[int], position: int) -> Iterator[Recorded]:
        column, marks = self._dialect.position, ",".join("?" * len(keys))
        for at, id_, version, topic, state in db.all(
            f"SELECT DISTINCT e.{column}, e.originator_id, e.originator_version, e.topic, e.state"
            f" FROM fact_subject AS s JOIN stored_events AS e ON e.{column} = s.position"
            f" WHERE s.subject IN ({marks}) AND s.position <= ? ORDER BY e.{column}",
            *(*keys, position),
        ):
            stored = StoredEvent(uuid_of(id_), version, topic, bytes(state))
            yield Recorded(at, self._mapper.to_domain_event(stored))

    def _version(self, db: Db, stream: UUID, position: int) -> int:
        ((version,),) = db.all(
            "SELECT coalesce(max(originator_version), 0) FROM stored_events"
            f" WHERE originator_id = ? AND {self._dialect.position} <= ?",
            self._dialect.stream_id(Decisions.create_id(stream)),
            position,
        )
        return int(version)

    def _recorded(self, db: Db, stream: UUID, position: int) -> Iterator[Recorded]:
        id_, column = Decisions.create_id(stream), self._dialect.position
        for at, version, topic, state in db.all(
            f"SELECT {column}, originator_version, topic, state FROM stored_events"
            f" WHERE originator_id = ? AND {column} <= ? ORDER BY originator_version",
            self._dialect.stream_id(id_),
            position,
        ):
            made = self._mapper.to_domain_event(StoredEvent(id_, version, topic, bytes(state)))
            if isinstance(made, Signed):
                yield Recorded(at, made)
