"""The first commits of everyone: by them one can tell whether a change is somebody's very first."""

import hashlib
from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from domain.fact import Actor, Fact, seconds
from domain.pull_request import PullRequestMerged
from projections.stored import Made, Pushed
from projections.table import Db, Filed
from projections.view import FIRST_COMMITS
from projections.who import Who, who

_AT_ONCE = 300  # parameters a query

# When it was made, in seconds, its id, and where it was told.
Wrote: TypeAlias = tuple[int, str, int]


class Row(NamedTuple):
    """A commit of somebody: when it was made, by its own date in seconds, and where it was told."""

    made: int
    sha: bytes
    position: int


class FirstCommits:
    """One row for each commit that was among the first of a person when it was told.

    The first are the earliest by their own dates, so that no order of arrival changes them. Rows
    are never taken away: at an older position they say what were the first as was known then. A
    person is the account of a forge, or a name in commits without one. Who opened a pull request
    wrote the commit as which it was merged.
    """

    topics = frozenset({"commit.made.1", "commit.pushed.1", "pull_request.merged.1"})

    def __init__(self, name: str = "first_commits") -> None:
        self.name = name

    def ddl(self) -> tuple[str, ...]:
        """See `projections.table.Table`."""
        return (
            f"""CREATE TABLE IF NOT EXISTS {self.name} (
                stream {{blob}} NOT NULL,
                person {{blob}} NOT NULL,
                sha {{blob}} NOT NULL,
                made BIGINT NOT NULL,
                position BIGINT NOT NULL,
                PRIMARY KEY (stream, person, sha)
            ){{without_rowid}}""",
        )

    def absorb(self, db: Db, facts: Iterable[Filed]) -> None:
        """See `projections.table.Table`. Facts come in order; the first telling of each counts."""
        told: dict[UUID, dict[bytes, list[Wrote]]] = defaultdict(lambda: defaultdict(list))
        for stream, some in groupby(facts, attrgetter("stream")):
            people = told[stream]
            for _, position, fact in some:
                author, sha = _wrote(fact)
                if author is not None and sha:
                    people[_key(author)].append((seconds(fact.at), sha, position))
        rows = [row for stream, people in told.items() for row in self._news(db, stream, people)]
        db.many(f"INSERT INTO {self.name} VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING", rows)

    def _news(
        self, db: Db, stream: UUID, people: Mapping[bytes, list[Wrote]]
    ) -> Iterator[tuple[Any, ...]]:
        key = stream.bytes
        known: dict[bytes, list[Row]] = defaultdict(list)
        for person, row in self.rows(db, key, list(people)):
            known[person].append(row)
        for person, commits in people.items():
            for row in _first(commits, known[person]):
                yield key, person, row.sha, row.made, row.position

    def rows(self, db: Db, stream: bytes, people: list[bytes]) -> Iterator[tuple[bytes, Row]]:
        """Of each of the people, by their keys, the commits."""
        for start in range(0, len(people), _AT_ONCE):
            piece = people[start : start + _AT_ONCE]
            marks = ",".join("?" * len(piece))
            rows = db.all(
                f"SELECT person, made, sha, position FROM {self.name}"
                f" WHERE stream = ? AND person IN ({marks})",
                stream,
                *piece,
            )
            yield from (
                (bytes(person), Row(made, bytes(sha), at)) for person, made, sha, at in rows
            )

    def digest(self, db: Db) -> str:
        """See `projections.table.Table`."""
        rows = db.all(
            f"SELECT stream, person, sha, made, position FROM {self.name}"
            " ORDER BY stream, person, sha"
        )
        digest = hashlib.sha256()
        for *identity, made, position in rows:
            digest.update(repr((*map(bytes, identity), made, position)).encode())
        return digest.hexdigest()

    def of(self, db: Db, stream: UUID, position: int) -> "KnownAuthors":
        """The authors of one repository, as they were known at a position."""
        return KnownAuthors(self, db, stream, position)


class KnownAuthors:
    """`projections.view.Authors` over an open transaction."""

    def __init__(self, table: FirstCommits, db: Db, stream: UUID, position: int) -> None:
        self._table, self._db = table, db
        self._stream, self._position = stream.bytes, position

    def first_commits(self, people: Collection[Who]) -> Mapping[Who, tuple[str, ...]]:
        """See `projections.view.Authors`."""
        keys = {key_of(person): person for person in people}
        found: dict[Who, list[Row]] = defaultdict(list)
        for key, row in self._table.rows(self._db, self._stream, list(keys)):
            if row.position <= self._position:
                found[keys[key]].append(row)
        return {
            who: tuple(row.sha.hex() for row in sorted(rows)[:FIRST_COMMITS])
            for who, rows in found.items()
        }


def key_of(person: Who) -> bytes:
    """Accounts are told apart without regard to case, and from names that read the same."""
    kind = "git" if person.kind == "git" else "account"
    return hashlib.sha256(f"{kind}:{person.name.casefold()}".encode(errors="replace")).digest()[:12]


@lru_cache(maxsize=16_384)
def _key(author: Actor) -> bytes:
    person = who(author)
    assert person is not None
    return key_of(person)


def _wrote(fact: Fact) -> tuple[Actor | None, str | None]:
    if isinstance(fact, PullRequestMerged):
        return fact.pull.author, fact.pull.merge_commit_sha
    assert isinstance(fact, (Made, Pushed))
    return fact.authorship.author, fact.sha


def _first(commits: Iterable[Wrote], known: Iterable[Row]) -> Iterator[Row]:
    """Those that are among the first at the moment when they are told."""
    first = sorted(known)
    met = {row.sha for row in first}
    for made, sha, position in commits:
        if len(first) >= FIRST_COMMITS and made > first[FIRST_COMMITS - 1].made:
            continue  # nearly all of them, in the order of their dates
        row = Row(made, bytes.fromhex(sha), position)
        if row.sha not in met and (len(first) < FIRST_COMMITS or row < first[FIRST_COMMITS - 1]):
            met.add(row.sha)
            insort(first, row)
            yield row
