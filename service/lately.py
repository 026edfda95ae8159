"""Lately: what a process keeps of the repositories asked about last, while news is small."""

from collections import OrderedDict
from collections.abc import Collection
from functools import partial
from threading import Lock
from uuid import UUID

from domain.commit import CommitMade, CommitPushed
from domain.fact import topic
from domain.tag import TagFact
from domain.topics import FACTS, decode
from projections.commit_graph.answers import Between, Containing
from projections.commit_graph.nearby import MOST, nearby
from projections.commit_graph.node import Telling, telling
from projections.commit_graph.owned import Owned
from projections.commit_graph.ranges import Ranged
from projections.commit_graph.shelf import Shelf
from projections.standing import States
from projections.stored import read
from projections.table import Db
from service.recorders.database import Dialect

# Of all repositories together; one commit takes some 700 bytes.
MOST_COMMITS = 300_000
# More news than this is slower to take in than to begin anew.
MOST_NEWS = 5000

_COMMITS = (topic(CommitMade), topic(CommitPushed))
_TAGS = tuple(topic(fact) for fact in FACTS.values() if issubclass(fact, TagFact))
_TOPICS = (*_COMMITS, *_TAGS)


class _Place:
    """What is kept of one repository; whoever holds the lock may ask and change it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.position = 0
        self.version = 0  # of the stream, at the position
        self.owned: Owned | None = None
        self.states: States = {}
        self.states_since = 0

    def take(self, news: list[tuple[int, str, bytes]]) -> None:
        """Take in facts about commits and tags; what they make untrue is forgotten."""
        tellings: list[Telling] = []
        names: set[str] = set()
        for position, kind, state in news:
            if kind not in _COMMITS:
                fact = decode(state)
                names.update((fact.name,) if isinstance(fact, TagFact) else ())
                self.states_since = position
            elif told := telling(read(state), position):
                tellings.append(told)
        if names:
            # Who looks from an older position goes on with the former one.
            self.states = self.states.copy()
            for name in names:
                self.states.pop(name, None)
        if self.owned is not None and not self.owned.take(tellings, self.position):
            self.owned = None

    def begin(self) -> None:
        self.owned, self.states, self.states_since = None, {}, self.position

    def size(self) -> int:
        """In commits; a tag's state takes as much as some of them."""
        return 1 + len(self.owned or ()) + 4 * len(self.states)


class Lately:
    """For all threads of a process; no answer depends on what it keeps."""

    def __init__(
        self, dialect: Dialect, *, most_commits: int = MOST_COMMITS, most_walked: int = MOST
    ) -> None:
        self._dialect = dialect
        self._most = most_commits
        self._most_walked = most_walked
        self._lock = Lock()
        # By stream: one place that goes on with the ledger, and one for each older position.
        self._places: OrderedDict[tuple[UUID, int | None], _Place] = OrderedDict()

    def containing(self, shelf: Shelf) -> Containing:
        """The question that `projections.view.Commits.containing` asks, of one repository."""
        return partial(self._containing, shelf)

    def between(self, shelf: Shelf) -> Between:
        """The range that `projections.view.Commits.between` asks for, where it is kept."""
        return partial(self._between, shelf)

    def states(self, db: Db, stream: UUID, position: int) -> States:
        """Where the states of tags at a position are kept, to be looked up and added to."""
        place = self._place(stream, None)
        with place.lock:
            self._level(place, db, stream, position)
            self._forget()
            current = place.states_since <= position <= place.position
            return place.states if current else {}

    def _containing(
        self, shelf: Shelf, shas: Collection[str], heads: Collection[str]
    ) -> dict[str, frozenset[str]]:
        place = self._place(shelf.stream, None)
        with place.lock:
            self._level(place, shelf.db, shelf.stream, shelf.position)
            kept = place.owned is not None
        if not kept:
            near = nearby(shelf, shas, heads, self._most_walked)
            if near is not None:
                return near
        with place.lock:
            current = place.position == shelf.position
            if current and (place.owned is None or place.owned.is_stale(heads)):
                self._build(place, shelf, heads)
            if place.owned and place.owned.holds_at(shelf.position):
                return place.owned.containing(shas, heads, shelf.position)
        place = self._place(shelf.stream, shelf.position)
        with place.lock:
            owned = place.owned
            if owned is None or owned.is_stale(heads):
                owned = self._build(place, shelf, heads)
            return owned.containing(shas, heads, shelf.position)

    def _between(self, shelf: Shelf, base: bytes | None, head: bytes) -> Ranged | None:
        place = self._place(shelf.stream, None)
        with place.lock:
            self._level(place, shelf.db, shelf.stream, shelf.position)
            if place.owned and place.owned.holds_at(shelf.position):
                return place.owned.between(base, head, shelf.position)
        return None

    def _build(self, place: _Place, shelf: Shelf, heads: Collection[str]) -> Owned:
        place.owned = Owned(shelf, heads)
        self._forget()
        return place.owned

    def _place(self, stream: UUID, position: int | None) -> _Place:
        with self._lock:
            place = self._places.setdefault((stream, position), _Place())
            self._places.move_to_end((stream, position))
            return place

    def _forget(self) -> None:
        """What was asked about longest ago goes first; what was asked about last stays."""
        with self._lock:
            kept = sum(place.size() for place in self._places.values())
            while kept > self._most and len(self._places) > 1:
                _, place = self._places.popitem(last=False)
                kept -= place.size()

    def _level(self, place: _Place, db: Db, stream: UUID, position: int) -> None:
        """Bring a place up to the position, if it is not beyond it."""
        if place.position >= position:
            return
        id_, column = self._dialect.stream_id(stream), self._dialect.position
        rows = db.all(
            "SELECT originator_version FROM stored_events"
            f" WHERE originator_id = ? AND {column} <= ? ORDER BY originator_version DESC LIMIT 1",
            *(id_, position),
        )
        before, place.version = place.version, int(rows[0][0]) if rows else 0
        place.position = position
        news = (
            db.all(
                f"SELECT {column}, topic, state FROM stored_events WHERE originator_id = ?"
                " AND originator_version > ? AND originator_version <= ?"
                f" AND topic IN ({', '.join('?' * len(_TOPICS))})"
                f" ORDER BY originator_version LIMIT {MOST_NEWS + 1}",
                *(id_, before, place.version, *_TOPICS),
            )
            if before and before < place.version
            else []
        )
        if not before or len(news) > MOST_NEWS:
            place.begin()
        else:
            place.take([(told, kind, bytes(state)) for told, kind, state in news])
