"""Which repositories there are, and which bore a name: candidates, to be checked by their facts."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from domain.repository import RepositoryNamed, RepositoryRenamed, RepositoryTransferred
from projections.table import Db, Filed

TOLD = (RepositoryNamed, RepositoryRenamed, RepositoryTransferred)


class RepositoryNames:
    """One row for each name of each repository, with the position at which it was first told.

    GitHub compares names without regard to case, and so do we.
    """

    topics = frozenset({"repository.named.1", "repository.renamed.1", "repository.transferred.1"})

    def __init__(self, name: str = "repository_names") -> None:
        self.name = name

    def ddl(self) -> tuple[str, ...]:
        return (
            f"""CREATE TABLE IF NOT EXISTS {self.name} (
                name TEXT NOT NULL,
                stream {{blob}} NOT NULL,
                position BIGINT NOT NULL,
                PRIMARY KEY (name, stream)
            )""",
            f"CREATE INDEX IF NOT EXISTS {self.name}_stream ON {self.name} (stream, position)",
        )

    def absorb(self, db: Db, facts: Iterable[Filed]) -> None:
        rows = [
            (filed.fact.name.lower(), filed.stream.bytes, filed.position)
            for filed in facts
            if isinstance(filed.fact, TOLD)
        ]
        db.many(
            f"INSERT INTO {self.name} VALUES (?,?,?) ON CONFLICT (name, stream) DO NOTHING",
            rows,
        )

    def digest(self, db: Db) -> str:
        rows = db.all(f"SELECT name, stream, position FROM {self.name} ORDER BY name, stream")
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def bearers(self, db: Db, name: str, position: int) -> list[UUID]:
        """The repositories that were ever told to bear the name, by then."""
        rows = db.all(
            f"SELECT stream FROM {self.name} WHERE name = ? AND position <= ? ORDER BY position",
            name.lower(),
            position,
        )
        return [UUID(bytes=bytes(stream)) for (stream,) in rows]

    def streams(self, db: Db, position: int) -> list[UUID]:
        """All repositories known by then, in the order in which we met them."""
        rows = db.all(
            f"SELECT stream FROM {self.name} WHERE position <= ?"
            " GROUP BY stream ORDER BY min(position)",
            position,
        )
        return [UUID(bytes=bytes(stream)) for (stream,) in rows]
