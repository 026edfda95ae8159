"""A database: transactions on either engine, with one spelling of SQL."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from eventsourcing.persistence import InterfaceError, OperationalError

from projections.table import Db
from service.recorders.batch import DeliveryEntry, Written
from service.recorders.errors import StoreUnavailable


class Dialect(NamedTuple):
    """How an engine differs from the other, where SQL must."""

    position: str  # the column of the library's table that numbers all events
    words: dict[str, str]  # for DDL
    stream_id: Callable[[UUID], Any]  # how the library's table holds a stream's id
    survey: str = ""  # a statement by which the planner learns how a `{table}` has grown

    def ddl(self, statement: str) -> str:
        return statement.format(**self.words)


class Database(Protocol):
    """What the ledger asks of an engine."""

    dialect: Dialect

    def reading(self) -> AbstractContextManager[Db]:
        """One consistent look."""

    def writing(self, *, bulk: bool = False) -> AbstractContextManager[Db]:
        """One transaction that takes the engine's write lock of its tables first.

        One of `bulk` is large, and others like it follow: nobody waits for each of them.
        """

    def record(self, entries: list[DeliveryEntry]) -> list[Written]:
        """Write the entries in one durable transaction; keys within the call are distinct."""

    def write(self, db: Db, entries: list[DeliveryEntry]) -> list[Written]:
        """The same in a transaction of `writing` that does more."""

    def create_schema(self) -> None:
        """Make all tables that are missing, safely while others do the same."""

    def assert_safe(self) -> None:
        """Raise `UnsafeStore` where the engine is set up to lose what it acknowledged."""


@contextmanager
def store_errors(*engines: type[Exception]) -> Iterator[None]:
    """Turn an engine's word for «gone, full or locked» into ours; our own faults stay."""
    gone: tuple[type[Exception], ...] = (OperationalError, InterfaceError, *engines)
    try:
        yield
    except gone as error:
        raise StoreUnavailable(f"the database did not answer: {error}") from error
