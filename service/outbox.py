"""The outbox: what we want to say elsewhere, kept until it stands there or is given up.

The decisions are the ledger's (`domain.publication`). The table beside it holds the content, and
when the next attempt is due; where the two differ after a crash, the ledger is right.
"""

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

import msgspec
from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import IntegrityError
from msgspec import Struct

from domain.errors import NotFound
from domain.publication import DONE, GIVEN_UP, WANTED, Publication
from projections.table import Db
from service.ledger import Ledger
from service.recorders.batch import microseconds, moment, readable, subject_key
from service.recorders.database import Database

ATTEMPTS: Final = 10
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=1)
STATES: Final = (WANTED, DONE, GIVEN_UP)

_COLUMNS = "seq, id, repository, kind, place, content, digest, state, attempts, due, reason"
_encode = msgspec.json.Encoder(order="sorted").encode


class Wish(NamedTuple):
    """Something to be said: in which place, about which subjects, and from which position.

    `by` is the rule or the person that wants it. The content is JSON.
    """

    stream: UUID
    kind: str
    place: str
    about: tuple[str, ...]
    content: dict[str, Any]
    evidence: int
    by: str


class Waiting(NamedTuple):
    """A row of the outbox."""

    seq: int
    id: UUID
    stream: UUID
    kind: str
    place: str
    content: dict[str, Any]
    digest: str
    state: str
    attempts: int
    due: datetime
    reason: str


class Said(NamedTuple):
    """What stands there now; `how` is created, edited or found."""

    id: str
    url: str
    how: str


class Published(Struct, frozen=True):
    """One thing that we say elsewhere, as the ledger knows it; a notification is sent with its id.

    `state`     wanted, done or given up; then `reason` says why, and while it is wanted, why the
                last attempt failed.
    `digest`    of the content that is wanted; `said` of the one that stands there.
    `evidence`  the position of the ledger from which the content was made.
    """

    seq: int
    id: UUID
    repository: UUID
    kind: str
    place: str
    about: tuple[str, ...]
    state: str
    digest: str
    said: str
    evidence: int
    by: str
    wanted_at: datetime
    settled_at: datetime | None
    url: str
    how: str
    reason: str
    attempts: int
    due: datetime


def digest_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(_encode(content)).hexdigest()


