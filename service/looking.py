"""A look: one consistent view of one repository, up to a position and a moment."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy
from datetime import datetime
from uuid import UUID

from domain.fact import Told
from domain.notebook import Signed
from domain.topics import decode
from projections.notes.edits import Notebook
from projections.recorded import Recorded
from projections.standing import ReadTags, States
from projections.table import Db
from projections.view import Authors, Commits, Names, Tags
from service.decided import Decided
from service.recorders.batch import moment, subject_key
from service.recorders.database import Dialect

CHUNK = 500  # parameters a query
PIECE = 2000  # facts at a time, where all are read


class Look:
    """`projections.view.View` over an open transaction."""

    def __init__(  # noqa: PLR0913 - the parts of a view, all named
        self,
        db: Db,
        dialect: Dialect,
        decided: Decided,
        *,
        stream: UUID,
        position: int,
        as_at: datetime | None,
        commits: Commits,
        names: Names,
        authors: Authors,
        states: Callable[[], States] = dict,
    ) -> None:
        self._db = db
        self._decided = decided
        self._column = dialect.position
        self._notebook: Notebook | None = None
        self._stream_id = dialect.stream_id(stream)
        self.stream = stream
        self.position = position
        self.as_at = as_at
        self.has_forge = True
        self.commits = commits
        self.names = names
        self.authors = authors
        self.tags: Tags = ReadTags(self, states if as_at is None else dict)

    def about(self, *subjects: str) -> list[Told]:
        """See `projections.view.View.about`."""
        wanted = frozenset(subjects)
        stream = self.stream.bytes
        # In order: of thousands, each query then reads its own part of the index.
        keys = sorted([subject_key(stream, subject) for subject in wanted])
        rows: dict[int, bytes] = {}
        for start in range(0, len(keys), CHUNK):
            piece = keys[start : start + CHUNK]
            rows.update(self._filed_under(piece))
        return [
            told
            for told in self._told(rows)
            # Another subject may share the key; the fact itself knows what it is about.
            if not wanted.isdisjoint(told.fact.about())
        ]

    def _filed_under(self, keys: list[int]) -> list[tuple[int, bytes]]:
        marks = ",".join("?" * len(keys))
        return self._db.all(
            f"SELECT e.{self._column}, e.state FROM fact_subject AS s"
            f" JOIN stored_events AS e ON e.{self._column} = s.position"
            f" WHERE s.subject IN ({marks}) AND s.position <= ?",
            *keys,
            self.position,
        )

    def at(self, positions: Collection[int]) -> list[Told]:
        """See `projections.view.View.at`."""
        wanted = sorted({position for position in positions if position <= self.position})
        rows: dict[int, bytes] = {}
        for start in range(0, len(wanted), CHUNK):
            piece = wanted[start : start + CHUNK]
            marks = ",".join("?" * len(piece))
            rows.update(
                self._db.all(
                    f"SELECT {self._column}, state FROM stored_events"
                    f" WHERE {self._column} IN ({marks})",
                    *piece,
                )
            )
        return self._told(rows)

    def everything(self) -> Iterator[Told]:
        """See `projections.view.View.everything`."""
        version = 0
        while rows := self._db.all(
            f"SELECT originator_version, {self._column}, state FROM stored_events"
            f" WHERE originator_id = ? AND originator_version > ? AND {self._column} <= ?"
            f" ORDER BY originator_version LIMIT {PIECE}",
            self._stream_id,
            version,
            self.position,
        ):
            version = rows[-1][0]
            for _, position, state in rows:
                fact = decode(state)
                if self.as_at is None or fact.at <= self.as_at:
                    yield Told(position, fact)

    def _told(self, rows: Mapping[int, bytes]) -> list[Told]:
        told = [Told(position, decode(rows[position])) for position in sorted(rows)]
        if self.as_at is None:
            return told
        return [one for one in told if one.fact.at <= self.as_at]

    def decisions(self, *subjects: str, stream: UUID | None = None) -> tuple[Recorded, ...]:
        """See `projections.view.View.decisions`."""
        return self._decided.about(
            self._db, stream or self.stream, subjects, self.position, self.as_at
        )

    def decision(self, position: int) -> Recorded | None:
        """See `projections.view.View.decision`."""
        if position > self.position:
            return None
        return self._decided.at(self._db, self.stream, position, self.as_at)

    def notebook(self) -> Notebook:
        """See `projections.view.View.notebook`; it is read once."""
        if self._notebook is None:
            self._notebook = self._decided.notebook(
                self._db, self.stream, self.position, self.as_at
            )
        return self._notebook

    def supposing(self, decisions: Iterable[Signed]) -> "Look":
        """The same, if these were decided too: nothing is recorded."""
        supposed = copy(self)
        supposed._notebook = self._decided.supposing(  # noqa: SLF001 - one of us
            self._db, self.stream, self.position, decisions
        )
        return supposed

    def recorded(self, positions: Collection[int]) -> dict[int, datetime]:
        """See `projections.view.View.recorded`."""
        return {
            position: moment(
                self._db.all(
                    "SELECT recorded FROM moment WHERE position >= ? ORDER BY position LIMIT 1",
                    position,
                )[0][0]
            )
            for position in set(positions)
        }
