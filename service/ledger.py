"""The ledger: every delivery, fact and decision in one order, seen as of any moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, Mapper, PersistenceError
from eventsourcing.utils import Environment

from domain.decisions import ROOMS
from domain.deed import EVERYWHERE
from domain.errors import NotFound
from domain.notebook import Notebook
from domain.repository import stream_of
from projections.commit_graph.answers import KnownCommits
from projections.commit_graph.shelf import Shelf
from projections.first_commits import FirstCommits
from projections.names import Names
from projections.repositories import repository
from projections.repository_names import RepositoryNames
from projections.table import Db
from projections.view import View
from service.decided import Decided
from service.delivery import Delivery, DeliveryRow, Outcome, Receipt
from service.following import Following, Progress, Verification, actual_name, progress
from service.lately import Lately
from service.looking import Look
from service.recorders import schema
from service.recorders.batch import DeliveryEntry, Written, entry, microseconds
from service.recorders.database import Database
from service.recorders.engine import is_sqlite, library_environment, prepare_directory
from service.recorders.errors import SchemaMissing, StoreUnavailable
from service.recorders.filing import decided_key
from service.recorders.mapper import FactMapper
from service.recorders.postgres import PostgresLedgerFactory
from service.recorders.sqlite import SqliteLedgerFactory
from service.shelf import delivery_count, delivery_row, delivery_rows
from service.writer import Record, Writer
from webhooks.translation import Translation

# The library reads a decision by its topic, which it knows once the class is made.
assert ROOMS


class Stand(NamedTuple):
    """An open transaction in which every table is level with the ledger."""

    db: Db
    head: int
    tables: dict[str, Progress]


class Ledger(Application[UUID]):
    """The event library's application: decisions are its aggregates, facts its streams.

    One instance a process, made after the fork. Thread-safe. It makes no tables: `migrate` does.
    """

    def __init__(
        self, url: str, *, create: bool = False, writer: Callable[[Record], Writer] = Writer
    ) -> None:
        """`create` makes the directory of a SQLite file that does not exist yet."""
        self._url = url
        if is_sqlite(url):
            prepare_directory(url, create=create)
        super().__init__(library_environment(url))
        self._database = cast("Database", self.recorder)
        self._writer = writer(self._database.record)
        self._following = Following(self._database)
        self._lately = Lately(self._database.dialect)
        self._decided = Decided(self._database.dialect, self.mapper)

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        return SqliteLedgerFactory(env) if is_sqlite(self._url) else PostgresLedgerFactory(env)

    def construct_mapper(self) -> Mapper[UUID]:
        return FactMapper(transcoder=self.construct_transcoder())

    # -- the store itself -------------------------------------------------------------------------

    def migrate(self) -> None:
        """Make or mend the tables; safe to repeat, and while others do the same."""
        self._database.create_schema()
        with self._database.writing() as db:
            db.run(
                "INSERT INTO schema_version VALUES (?) ON CONFLICT (version) DO NOTHING",
                schema.VERSION,
            )
        self._following.create()

    def check(self) -> None:
        """Raise `SchemaMissing` or `UnsafeStore` where this database must not be served from."""
        self._database.assert_safe()
        try:
            with self._database.reading() as db:
                versions = db.all("SELECT max(version) FROM schema_version")
        except (StoreUnavailable, PersistenceError) as error:
            raise SchemaMissing(
                "this database has no tables yet: run `shipledger migrate`"
            ) from error
        if versions != [(schema.VERSION,)]:
            raise SchemaMissing(
                f"this database's tables are of version {versions[0][0]}, this program's of "
                f"{schema.VERSION}: run `shipledger migrate` of the newer one"
            )
        self._following.check()

    @property
    def database(self) -> Database:
        """What the tables beside the ledger are kept in: marks of progress, nobody's facts."""
        return self._database

    def ping(self) -> None:
        """Raise `StoreUnavailable` where the database does not answer."""
        with self._database.reading() as db:
            db.all("SELECT 1")

    def close(self) -> None:
        self._writer.close()
        super().close()

    # -- writing ----------------------------------------------------------------------------------

    def record(
        self, delivery: Delivery, translation: Translation | None, reason: str = ""
    ) -> Receipt:
        """Write a delivery and its facts; return once they are durable and visible to every reader.

        Without a translation the delivery is parked for the reason; recording the same bytes again
        with one takes it up. Raises `StoreUnavailable`, after which to repeat the call is right.
        """
        one = entry(delivery, translation, reason)
        return receipt(one, self._writer.write(one))

    def record_all(self, entries: list[DeliveryEntry]) -> int:
        """Write deliveries of an import in one transaction that takes the tables along.

        How many of their facts were news. The tables are level with the ledger afterwards.
        """
        facts = [fact for one in entries for fact in one.facts]
        with self._database.writing(bulk=True) as db:
            written = self._database.write(db, entries)
            news = sum(one.facts for one in written)
            last = max((one.last_position or 0 for one in written), default=0)
            # Where some were known before, only the ledger can say which ones were not.
            along = news == len(facts) and self._following.take_along(db, facts, last)
        if news and not along:
            self._following.catch_up()
        return news

    # -- reading ----------------------------------------------------------------------------------

    @contextmanager
    def stand(self) -> Iterator[Stand]:
        """One consistent transaction over everything acknowledged before the call."""
        while True:
            with self._database.reading() as db:
                tables = progress(db)
                head = self._head(db)
                if self._following.level(head, tables):
                    yield Stand(db, head, tables)
                    return
            self._following.catch_up()

    def _head(self, db: Db) -> int:
        column = self._database.dialect.position
        ((head,),) = db.all(f"SELECT coalesce(max({column}), 0) FROM stored_events")
        return int(head)

    @contextmanager
    def look(
        self, stream: UUID, *, as_of: int | None = None, as_at: datetime | None = None
    ) -> Iterator[View]:
        """What was recorded of a repository up to a position, and had happened by a moment."""
        with self.stand() as stand:
            yield self.view(stand, stream, as_of=as_of, as_at=as_at)

    def view(
        self,
        stand: Stand,
        stream: UUID,
        *,
        as_of: int | None = None,
        as_at: datetime | None = None,
    ) -> Look:
        """The same in a transaction that is open already, for questions about many repositories."""
        position = stand.head if as_of is None else min(as_of, stand.head)
        return Look(
            stand.db,
            self._database.dialect,
            self._decided,
            stream=stream,
            position=position,
            as_at=as_at,
            commits=self._commits(stand, stream, position),
            names=Names(table(stand, "release_names")).names(stand.db, stream, position),
            authors=FirstCommits(table(stand, "first_commits")).of(stand.db, stream, position),
            states=lambda: self._lately.states(stand.db, stream, position),
        )

    def _commits(self, stand: Stand, stream: UUID, position: int) -> KnownCommits:
        shelf = Shelf(stand.db, table(stand, "commit_graph"), stream, position)
        return KnownCommits(shelf, self._lately.containing(shelf), self._lately.between(shelf))

    def head(self) -> int:
        """The last position."""
        with self._database.reading() as db:
            return self._head(db)

    def position_at(self, moment: datetime) -> int:
        """The last position that was recorded by the moment; 0 before the first."""
        with self._database.reading() as db:
            ((position,),) = db.all(
                "SELECT coalesce(max(position), 0) FROM moment WHERE recorded <= ?",
                microseconds(moment),
            )
            return int(position)

    # -- repositories -----------------------------------------------------------------------------

    def streams(self, stand: Stand, as_of: int | None = None) -> list[UUID]:
        """All repositories known by then, in the order in which we met them."""
        position = stand.head if as_of is None else as_of
        return RepositoryNames(table(stand, "repository_names")).streams(stand.db, position)

    def version(self, stand: Stand, stream: UUID) -> int:
        """How many facts and decisions a repository has: what is said of it changes with them."""
        dialect = self._database.dialect
        ((version,),) = stand.db.all(
            "SELECT coalesce(sum(n), 0) FROM (SELECT max(originator_version) AS n"
            " FROM stored_events WHERE originator_id IN (?,?) GROUP BY originator_id) AS streams",
            dialect.stream_id(stream),
            dialect.stream_id(Notebook.create_id(stream)),
        )
        return int(version)

    def resolve(self, stand: Stand, name: str) -> UUID:
        """The repository that bears `owner/name`, or bore it last, or has the forge's number.

        Raises `NotFound`. A name that passed to another repository means the one that bears it now.
        """
        names = RepositoryNames(table(stand, "repository_names"))
        if name.isdecimal():
            stream = stream_of("github", name)
            if stream in set(names.streams(stand.db, stand.head)):
                return stream
        bearers = names.bearers(stand.db, name, stand.head)
        known = [repository(self.view(stand, stream)) for stream in bearers]
        bearing = [one for one in known if one.name.lower() == name.lower()]
        if bearing:
            # A clone may have been imported before GitHub spoke: then GitHub's goes before it, and
            # the next import adds to that one.
            return min(bearing, key=lambda one: one.forge == "git").stream
        if bearers:
            return bearers[-1]
        raise unknown(name)

    def last_position(self, stand: Stand, stream: UUID) -> int:
        """That of the last fact or decision about the repository: while it stays, so do answers."""
        return max(
            self._last_filed(stand, stream),
            self._last_filed(stand, EVERYWHERE),
            *(self._last(stand, one) for one in (stream, Notebook.create_id(stream))),
        )

    def _last_filed(self, stand: Stand, stream: UUID) -> int:
        """The position of the last decision about a repository's process, or about people."""
        ((position,),) = stand.db.all(
            "SELECT coalesce(max(position), 0) FROM fact_subject WHERE subject = ?",
            decided_key(stream, ""),
        )
        return int(position)

    def _last(self, stand: Stand, id_: UUID) -> int:
        dialect = self._database.dialect
        rows = stand.db.all(
            f"SELECT {dialect.position} FROM stored_events WHERE originator_id = ?"
            " ORDER BY originator_version DESC LIMIT 1",
            dialect.stream_id(id_),
        )
        return int(rows[0][0]) if rows else 0

    # -- deliveries -------------------------------------------------------------------------------

    def deliveries(
        self, *, state: str | None = None, after: int | None = None, limit: int = 50
    ) -> list[DeliveryRow]:
        """Newest first, without their bodies; `after` is the last seq of the page before."""
        with self._database.reading() as db:
            return delivery_rows(db, state, after, limit)

    def count_deliveries(self, state: str, *, most: int) -> int:
        """How many deliveries are in a state; `most` where there are as many or more."""
        with self._database.reading() as db:
            return delivery_count(db, state, most)

    def delivery(self, which: int | str) -> DeliveryRow:
        """One delivery to the byte, by seq or by id; raises `NotFound`."""
        with self._database.reading() as db:
            row = delivery_row(db, which)
        if row is None:
            raise NotFound(
                f"no delivery {which} is kept here: `shipledger deliveries list` shows all"
            )
        return row

    # -- tables -----------------------------------------------------------------------------------

    def catch_up(self, advance: Callable[[int], None] = lambda _: None) -> None:
        """Bring the tables level with the ledger now, rather than at the next question."""
        self._following.catch_up(advance)

    def rebuild(self, name: str, advance: Callable[[int], None] = lambda _: None) -> Verification:
        """Make one table anew and tell whether the old one was what the ledger says."""
        return self._following.rebuild(name, advance=advance)


def table(stand: Stand, name: str) -> str:
    """The name under which a table stands in the database now."""
    return actual_name(name, stand.tables[name].incarnation)


def unknown(name: str) -> NotFound:
    """What is said of a repository that is not there, or not there for whoever asks."""
    return NotFound(
        f"no repository {name} is known here: send its webhooks, or import a clone of it "
        "with `shipledger import git PATH`"
    )


def receipt(one: DeliveryEntry, written: Written) -> Receipt:
    outcome = cast(
        "Outcome", one.state if written.fresh else "repeated" if written.same else "conflict"
    )
    return Receipt(written.seq, outcome, written.facts, written.last_position, one.reason)


def open_ledger(url: str, *, writer: Callable[[Record], Writer] = Writer) -> Ledger:
    """A ledger ready to serve: migrated, and on a database that keeps its promises.

    Raises `SchemaMissing`, `UnsafeStore`, `BadDatabaseUrl` or `StoreUnavailable`.
    """
    try:
        ledger = Ledger(url, writer=writer)
    except PersistenceError as error:
        raise StoreUnavailable(f"the database did not answer: {error}") from error
    try:
        ledger.check()
    except Exception:
        ledger.close()
        raise
    return ledger
