"""The names of tags and releases ever told, in version order: candidates, never proof."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from domain.fact import EPOCH, Fact, topic
from domain.release import ReleaseFact
from domain.tag import TagFact
from domain.topics import FACTS
from domain.version import read
from projections.table import Db, Filed

# PostgreSQL indexes no row of more than 2,704 bytes; a longer key keeps its beginning and a digest.
_LONGEST = 768
_PAGE = 8


class Recent(NamedTuple):
    """A name of any repository; `at` and `position` are those of its first telling."""

    stream: UUID
    name: str
    at: datetime
    position: int


class Names:
    """One row for each name of a tag, told by a tag or by a GitHub release.

    `component_key` and `key` sort by their bytes; together with the stream they stand for the name.
    """

    topics = frozenset(
        topic(fact) for fact in FACTS.values() if issubclass(fact, TagFact | ReleaseFact)
    )

    def __init__(self, name: str = "names") -> None:
        self.name = name

    def ddl(self) -> tuple[str, ...]:
        """See `projections.table.Table`."""
        return (
            f"""CREATE TABLE IF NOT EXISTS {self.name} (
                stream {{blob}} NOT NULL,
                component_key {{blob}} NOT NULL,
                key {{blob}} NOT NULL,
                component TEXT NOT NULL,
                name TEXT NOT NULL,
                position BIGINT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (stream, component_key, key)
            )""",
            f"""CREATE INDEX IF NOT EXISTS {self.name}_at
                ON {self.name} (at, stream, component_key, key)""",
        )

    def absorb(self, db: Db, facts: Iterable[Filed]) -> None:
        """See `projections.table.Table`. The first telling counts, and facts come in order."""
        rows: dict[tuple[bytes, str], tuple[Any, ...]] = {}
        for stream, position, fact in facts:
            name = _name(fact)
            if name is not None and (stream.bytes, name) not in rows:
                part, key = _keys(name)
                component = read(name).component
                rows[stream.bytes, name] = (
                    *(stream.bytes, part, key, component, name),
                    *(position, _microseconds(fact.at)),
                )
        db.many(
            f"INSERT INTO {self.name} (stream, component_key, key, component, name, position, at)"
            " VALUES (?,?,?,?,?,?,?) ON CONFLICT (stream, component_key, key) DO NOTHING",
            list(rows.values()),
        )

    def digest(self, db: Db) -> str:
        """See `projections.table.Table`."""
        rows = db.all(
            f"SELECT stream, component_key, key, component, name, position, at FROM {self.name}"
            " ORDER BY stream, component_key, key"
        )
        digest = hashlib.sha256()
        for stream, part, key, *rest in rows:
            digest.update(repr((bytes(stream), bytes(part), bytes(key), *rest)).encode())
        return digest.hexdigest()

    def names(self, db: Db, stream: UUID, position: int) -> "KnownNames":
        """The names of one repository, as they were known at a position."""
        return KnownNames(db, self.name, stream, position)

    def recent(self, db: Db, position: int, after: Recent | None, limit: int) -> list[Recent]:
        """The names of all repositories by their first telling, newest first, page by page."""
        where = ""
        last: tuple[Any, ...] = ()
        if after is not None:
            where = " AND (at, stream, component_key, key) < (?,?,?,?)"
            last = (_microseconds(after.at), after.stream.bytes, *_keys(after.name))
        rows = db.all(
            f"SELECT stream, name, at, position FROM {self.name} WHERE position <= ?{where}"
            " ORDER BY at DESC, stream DESC, component_key DESC, key DESC LIMIT ?",
            *(position, *last, limit),
        )
        return [
            Recent(UUID(bytes=bytes(stream)), name, EPOCH + timedelta(microseconds=at), told)
            for stream, name, at, told in rows
        ]


class KnownNames:
    """`projections.view.Names` over an open transaction."""

    def __init__(self, db: Db, table: str, stream: UUID, position: int) -> None:
        self._db = db
        self._select = f"FROM {table} WHERE stream = ? AND position <= ?"
        self._known = (stream.bytes, position)

    def below(self, component: str, key: bytes) -> Iterator[str]:
        """See `projections.view.Names`."""
        return self._beside(component, key, "<", "DESC")

    def above(self, component: str, key: bytes) -> Iterator[str]:
        """See `projections.view.Names`."""
        return self._beside(component, key, ">", "ASC")

    def _beside(self, component: str, key: bytes, than: str, order: str) -> Iterator[str]:
        key, part = _capped(key), _capped(component.encode())
        while True:
            rows = self._db.all(
                f"SELECT key, name {self._select} AND component_key = ? AND key {than} ?"
                f" ORDER BY key {order} LIMIT ?",
                *(*self._known, part, key, _PAGE),
            )
            yield from (name for _, name in rows)
            if len(rows) < _PAGE:
                return
            key = bytes(rows[-1][0])

    def page(
        self, component: str | None, *, after: tuple[bytes, str] | None, limit: int
    ) -> list[tuple[bytes, str]]:
        """See `projections.view.Names`; without a component, one component after the other."""
        where: list[str] = []
        values: list[Any] = []
        if component is not None:
            where.append(" AND component_key = ?")
            values.append(_capped(component.encode()))
        if after is not None:
            part, key = _keys(after[1])
            where.append(" AND (component_key > ? OR (component_key = ? AND key < ?))")
            values += [part, part, key]
        rows = self._db.all(
            f"SELECT name {self._select}{''.join(where)} ORDER BY component_key, key DESC LIMIT ?",
            *(*self._known, *values, limit),
        )
        return [(read(name).key, name) for (name,) in rows]

    def components(self) -> list[str]:
        """See `projections.view.Names`."""
        rows = self._db.all(f"SELECT DISTINCT component {self._select}", *self._known)
        return sorted(component for (component,) in rows)

    def all(self) -> list[str]:
        """See `projections.view.Names`."""
        rows = self._db.all(f"SELECT name {self._select} ORDER BY component_key, key", *self._known)
        return [name for (name,) in rows]


def _name(fact: Fact) -> str | None:
    if isinstance(fact, TagFact):
        return fact.name
    return fact.release.tag if isinstance(fact, ReleaseFact) else None


def _keys(name: str) -> tuple[bytes, bytes]:
    version = read(name)
    return _capped(version.component.encode()), _capped(version.key)


def _capped(key: bytes) -> bytes:
    if len(key) <= _LONGEST:
        return key
    return key[: _LONGEST - 32] + hashlib.sha256(key).digest()


def _microseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)