class Outbox:
    """All that a ledger's team says elsewhere. Thread-safe, and safe to be stopped anywhere."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._clock = clock

    # -- wishes -----------------------------------------------------------------------------------

    def want(self, wish: Wish) -> bool:
        """Enter it; False where the same content was wanted last in that place."""
        digest = digest_of(wish.content)
        id_ = Publication.create_id(wish.stream, wish.kind, wish.place)
        news = self._decide(id_, lambda known: self._wanted(known, wish, digest))
        # Written again where it is no news: a crash may have come before the row.
        self._enter(id_, wish, digest)
        return news

    def _wanted(self, known: Publication | None, wish: Wish, digest: str) -> Publication | None:
        said: dict[str, Any] = {
            "about": sorted(wish.about),
            "digest": digest,
            "evidence": wish.evidence,
            "by": wish.by,
            "at": self._clock(),
        }
        if known is None:
            return Publication(
                repository=str(wish.stream), kind=wish.kind, place=wish.place, **said
            )
        return known if known.want(**said) else None

    def _enter(self, id_: UUID, wish: Wish, digest: str) -> None:
        state = self._known(id_).state
        keys = {subject_key(wish.stream.bytes, subject) for subject in wish.about}
        with self._database.writing() as db:
            db.run(
                "INSERT INTO outbox (id, repository, kind, place, content, digest, state, attempts,"
                " due, settled, reason) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, NULL, '')"
                " ON CONFLICT (id) DO UPDATE SET content = excluded.content, attempts = 0,"
                " digest = excluded.digest, state = excluded.state, due = excluded.due,"
                " reason = '' WHERE outbox.digest <> excluded.digest",
                *(id_.hex, wish.stream.hex, wish.kind, wish.place, _encode(wish.content).decode()),
                *(digest, state, microseconds(self._clock())),
            )
            db.many(
                "INSERT INTO outbox_subject VALUES (?, ?) ON CONFLICT (subject, id) DO NOTHING",
                [(key, id_.hex) for key in sorted(keys)],
            )

    def content(self, stream: UUID, kind: str, place: str) -> dict[str, Any] | None:
        """What was wanted last in a place; None where nothing ever was."""
        id_ = Publication.create_id(stream, kind, place)
        with self._database.reading() as db:
            rows = db.all("SELECT content FROM outbox WHERE id = ?", id_.hex)
        return msgspec.json.decode(rows[0][0]) if rows else None

    # -- attempts ---------------------------------------------------------------------------------

    def due(self, kinds: Collection[str], limit: int = 50) -> list[Waiting]:
        """What of these kinds is to be tried now, the longest due first."""
        marks = ",".join("?" * len(kinds)) or "''"
        with self._database.reading() as db:
            rows = db.all(
                f"SELECT {_COLUMNS} FROM outbox WHERE state = ? AND due <= ?"
                f" AND kind IN ({marks}) ORDER BY due, seq LIMIT ?",
                *(WANTED, microseconds(self._clock()), *sorted(kinds), limit),
            )
        return [_waiting(row) for row in rows]

    def is_settled(self, row: Waiting) -> bool:
        """Whether the ledger has the end of it: then a crash came before the row, which follows."""
        known = self._known(row.id)
        if known.state == WANTED and known.digest == row.digest:
            return False
        if known.digest == row.digest:
            self._settle(row, known.state, known.reason)
        return known.digest == row.digest

    def begin(self, row: Waiting) -> None:
        """Note that an attempt is about to be made, for what cannot be looked for afterwards."""
        self._change(row, "attempts = attempts + 1")

    def done(self, row: Waiting, said: Said) -> None:
        """It stands there."""
        at = self._clock()

        def decide(known: Publication | None) -> Publication:
            assert known is not None, "a row is entered after its decision"
            known.do(row.digest, id_=said.id, url=said.url, how=said.how, at=at)
            return known

        self._decide(row.id, decide)
        self._settle(row, DONE, "")

    def give_up(self, row: Waiting, reason: str) -> None:
        """Nobody tries again, until somebody asks for it."""
        at = self._clock()

        def decide(known: Publication | None) -> Publication:
            assert known is not None, "a row is entered after its decision"
            known.give_up(row.digest, reason=readable(reason), at=at)
            return known

        self._decide(row.id, decide)
        self._settle(row, GIVEN_UP, reason)

    def failed(
        self,
        row: Waiting,
        reason: str,
        *,
        attempts: int = ATTEMPTS,
        until: datetime | None = None,
    ) -> None:
        """Try again later, each time after twice the wait, and not before `until`; after so many
        attempts give up.
        """
        if row.attempts + 1 >= attempts:
            self.give_up(row, f"{reason} (after {attempts} attempts)")
            return
        later = self._clock() + min(FIRST_WAIT * 2**row.attempts, LONGEST_WAIT)
        due = microseconds(max(later, until or later))
        words = "attempts = ?, due = ?, reason = ?"
        self._change(row, words, row.attempts + 1, due, readable(reason))

    def postpone(self, row: Waiting, until: datetime, reason: str) -> None:
        """Try again then; this was no failure."""
        self._change(row, "due = ?, reason = ?", microseconds(until), readable(reason))

    def retry(self, seq: int, *, by: str) -> None:
        """Take up again what was given up or sent; see `Publication.take_up` for its `Refused`."""
        row = self._row(seq)

        def decide(known: Publication | None) -> Publication | None:
            assert known is not None, "a row is entered after its decision"
            if known.state == WANTED != row.state:
                return None  # a crash came before the row
            known.take_up(by=by, at=self._clock())
            return known

        self._decide(row.id, decide)
        words = "state = ?, attempts = 0, reason = '', due = ?"
        self._change(row, words, WANTED, microseconds(self._clock()))

    def settled_since(self, since: datetime, kinds: frozenset[str]) -> int:
        """How many of these kinds ended since then."""
        marks = ",".join("?" * len(kinds))
        with self._database.reading() as db:
            ((count,),) = db.all(
                f"SELECT count(*) FROM outbox WHERE settled > ? AND kind IN ({marks})",
                *(microseconds(since), *sorted(kinds)),
            )
        return int(count)

    def _settle(self, row: Waiting, state: str, reason: str) -> None:
        at = microseconds(self._clock())
        words = "state = ?, settled = ?, reason = ?"
        self._change(row, words, state, at, readable(reason))

    def _change(self, row: Waiting, words: str, *values: Any) -> None:
        """Other content that was wanted meanwhile has another digest, and is left alone."""
        with self._database.writing() as db:
            db.run(
                f"UPDATE outbox SET {words} WHERE id = ? AND digest = ?",
                *(*values, row.id.hex, row.digest),
            )

    # -- decisions --------------------------------------------------------------------------------

    def _decide(
        self, id_: UUID, decide: Callable[[Publication | None], Publication | None]
    ) -> bool:
        """Decide on the past as it is; again where somebody else recorded first."""
        while True:
            decided = decide(self._found(id_))
            if decided is None:
                return False
            try:
                self._ledger.save(decided)
            except IntegrityError:
                continue
            return True

    def _found(self, id_: UUID) -> Publication | None:
        try:
            return cast("Publication", self._ledger.repository.get(id_))
        except AggregateNotFoundError:
            return None

    def _known(self, id_: UUID) -> Publication:
        return cast("Publication", self._ledger.repository.get(id_))

    # -- questions --------------------------------------------------------------------------------

    def page(
        self, *, state: str | None = None, after: int | None = None, limit: int = 50
    ) -> list[Published]:
        """Newest first; `after` is the last seq of the page before."""
        with self._database.reading() as db:
            rows = db.all(
                f"SELECT {_COLUMNS} FROM outbox WHERE seq < ?"
                f"{' AND state = ?' if state else ''} ORDER BY seq DESC LIMIT ?",
                *(2**62 if after is None else after, *([state] if state else []), limit),
            )
        return [self._published(_waiting(row)) for row in rows]

    def one(self, seq: int) -> Published:
        """One of them; raises `NotFound`."""
        return self._published(self._row(seq))

    def _row(self, seq: int) -> Waiting:
        with self._database.reading() as db:
            rows = db.all(f"SELECT {_COLUMNS} FROM outbox WHERE seq = ?", seq)
        if not rows:
            raise NotFound(f"no publication {seq} is known: `shipledger publish list` shows all")
        return _waiting(rows[0])

    def _published(self, row: Waiting) -> Published:
        return _told(row, self._known(row.id))


def states(database: Database) -> dict[str, int]:
    """How many publications are in each state."""
    with database.reading() as db:
        rows = db.all("SELECT state, count(*) FROM outbox GROUP BY state")
    return dict.fromkeys(STATES, 0) | {state: int(count) for state, count in rows}


def publications_about(
    ledger: Ledger, stream: UUID, subject: str, *, as_of: int | None = None
) -> list[Published]:
    """What we said of a subject of a repository, as it was known at a position; oldest first."""
    with ledger.database.reading() as db:
        rows = db.all(
            f"SELECT {_COLUMNS} FROM outbox WHERE id IN"
            " (SELECT id FROM outbox_subject WHERE subject = ?) ORDER BY seq",
            subject_key(stream.bytes, subject),
        )
        versions = {row[1]: _version(db, ledger, UUID(hex=row[1]), as_of) for row in rows}
    told = []
    for row in map(_waiting, rows):
        version = versions[row.id.hex]
        if version:
            known = cast("Publication", ledger.repository.get(row.id, version=version))
            # Another subject may share the key.
            if subject in known.about:
                told.append(_told(row, known))
    return told


def _version(db: Db, ledger: Ledger, id_: UUID, as_of: int | None) -> int:
    dialect = ledger.database.dialect
    ((version,),) = db.all(
        "SELECT coalesce(max(originator_version), 0) FROM stored_events"
        f" WHERE originator_id = ? AND {dialect.position} <= ?",
        *(dialect.stream_id(id_), 2**62 if as_of is None else as_of),
    )
    return int(version)


def _told(row: Waiting, known: Publication) -> Published:
    return Published(
        seq=row.seq,
        id=row.id,
        repository=row.stream,
        kind=known.kind,
        place=known.place,
        about=known.about,
        state=known.state,
        digest=known.digest,
        said=known.said,
        evidence=known.evidence,
        by=known.by,
        wanted_at=known.wanted_at,
        settled_at=known.settled_at,
        url=known.url,
        how=known.how,
        reason=known.reason or (row.reason if known.state == WANTED else ""),
        attempts=row.attempts,
        due=row.due,
    )


def _waiting(row: tuple[Any, ...]) -> Waiting:
    seq, id_, repository, kind, place, content, digest, state, attempts, due, reason = row
    return Waiting(
        *(seq, UUID(hex=id_), UUID(hex=repository), kind, place, msgspec.json.decode(content)),
        *(digest, state, attempts, moment(due), reason),
    )
