"""The first commits of everyone, on both engines."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.commit import CommitMade, CommitPushed
from domain.fact import Actor, Fact
from domain.message import authorship
from domain.pull_request import PullRequest, PullRequestMerged
from domain.topics import encode
from projections.first_commits import FirstCommits, KnownAuthors
from projections.stored import read
from projections.table import Db, Filed
from projections.view import FIRST_COMMITS
from projections.who import Who
from service.recorders.postgres import PostgresDb
from tests.engines import PostgreSQL
from tests.projections.commits import Lite
from tests.story import minute, sha

STREAM, OTHER = UUID(int=7), UUID(int=8)
MIRA = Actor("Mira", kind="git", email="mira@example.org")
NAMED, ACCOUNT = Who("Mira", "git"), Who("mira", "user", 1)


def tables(db: Db, blob: str = "BLOB") -> Db:
    for statement in FirstCommits().ddl():
        db.run(statement.format(blob=blob, without_rowid=""))
    return db


@pytest.fixture(scope="module")
def connection(postgres: PostgreSQL) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(postgres.fresh()) as connection:
        yield connection


@pytest.fixture(params=["sqlite", "postgres"])
def db(request: pytest.FixtureRequest) -> Iterator[Db]:
    """An empty table, once on each engine."""
    if request.param == "sqlite":
        yield tables(Lite())
        return
    connection = request.getfixturevalue("connection")
    yield tables(PostgresDb(connection.cursor()), blob="BYTEA")
    connection.rollback()


def made(label: str, by: Actor = MIRA, day: float = 1) -> CommitMade:
    at = minute(day)
    return CommitMade(
        at=at, via="test", sha=sha(label), parents=(), authorship=authorship(by, at, label)
    )


def pushed(label: str, by: Actor = MIRA) -> CommitPushed:
    at = minute(1)
    return CommitPushed(at=at, via="test", sha=sha(label), authorship=authorship(by, at, label))


def merged(label: str | None, by: Actor | None) -> PullRequestMerged:
    known: dict[str, Any] = {"base": "main", "head": "x", "head_sha": sha("x"), "state": "merged"}
    commit = sha(label) if label else None
    pull = PullRequest(
        number=1, title="", author=by, updated_at=minute(1), merge_commit_sha=commit, **known
    )
    return PullRequestMerged(at=minute(1), via="test", pull=pull)


def told(
    db: Db, *facts: Fact, first: int = 1, stream: UUID = STREAM, position: int = 2**40
) -> KnownAuthors:
    filed = [Filed(stream, number, read(encode(one))) for number, one in enumerate(facts, first)]
    FirstCommits().absorb(db, filed)
    return FirstCommits().of(db, stream, position)


def several(*numbers: int) -> list[CommitMade]:
    return [made(str(number), day=number) for number in numbers]


EARLIEST = tuple(sha(str(number)) for number in range(FIRST_COMMITS))


def test_a_person_has_the_earliest_commits(db: Db) -> None:
    authors = told(db, *several(*range(FIRST_COMMITS + 3)))
    assert authors.first_commits([NAMED, ACCOUNT]) == {NAMED: EARLIEST}


def test_whatever_comes_first_the_earliest_are_the_same(db: Db) -> None:
    authors = told(db, *several(*reversed(range(FIRST_COMMITS + 3))))
    assert authors.first_commits([NAMED]) == {NAMED: EARLIEST}
    few = FirstCommits().of(db, STREAM, 3).first_commits([NAMED])
    latest = (FIRST_COMMITS, FIRST_COMMITS + 1, FIRST_COMMITS + 2)
    assert few == {NAMED: tuple(sha(str(number)) for number in latest)}


def test_however_the_facts_are_divided_the_first_are_the_same(db: Db) -> None:
    facts: list[Fact] = [*several(3, 1, 19, 4, 0), pushed("1"), pushed("19")]
    facts += several(18, 2, 17, 5, 16, 6, 15, 7, 14, 8, 13)
    whole = told(db, *facts).first_commits([NAMED])
    digest = FirstCommits().digest(db)
    for at, fact in enumerate(facts, 1):
        told(db, fact, first=at, stream=OTHER)
    assert whole == {NAMED: EARLIEST}
    assert FirstCommits().of(db, OTHER, 99).first_commits([NAMED]) == whole
    told(db, *facts, first=50)
    assert FirstCommits().digest(db) != digest, "the other repository has rows of its own now"
    assert FirstCommits().of(db, STREAM, 2**40).first_commits([NAMED]) == whole


def test_told_twice_changes_nothing(db: Db) -> None:
    told(db, made("a"), made("b"))
    digest = FirstCommits().digest(db)
    told(db, pushed("a"), made("b"), first=50)
    assert FirstCommits().digest(db) == digest


def test_what_was_told_later_is_not_known_before(db: Db) -> None:
    told(db, made("a"), made("b"))
    assert FirstCommits().of(db, STREAM, 1).first_commits([NAMED]) == {NAMED: (sha("a"),)}
    assert FirstCommits().of(db, OTHER, 9).first_commits([NAMED]) == {}


def test_accounts_are_told_by_pushes_pull_requests_and_addresses(db: Db) -> None:
    hidden = Actor("M", kind="git", email="1+mira@users.noreply.github.com")
    authors = told(
        db,
        pushed("a", Actor("Mira", 1)),
        merged("b", Actor("mira", 1)),
        made("c", hidden),
        merged(None, Actor("mira", 1)),
        merged("d", None),
        made("e"),
    )
    found = authors.first_commits([ACCOUNT])
    assert found == {ACCOUNT: tuple(sorted((sha("a"), sha("b"), sha("c"))))}


def test_many_people_are_asked_about_at_once(db: Db) -> None:
    people = [Actor(f"Person {number}", kind="git") for number in range(700)]
    authors = told(db, *(made(one.name, one) for one in people))
    assert len(authors.first_commits([Who(one.name, "git") for one in people])) == 700
