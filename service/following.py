"""Following: the projections' tables take in the ledger, in its order, and can be made anew."""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import count
from uuid import UUID

from msgspec import Struct

from projections.commit_graph import CommitGraph
from projections.first_commits import FirstCommits
from projections.names import Names
from projections.repository_names import RepositoryNames
from projections.stored import read
from projections.table import Db, Filed, Table
from service.recorders.batch import FactRow
from service.recorders.database import Database
from service.recorders.errors import SchemaMissing

PAGE = 4000

# Every table there is, by the name under which its progress is kept.
TABLES: dict[str, Callable[[str], Table]] = {
    "commit_graph": CommitGraph,
    "release_names": Names,
    "repository_names": RepositoryNames,
    "first_commits": FirstCommits,
}


class Progress(Struct, frozen=True):
    """Where a follower stands; `shape` tells its columns from those of an older version."""

    incarnation: int
    position: int
    shape: str


class Verification(Struct, frozen=True):
    """What a rebuild found: equal digests mean that the table was what the ledger says."""

    name: str
    position: int
    digest: str
    rebuilt: str

    @property
    def equal(self) -> bool:
        return self.digest == self.rebuilt


def shape_of(table: Table) -> str:
    """Tables of the same columns have the same shape."""
    words = " ".join(table.ddl()).replace(table.name, "")
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def actual_name(name: str, incarnation: int) -> str:
    return f"{name}_{incarnation}"


def progress(db: Db) -> dict[str, Progress]:
    rows = db.all("SELECT name, incarnation, position, shape FROM follower")
    return {
        name: Progress(incarnation, position, shape) for name, incarnation, position, shape in rows
    }


