"""A table that follows the ledger: position and rows change together, and it can be rebuilt."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from domain.fact import Fact


class Filed(NamedTuple):
    """A fact with its stream, as a follower of the whole ledger meets it."""

    stream: UUID
    position: int
    fact: Fact


class Db(Protocol):
    """One transaction on either engine. SQL has `?` for values, and only what both engines know.

    `bytes` go to BLOB/BYTEA columns (`{blob}` in DDL), `int` to BIGINT, `str` to TEXT.
    """

    def all(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Every row of a query."""

    def run(self, sql: str, *parameters: Any) -> int:
        """One statement; how many rows it touched."""

    def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """One statement for many rows."""


class Table(Protocol):
    """Rows derived from facts and from nothing else.

    `name` is the table's name as it stands; a rebuild makes a second instance with another name.
    """

    name: str
    topics: frozenset[str]  # of the facts that matter to it

    def ddl(self) -> tuple[str, ...]:
        """CREATE TABLE and CREATE INDEX statements, `IF NOT EXISTS`, `{blob}` for the byte type."""

    def absorb(self, db: Db, facts: Iterable[Filed]) -> None:
        """Take in facts in their order; the same fact twice changes nothing."""

    def digest(self, db: Db) -> str:
        """SHA-256 over the rows in a fixed order: equal tables have equal digests."""
