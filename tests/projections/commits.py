"""Commits by short names, told in any way and order, and the plainest way to ask about them."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from typing import Any
from uuid import UUID

from domain.commit import Authorship, CommitMade, CommitPushed
from domain.fact import EPOCH, Actor, Fact
from projections.commit_graph import CommitGraph
from projections.table import Db, Filed
from projections.view import Commits

STREAM = UUID(int=7)
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
WORDS = Authorship(Actor("Mira", kind="git"), NOON, "Round the tax per line")
EVER = 2**40


class Lite:
    """SQLite in memory, or in a file; it counts what it is asked, and what it answers."""

    def __init__(self, path: str = ":memory:") -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.queries = self.rows = 0

    def all(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        rows = self.connection.execute(sql, parameters).fetchall()
        self.queries += 1
        self.rows += len(rows)
        return rows

    def run(self, sql: str, *parameters: Any) -> int:
        return self.connection.execute(sql, parameters).rowcount

    def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self.connection.executemany(sql, rows)


def with_tables(db: Db, blob: str = "BLOB") -> Db:
    for statement in CommitGraph().ddl():
        db.run(statement.format(blob=blob, without_rowid=""))
    return db


def sha(name: str) -> str:
    return sha1(name.encode(), usedforsecurity=False).hexdigest()


def moment(seconds: int) -> datetime:
    return EPOCH + timedelta(seconds=seconds)


def made(name: str, *parents: str, at: datetime = NOON) -> CommitMade:
    return CommitMade(
        at=at, via="git:1", sha=sha(name), parents=tuple(map(sha, parents)), authorship=WORDS
    )


def pushed(name: str, follows: str | None = None, at: datetime = NOON) -> CommitPushed:
    before = follows and sha(follows)
    return CommitPushed(at=at, via="github:1", sha=sha(name), authorship=WORDS, follows=before)


def filed(facts: Iterable[Fact], first: int = 1, stream: UUID = STREAM) -> list[Filed]:
    """The facts at positions of their own, one after the other."""
    return [Filed(stream, position, fact) for position, fact in enumerate(facts, first)]


def told(db: Db, *facts: Fact, first: int = 1) -> Commits:
    """What is known when these have come in."""
    CommitGraph().absorb(db, filed(facts, first))
    return known(db)


def known(db: Db, position: int = EVER, stream: UUID = STREAM) -> Commits:
    return CommitGraph().commits(db, stream, position)


def digest(db: Db) -> str:
    return CommitGraph().digest(db)


class Plain:
    """The same questions, answered by following every edge."""

    def __init__(self, facts: Iterable[Filed], position: int) -> None:
        sure: dict[str, set[str]] = {}
        pushes: dict[str, set[str]] = {}
        for one in facts:
            if one.position > position:
                continue
            if isinstance(one.fact, CommitMade):
                sure.setdefault(one.fact.sha, set(one.fact.parents))
            elif isinstance(one.fact, CommitPushed):
                before = pushes.setdefault(one.fact.sha, set())
                before.update({one.fact.follows or one.fact.sha} - {one.fact.sha})
        self.parents: Mapping[str, set[str]] = pushes | sure
        self.inferred = pushes.keys() - sure.keys()

    def reach(self, head: str) -> set[str]:
        reached = {head}
        ways = [head]
        while ways:
            new = self.parents.get(ways.pop(), set()) - reached
            reached |= new
            ways += new
        return reached

    def between(self, base: str | None, head: str) -> set[str]:
        known = self.reach(head) & self.parents.keys()
        return known - self.reach(base) if base else known

    def missing(self, base: str | None, head: str) -> set[str]:
        inside = self.between(base, head)
        named = {parent for one in inside for parent in self.parents[one]}
        return (named | {head} | ({base} if base else set())) - self.parents.keys()

    def containing(self, one: str, heads: Collection[str]) -> set[str]:
        return {head for head in heads if one in self.reach(head)}
