"""The rows of one repository as they stood at a position."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from domain.errors import Malformed
from projections.commit_graph.node import Entry, unpacked
from projections.table import Db

T = TypeVar("T")

# SQLite takes 32,766 parameters in one statement, older ones 999.
AT_ONCE = 500


class Shelf(Struct, frozen=True):
    """Keys are ids that begin with the stream's: by them alone, an engine that has no statistics
    yet finds rows one by one, and does not read the whole stream.
    """

    db: Db
    table: str
    stream: UUID
    position: int

    def generations(self, shas: Collection[bytes]) -> dict[bytes, int]:
        """The generation of each of these commits that is known."""
        sql = f"SELECT key, generation FROM {self.table} WHERE known <= ? AND key IN "
        found: dict[bytes, int] = {}
        for some in batches([self.stream.bytes + sha for sha in sorted(shas)], AT_ONCE):
            rows = self.db.all(f"{sql} ({marks(some)})", self.position, *some)
            found.update((key[16:], generation) for key, generation in rows)
        return found

    def page(self, top: int, floor: int, limit: int) -> list[Entry]:
        """About `limit` rows in falling order from `top`, and no generation by half.

        They are (key, generation, made, sure, parents, pushes).
        """
        rows = self._falling(top, floor, limit)
        while len(rows) >= limit:
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
            f"SELECT key, generation, made, sure, parents, pushes FROM {self.table}"
            " WHERE stream = ? AND generation <= ? AND generation >= ? AND known <= ?"
            " ORDER BY generation DESC LIMIT ?"
        )
        return self.db.all(sql, self.stream.bytes, top, floor, self.position, limit)

    def above(self, floor: int, most: int) -> int:
        """How many rows there are from a generation upwards; `most` where there are as many."""
        sql = f"SELECT 1 FROM {self.table} WHERE stream = ? AND generation >= ? LIMIT {most}"
        ((count,),) = self.db.all(
            f"SELECT count(*) FROM ({sql}) AS found", self.stream.bytes, floor
        )
        return int(count)

    def everything(self) -> list[Entry]:
        """All rows in falling order."""
        return self.db.all(
            f"SELECT key, generation, made, sure, parents, pushes FROM {self.table}"
            " WHERE stream = ? AND known <= ? ORDER BY generation DESC",
            *(self.stream.bytes, self.position),
        )

    def children(self, sha: bytes) -> dict[bytes, int]:
        """The commits that named this one before anybody told of it, and their generations."""
        sql = f"SELECT named FROM {self.table} WHERE key = ?"
        rows = self.db.all(sql, self.stream.bytes + sha)
        return self.generations(
            [child for (named,) in rows for child, _ in unpacked(named, len(sha))]
        )

    def beginning_with(self, low: bytes, high: bytes) -> list[bytes]:
        """Up to two of the commits between the two ids."""
        sql = f"SELECT key FROM {self.table} WHERE key >= ? AND key <= ? AND known <= ? LIMIT 2"
        stream = self.stream.bytes
        return [key[16:] for (key,) in self.db.all(sql, stream + low, stream + high, self.position)]


def raw(sha: str) -> bytes:
    """The bytes of a full commit id that somebody asked about."""
    try:
        id_ = bytes.fromhex(sha)
    except ValueError:
        id_ = b""
    if len(id_) not in (20, 32) or len(sha) != 2 * len(id_):
        raise Malformed(f"«{sha}» is no commit id: give all of its 40 or 64 hexadecimal digits")
    return id_


def marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in their order, so many at once."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
