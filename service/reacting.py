"""Reacting: each reaction follows the ledger with a position of its own, and fills the outbox."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from threading import Event
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from domain.deed import EVERYWHERE, Deed
from domain.fact import Fact, Told
from domain.notebook import Notebook
from domain.topics import FACTS, decode
from projections.notes.found_settings import settings_of
from projections.recorded import Recorded
from projections.repository_names import RepositoryNames
from service.bookmarks import Bookmarks
from service.following import uuid_of
from service.ledger import Ledger, table
from service.outbox import Outbox
from service.reactions import REACTIONS
from service.reactions.gates import asks
from service.reactions.reaction import News, Reaction

PAGE: Final = 500
# Decisions about notes lie in a stream beside their repository's.
EDITS: Final = "notebook."


class Reacting:
    """A reaction begins with what comes after its first run: it never announces the past."""

    def __init__(
        self,
        ledger: Ledger,
        outbox: Outbox,
        *,
        clock: Callable[[], datetime],
        public_url: str,
        reactions: Sequence[Reaction] = REACTIONS,
    ) -> None:
        self._ledger = ledger
        self._outbox = outbox
        self._bookmarks = Bookmarks(ledger.database)
        self._clock = clock
        self._public_url = public_url
        self._reactions = reactions

    def run(self, stop: Event) -> None:
        """Bring every reaction level with the ledger."""
        for reaction in self._reactions:
            while not stop.is_set() and self._page(reaction):
                pass

    def pass_time(self, stop: Event) -> None:
        """Look again where people ask for something: what soaked or expired is no news of its own.

        Such a look wants nothing where nothing changed: what was wanted before is wanted still.
        """
        with self._ledger.stand() as stand:
            streams = self._ledger.streams(stand)
        for stream in streams:
            if stop.is_set() or not self._asks(stream):
                continue
            for reaction in self._reactions:
                if reaction.timed and self._bookmarks.place(f"reaction:{reaction.name}"):
                    self._react(reaction, stream, (), ())

    def _asks(self, stream: UUID) -> bool:
        with self._ledger.look(stream) as view:
            return asks(view)

    def _page(self, reaction: Reaction) -> bool:
        """React to the next page; False where there was none."""
        name = f"reaction:{reaction.name}"
        place = self._bookmarks.place(name)
        if place is None:
            self._bookmarks.put(name, self._ledger.head())
            return False
        rows = self._after(int(place))
        if not rows:
            return False
        told, decided, edited = self._by_repository(rows)
        for stream in dict.fromkeys((*told, *decided, *edited)):
            self._react(reaction, stream, told.get(stream, []), decided.get(stream, []))
        # After what was wanted was entered: a crash before it makes us react again.
        self._bookmarks.put(name, rows[-1][0])
        return True

    def _after(self, position: int) -> list[tuple[Any, ...]]:
        column = self._ledger.database.dialect.position
        with self._ledger.database.reading() as db:
            return db.all(
                f"SELECT {column}, originator_id, topic, state FROM stored_events"
                f" WHERE {column} > ? ORDER BY {column} LIMIT ?",
                *(position, PAGE),
            )

    def _by_repository(
        self, rows: Iterable[tuple[Any, ...]]
    ) -> tuple[dict[UUID, list[Told]], dict[UUID, list[Recorded]], set[UUID]]:
        told: dict[UUID, list[Told]] = {}
        decided: dict[UUID, list[Recorded]] = {}
        books: set[UUID] = set()
        for position, stream, topic, state in rows:
            if topic in FACTS:
                fact: Fact = decode(bytes(state))
                told.setdefault(uuid_of(stream), []).append(Told(position, fact))
            elif topic.startswith(EDITS):
                books.add(uuid_of(stream))
            elif (made := self._decided(stream, topic, state)) is not None:
                decided.setdefault(UUID(made.repository), []).append(Recorded(position, made))
        return told, decided, self._whose(books) if books else set()

    def _decided(self, id_: Any, topic: str, state: Any) -> Deed | None:
        """A decision about a repository's process; None where it is about people."""
        stored = StoredEvent(uuid_of(id_), 1, topic, bytes(state))
        made = self._ledger.mapper.to_domain_event(stored)
        return made if isinstance(made, Deed) and UUID(made.repository) != EVERYWHERE else None

    def _whose(self, books: set[UUID]) -> set[UUID]:
        with self._ledger.stand() as stand:
            names = RepositoryNames(table(stand, "repository_names"))
            streams = names.streams(stand.db, stand.head)
        return {one for one in streams if Notebook.create_id(one) in books}

    def _react(
        self,
        reaction: Reaction,
        stream: UUID,
        told: Sequence[Told],
        decided: Sequence[Recorded],
    ) -> None:
        with self._ledger.look(stream) as view:
            news = News(
                view,
                settings_of(view),
                told,
                self._clock(),
                self._public_url,
                lambda kind, place: self._outbox.content(stream, kind, place),
                decided,
            )
            wishes = list(reaction.wishes(news))
        for wish in wishes:
            self._outbox.want(wish)
