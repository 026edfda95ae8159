"""An arrival: new rows find their generations, lift what stands on them, and stay."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from projections.commit_graph.generations import Generations
from projections.commit_graph.rows import NAMED, Key, Row, split
from projections.commit_graph.shelf import batches, marks
from projections.table import Db

_AT_ONCE = 500


class Arrival:
    """Rows on their way into the table of one repository's commits."""

    def __init__(self, db: Db, table: str, stream: bytes) -> None:
        self._db = db
        self._table = table
        self._stream = stream

    def take(self, rows: Iterable[Row]) -> None:
        """Store the rows that are new; of two that tell the same, the first counts."""
        told: dict[Key, Row] = {}
        for row in rows:
            told.setdefault(row[:3], row)
        stored = self._stored({sha for row in told.values() for sha in (row.sha, *row.parents)})
        new = [row for key, row in told.items() if key not in stored]
        if not new:
            return
        waiting = [(sha, follows) for sha, how, follows in stored if how == NAMED]
        known = {sha: generation for (sha, how, _), generation in stored.items() if how != NAMED}
        known.update(self._of("sha, generation", {child for _, child in waiting}))
        generations = Generations(known, waiting, self._between)
        named = [
            Row(parent, NAMED, row.sha, (), row.position, row.made)
            for row in new
            for parent in generations.place(row.sha, row.made, row.parents)
        ]
        generations.settle()
        self._lift(generations.lifted())
        self._insert(new, generations.of)
        self._insert([row for row in named if row[:3] not in stored], {})

    def _stored(self, shas: Collection[bytes]) -> dict[Key, int]:
        """The rows that there are of these commits, and their generations."""
        return {row[:3]: row[3] for row in self._of("sha, told, follows, generation", shas)}

    def _of(self, columns: str, shas: Collection[bytes]) -> Iterator[Any]:
        sql = f"SELECT {columns} FROM {self._table} WHERE stream = ? AND sha IN "
        for some in batches(sorted(shas), _AT_ONCE):
            yield from self._db.all(f"{sql} ({marks(some)})", self._stream, *some)

    def _between(self, low: int, high: int) -> Iterator[tuple[bytes, int, tuple[bytes, ...]]]:
        sql = (
            f"SELECT sha, generation, parents FROM {self._table}"
            f" WHERE stream = ? AND generation > ? AND generation <= ? AND told > {NAMED}"
        )
        for sha, generation, parents in self._db.all(sql, self._stream, low, high):
            yield sha, generation, split(parents, len(sha))

    def _lift(self, generations: Mapping[bytes, int]) -> None:
        self._db.many(
            f"UPDATE {self._table} SET generation = ?"
            f" WHERE stream = ? AND sha = ? AND told > {NAMED}",
            [(generation, self._stream, sha) for sha, generation in generations.items()],
        )

    def _insert(self, rows: Sequence[Row], generations: Mapping[bytes, int]) -> None:
        """New rows; those of commits that are only named stand nowhere yet."""
        self._db.many(
            f"INSERT INTO {self._table} VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (
                    self._stream,
                    *row[:3],
                    b"".join(row.parents),
                    *row[4:],
                    generations.get(row.sha, 0),
                )
                for row in rows
            ],
        )
