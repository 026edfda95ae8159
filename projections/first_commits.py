"""The first commits of everyone: by them one can tell whether a change is somebody's very first."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from uuid import UUID

import msgspec

from domain.fact import Actor, Fact
from domain.pull_request import PullRequest
from projections.table import Db, Filed
from projections.who import Who, who

# Whoever has more commits than these has one in every later history, or else we do not say.
MOST = 8

_AT_ONCE = 300  # parameters a query


class Authored(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`Authorship` up to its author: the message is most of the bytes."""

    author: Actor


class Made(Fact, frozen=True, kw_only=True, tag="commit.made.1"):
    """`CommitMade`, as far as it matters here."""

    sha: str
    parents: msgspec.Raw
    authorship: Authored


class Pushed(Fact, frozen=True, kw_only=True, tag="commit.pushed.1"):
    """`CommitPushed`, as far as it matters here."""

    sha: str
    authorship: Authored


class Merged(Fact, frozen=True, kw_only=True, tag="pull_request.merged.1"):
    """`PullRequestMerged`."""

    pull: PullRequest


_read = msgspec.json.Decoder(Made | Pushed | Merged).decode


class FirstCommits:
    """One row for each of the first commits of a person, in the order in which they were told.

    A person is the account of a forge, or a name in commits without one. Who opened a pull request
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
                position BIGINT NOT NULL,
                PRIMARY KEY (stream, person, sha)
            )""",
        )

    def read(self, state: bytes) -> Fact:
        """See `projections.table.Table`."""
        fact: Fact = _read(state)
        return fact

    def absorb(self, db: Db, facts: Iterable[Filed]) -> None:
        """See `projections.table.Table`. The first tellings count, and facts come in order."""
        told: dict[tuple[bytes, bytes], dict[bytes, int]] = {}
        for stream, position, fact in facts:
            author, sha = _wrote(fact)
            if author is not None and sha:
                commits = told.setdefault((stream.bytes, _key(author)), {})
                if len(commits) < MOST:
                    commits.setdefault(bytes.fromhex(sha), position)
        known = self._known(db, told)
        rows = [
            (*whose, sha, position)
            for whose, commits in told.items()
            for sha, position in _more(commits, known.get(whose, frozenset()))
        ]
        db.many(f"INSERT INTO {self.name} VALUES (?,?,?,?) ON CONFLICT DO NOTHING", rows)

    def _known(
        self, db: Db, told: Iterable[tuple[bytes, bytes]]
    ) -> dict[tuple[bytes, bytes], set[bytes]]:
        people: dict[bytes, list[bytes]] = {}
        for stream, person in told:
            people.setdefault(stream, []).append(person)
        known: dict[tuple[bytes, bytes], set[bytes]] = {}
        for stream, some in people.items():
            for person, sha, _ in self.rows(db, stream, some):
                known.setdefault((stream, person), set()).add(sha)
        return known

    def rows(
        self, db: Db, stream: bytes, people: list[bytes]
    ) -> Iterator[tuple[bytes, bytes, int]]:
        """Of each of the people, by their keys, the commits and where they were told."""
        for start in range(0, len(people), _AT_ONCE):
            piece = people[start : start + _AT_ONCE]
            marks = ",".join("?" * len(piece))
            rows = db.all(
                f"SELECT person, sha, position FROM {self.name}"
                f" WHERE stream = ? AND person IN ({marks})",
                stream,
                *piece,
            )
            yield from ((bytes(person), bytes(sha), at) for person, sha, at in rows)

    def digest(self, db: Db) -> str:
        """See `projections.table.Table`."""
        rows = db.all(
            f"SELECT stream, person, sha, position FROM {self.name} ORDER BY stream, person, sha"
        )
        digest = hashlib.sha256()
        for *identity, position in rows:
            digest.update(repr((*map(bytes, identity), position)).encode())
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
        found: dict[Who, list[tuple[int, str]]] = {}
        for key, sha, at in self._table.rows(self._db, self._stream, list(keys)):
            if at <= self._position:
                found.setdefault(keys[key], []).append((at, sha.hex()))
        return {who: tuple(sha for _, sha in sorted(rows)) for who, rows in found.items()}


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
    if isinstance(fact, Merged):
        return fact.pull.author, fact.pull.merge_commit_sha
    assert isinstance(fact, Made | Pushed)
    return fact.authorship.author, fact.sha


def _more(commits: Mapping[bytes, int], known: Collection[bytes]) -> Iterator[tuple[bytes, int]]:
    room = MOST - len(known)
    for sha, position in commits.items():
        if room > 0 and sha not in known:
            room -= 1
            yield sha, position
