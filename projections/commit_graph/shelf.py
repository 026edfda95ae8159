"""The rows of one repository as they stood at a position, read a page at a time."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from uuid import UUID

from projections.commit_graph.rows import NAMED
from projections.table import Db

T = TypeVar("T")
Entry = tuple[bytes, int, int, int, int, bytes]  # sha, generation, told, position, made, parents

# SQLite takes 32,766 parameters in one statement, older ones 999.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Shelf:
    db: Db
    table: str
    stream: UUID
    position: int

    def generations(self, shas: Collection[bytes]) -> dict[bytes, int]:
        """The generation of each of these commits that is known."""
        sql = (
            f"SELECT sha, generation FROM {self.table}"
            f" WHERE stream = ? AND position <= ? AND told > {NAMED} AND sha IN "
        )
        found: dict[bytes, int] = {}
        for some in batches(sorted(shas), _AT_ONCE):
            rows = self.db.all(f"{sql} ({marks(some)})", self.stream.bytes, self.position, *some)
            found.update((sha, generation) for sha, generation in rows)
        return found

    def page(self, top: int, floor: int, limit: int) -> list[Entry]:
        """About `limit` rows in falling order from `top`, and no generation by half."""
        rows = self._falling(top, floor, limit)
        while len(rows) == limit:
            # The last generation may have been cut in two: it belongs to the next page.
            last = rows[-1][1]
            whole = [row for row in rows if row[1] != last]
            if whole:
                return whole
            limit *= 2
            rows = self._falling(top, floor, limit)
        return rows

    def _falling(self, top: int, floor: int, limit: int) -> list[Entry]:
        sql = (
            "SELECT sha, generation, told, position, made, parents"
            f" FROM {self.table} WHERE stream = ? AND generation <= ? AND generation >= ?"
            f" AND position <= ? AND told > {NAMED} ORDER BY generation DESC LIMIT ?"
        )
        return self.db.all(sql, self.stream.bytes, top, floor, self.position, limit)

    def children(self, sha: bytes) -> dict[bytes, int]:
        """The commits that named this one before anybody told of it, and their generations."""
        sql = (
            f"SELECT follows FROM {self.table}"
            f" WHERE stream = ? AND position <= ? AND sha = ? AND told = {NAMED}"
        )
        rows = self.db.all(sql, self.stream.bytes, self.position, sha)
        return self.generations([child for (child,) in rows])

    def beginning_with(self, low: bytes, high: bytes) -> list[bytes]:
        """Up to two of the commits between the two ids."""
        sql = (
            f"SELECT DISTINCT sha FROM {self.table}"
            " WHERE stream = ? AND sha >= ? AND sha <= ? AND position <= ?"
            f" AND told > {NAMED} LIMIT 2"
        )
        rows = self.db.all(sql, self.stream.bytes, low, high, self.position)
        return [sha for (sha,) in rows]


def marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in their order, so many at once."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