class Following:
    """All tables that follow the ledger, kept level with it by whoever asks a question."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self) -> None:
        """Make the tables that are missing; one whose columns changed is made anew."""
        with self._database.writing() as db:
            standing = progress(db)
        for name, make in TABLES.items():
            if name not in standing:
                self._begin(name, make(actual_name(name, 1)))
            elif standing[name].shape != shape_of(
                make(actual_name(name, standing[name].incarnation))
            ):
                self.rebuild(name)

    def check(self) -> None:
        """Raise `SchemaMissing` where a table is missing, or has the columns of another version."""
        with self._database.reading() as db:
            standing = progress(db)
        for name, make in TABLES.items():
            at = standing.get(name)
            if at is None or at.shape != shape_of(make(actual_name(name, at.incarnation))):
                raise SchemaMissing(
                    f"the table {name} is not as this version wants it: run `shipledger migrate`"
                )

    def _begin(self, name: str, table: Table) -> None:
        with self._database.writing() as db:
            self._make(db, table)
            db.run(
                "INSERT INTO follower VALUES (?,?,?,?) ON CONFLICT (name) DO NOTHING",
                name,
                1,
                0,
                shape_of(table),
            )

    def _make(self, db: Db, table: Table) -> None:
        for statement in table.ddl():
            db.run(self._database.dialect.ddl(statement))

    def level(self, head: int, standing: dict[str, Progress]) -> bool:
        """Whether every table has taken in everything up to the head."""
        if len(standing) < len(TABLES):
            raise SchemaMissing("this database has no tables yet: run `shipledger migrate`")
        return all(one.position >= head for one in standing.values())

    def catch_up(self, advance: Callable[[int], None] = lambda _: None) -> None:
        """Bring every table level with the ledger; `advance` hears of each page's facts."""
        for name in TABLES:
            for nth in count(1):
                taken = self._take_page(name)
                if taken is None:
                    break
                advance(taken)
                self._survey(name, nth, taken)

    def take_along(self, db: Db, facts: Sequence[FactRow], last: int) -> bool:
        """Let the tables take in facts in the transaction that wrote them, the last one at `last`.

        False, and nothing done, where a table has not taken in all that was before them.
        """
        # A write first: it locks the rows, so that no one else absorbs what is before.
        db.run("UPDATE follower SET position = position")
        standing = progress(db)
        column = self._database.dialect.position
        first = last - len(facts) + 1
        ((before,),) = db.all(
            f"SELECT coalesce(max({column}), 0) FROM stored_events WHERE {column} < ?", first
        )
        if not self.level(before, standing):
            return False
        tables = [
            make(actual_name(name, standing[name].incarnation)) for name, make in TABLES.items()
        ]
        topics = frozenset().union(*(table.topics for table in tables))
        told = [
            (fact.topic, Filed(fact.stream, at, read(fact.state)))
            for at, fact in enumerate(facts, first)
            if fact.topic in topics
        ]
        for table in tables:
            table.absorb(db, [filed for topic, filed in told if topic in table.topics])
        db.run("UPDATE follower SET position = ?", last)
        return True

    def _survey(self, name: str, nth: int, taken: int) -> None:
        """Let the planner see a table that has grown fast, and that it still takes for empty."""
        survey = self._database.dialect.survey
        if survey and taken == PAGE and nth.bit_count() == 1:
            with self._database.writing() as db:
                table = actual_name(name, progress(db)[name].incarnation)
                db.run(survey.format(table=table))

    def _take_page(self, name: str) -> int | None:
        """Absorb one page in one transaction; how many facts it held, or None at the head."""
        with self._database.writing() as db:
            # A write first: it locks the row, so that no one else absorbs the same page.
            db.run("UPDATE follower SET position = position WHERE name = ?", name)
            at = progress(db)[name]
            table = TABLES[name](actual_name(name, at.incarnation))
            reached, taken = self._absorb(db, table, at.position)
            if reached == at.position:
                return None
            db.run("UPDATE follower SET position = ? WHERE name = ?", reached, name)
            return taken

    def _absorb(self, db: Db, table: Table, after: int) -> tuple[int, int]:
        """Feed the table its next page; the position that it has reached, and the facts it took."""
        column = self._database.dialect.position
        ((head,),) = db.all(f"SELECT coalesce(max({column}), 0) FROM stored_events")
        topics = sorted(table.topics)
        marks = ",".join("?" * len(topics))
        rows = db.all(
            f"SELECT {column}, originator_id, state FROM stored_events"
            f" WHERE {column} > ? AND {column} <= ? AND topic IN ({marks})"
            f" ORDER BY {column} LIMIT {PAGE}",
            after,
            head,
            *topics,
        )
        table.absorb(db, [Filed(uuid_of(stream), at, read(state)) for at, stream, state in rows])
        return (rows[-1][0] if len(rows) == PAGE else head), len(rows)

    def rebuild(
        self, name: str, *, advance: Callable[[int], None] = lambda _: None
    ) -> Verification:
        """Make a table anew beside the old one, compare, and put the new one in its place."""
        with self._database.reading() as db:
            old = progress(db)[name]
        fresh = TABLES[name](actual_name(name, old.incarnation + 1))
        stale = TABLES[name](actual_name(name, old.incarnation))
        with self._database.writing() as db:
            db.run(f"DROP TABLE IF EXISTS {fresh.name}")
            self._make(db, fresh)
        position = self._fill(fresh, advance)
        return self._switch(name, stale, fresh, position)

    def _fill(self, table: Table, advance: Callable[[int], None]) -> int:
        position = 0
        while True:
            with self._database.writing() as db:
                reached, taken = self._absorb(db, table, position)
            if reached == position:
                return position
            position = reached
            advance(taken)

    def _switch(self, name: str, stale: Table, fresh: Table, position: int) -> Verification:
        with self._database.writing() as db:
            db.run("UPDATE follower SET position = position WHERE name = ?", name)
            at = progress(db)[name]
            digest = ""
            if at.shape == shape_of(stale):
                position = self._level(db, stale, fresh, at.position, position)
                digest = stale.digest(db)
            result = Verification(name, position, digest, fresh.digest(db))
            db.run(
                "UPDATE follower SET incarnation = ?, position = ?, shape = ? WHERE name = ?",
                at.incarnation + 1,
                position,
                shape_of(fresh),
                name,
            )
            db.run(f"DROP TABLE {stale.name}")
        return result

    def _level(self, db: Db, stale: Table, fresh: Table, old: int, new: int) -> int:
        """Bring both to one position, under the lock of both, so that they can be compared."""
        while True:
            old_reached, _ = self._absorb(db, stale, old)
            new_reached, _ = self._absorb(db, fresh, new)
            if (old_reached, new_reached) == (old, new):
                return min(old, new)
            old, new = old_reached, new_reached


@lru_cache(maxsize=1024)
def uuid_of(stored: str | UUID) -> UUID:
    """A stream's id: text on SQLite, a UUID on PostgreSQL."""
    return stored if isinstance(stored, UUID) else UUID(hex=stored)
