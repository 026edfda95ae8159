"""The table of commits: facts come in, in any order of parents and children."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from domain.commit import CommitMade, CommitPushed
from domain.fact import topic
from projections.commit_graph.answers import KnownCommits
from projections.commit_graph.arrival import Arrival
from projections.commit_graph.node import Telling, telling
from projections.commit_graph.shelf import Shelf, batches
from projections.table import Db, Filed
from projections.view import Commits

_CHUNK = 10_000  # an import's transaction: their keys lie all over the table, and share its pages
_PAGE = 10_000


class CommitGraph:
    """Commits and their predecessors, of all repositories."""

    topics = frozenset((topic(CommitMade), topic(CommitPushed)))

    def __init__(self, name: str = "commit_graph") -> None:
        self.name = name

    def ddl(self) -> tuple[str, ...]:
        table = """CREATE TABLE IF NOT EXISTS {name} (
            key {{blob}} NOT NULL PRIMARY KEY,
            stream {{blob}} NOT NULL,
            generation BIGINT NOT NULL,
            known BIGINT NOT NULL,
            made BIGINT NOT NULL,
            sure BIGINT NOT NULL,
            parents {{blob}} NOT NULL,
            pushes {{blob}} NOT NULL,
            named {{blob}} NOT NULL
        ){{without_rowid}}"""
        falling = "CREATE INDEX IF NOT EXISTS {name}_falling ON {name} (stream, generation)"
        return table.format(name=self.name), falling.format(name=self.name)

    def commits(self, db: Db, stream: UUID, position: int) -> Commits:
        """The graph of one repository, as it was known at the position."""
        return KnownCommits(Shelf(db, self.name, stream, position))

    def absorb(self, db: Db, facts: Iterable[Filed]) -> None:
        """Take in facts in their order; the same fact twice changes nothing."""
        for chunk in batches(facts, _CHUNK):
            arrived: dict[UUID, list[Telling]] = defaultdict(list)
            for stream, some in groupby(chunk, attrgetter("stream")):
                told = (telling(fact, position) for _, position, fact in some)
                arrived[stream] += filter(None, told)
            for stream, tellings in arrived.items():
                Arrival(db, self.name, stream.bytes).take(tellings)

    def digest(self, db: Db) -> str:
        """SHA-256 over the rows in a fixed order: equal tables have equal digests.

        Generations are left out: they follow from the rows, but where pushes contradict each other
        they depend on what came first.
        """
        sql = (
            f"SELECT key, known, made, sure, parents, pushes, named FROM {self.name}"
            f" WHERE key > ? ORDER BY key LIMIT {_PAGE}"
        )
        digest = sha256()
        rows: list[tuple[Any, ...]] = [(b"",)]
        while rows := db.all(sql, rows[-1][0]):
            for key, known, made, sure, *blobs in rows:
                lengths = map(len, (key, *blobs))
                digest.update(b"%d %d %d %d %d %d %d " % (known, made, sure, *lengths))
                digest.update(b"".join((key, *blobs)))
        return digest.hexdigest()
