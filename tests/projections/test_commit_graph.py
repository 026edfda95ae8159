"""The commit graph answers by what was known, in whatever order it came to be known."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.commit import CommitMade
from domain.errors import Malformed
from projections.table import Db
from projections.view import Member, Range
from service.recorders.postgres import PostgresDb
from tests.engines import PostgreSQL
from tests.projections.commits import (
    NOON,
    WORDS,
    Lite,
    digest,
    known,
    made,
    moment,
    pushed,
    sha,
    told,
    with_tables,
)


@pytest.fixture(scope="module")
def connection(postgres: PostgreSQL) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(postgres.fresh()) as connection:
        yield connection


@pytest.fixture(params=["sqlite", "postgres"])
def db(request: pytest.FixtureRequest) -> Iterator[Db]:
    """Empty tables, once on each engine."""
    if request.param == "sqlite":
        yield with_tables(Lite())
        return
    connection = request.getfixturevalue("connection")
    yield with_tables(PostgresDb(connection.cursor()), blob="BYTEA")
    connection.rollback()


def names(found: Range, of: str) -> str:
    by_sha = {sha(name): name for name in of}
    return "".join(by_sha[one.sha] for one in found.commits)


LINE = (
    made("a", at=moment(1)),
    made("b", "a", at=moment(2)),
    made("c", "b", at=moment(3)),
    made("d", "c", at=moment(4)),
)

# a - b - d - f
#      \ c - e /
MERGED = (
    made("a", at=moment(1)),
    made("b", "a", at=moment(2)),
    made("c", "b", at=moment(3)),
    made("d", "b", at=moment(4)),
    made("e", "c", at=moment(5)),
    made("f", "d", "e", at=moment(6)),
)


# --- ranges ---


def test_a_range_is_what_the_head_reaches_and_the_base_does_not(db: Db) -> None:
    found = told(db, *LINE).between(sha("b"), sha("d"))

    assert names(found, "abcd") == "dc"
    assert not found.missing
    assert not found.diverged


def test_without_a_base_a_range_is_all_that_the_head_reaches(db: Db) -> None:
    assert names(told(db, *LINE).between(None, sha("c")), "abcd") == "cba"


def test_a_range_from_a_commit_to_itself_is_empty(db: Db) -> None:
    assert told(db, *LINE).between(sha("b"), sha("b")) == Range(())


def test_a_range_backwards_is_empty_and_diverged(db: Db) -> None:
    assert told(db, *LINE).between(sha("d"), sha("b")) == Range((), diverged=True)


def test_a_merge_brings_all_of_its_branch(db: Db) -> None:
    assert names(told(db, *MERGED).between(sha("d"), sha("f")), "abcdef") == "fec"


def test_a_base_on_another_line_is_told(db: Db) -> None:
    found = told(db, *MERGED).between(sha("d"), sha("e"))

    assert names(found, "abcdef") == "ec"
    assert found.diverged


def test_a_member_tells_the_fact_that_told_it(db: Db) -> None:
    (member,) = told(db, *LINE, first=41).between(sha("c"), sha("d")).commits

    assert member == Member(sha("d"), 44, False)


def test_children_come_before_their_parents_whatever_their_dates_say(db: Db) -> None:
    graph = told(
        db,
        made("a", at=moment(-5_000_000_000)),
        made("b", "a", at=moment(90)),
        made("c", "b", at=moment(7)),
        made("d", "c", at=moment(50_000_000_000)),
        made("e", "d", at=moment(8)),
    )

    assert names(graph.between(None, sha("e")), "abcde") == "edcba"
    assert names(graph.between(sha("b"), sha("e")), "abcde") == "edc"


def test_a_thousand_commits_of_one_second_are_no_trouble(db: Db) -> None:
    many = [f"{number}" for number in range(1000)]
    graph = told(db, *map(made, many), made("all", *many), made("next", "all"))

    found = graph.between(None, sha("next"))

    assert {one.sha for one in found.commits} == {sha(one) for one in [*many, "all", "next"]}
    assert [one.sha for one in found.commits[:2]] == [sha("next"), sha("all")]
    assert graph.between(sha("7"), sha("next")).commits == tuple(
        one for one in found.commits if one.sha != sha("7")
    )


def test_a_long_history_costs_a_short_range_nothing() -> None:
    db = Lite()
    line = [made(str(n), str(n - 1), at=moment(60 * n)) for n in range(1, 5000)]
    graph = told(with_tables(db), *line)
    db.queries = db.rows = 0

    assert len(graph.between(sha("4989"), sha("4999")).commits) == 10
    assert db.queries <= 5
    assert db.rows < 300


# --- what is not known ---


def test_a_parent_that_nobody_told_is_missing(db: Db) -> None:
    found = told(db, made("c", "b"), made("d", "c")).between(None, sha("d"))

    assert names(found, "cd") == "dc"
    assert found.missing == {sha("b")}


def test_a_base_that_nobody_told_is_missing_though_it_ends_the_range(db: Db) -> None:
    found = told(db, made("c", "b"), made("d", "c")).between(sha("b"), sha("d"))

    assert names(found, "cd") == "dc"
    assert found.missing == {sha("b")}
    assert not found.diverged


def test_ends_that_nobody_told_are_missing(db: Db) -> None:
    found = told(db, *LINE).between(sha("x"), sha("y"))

    assert found == Range((), frozenset((sha("x"), sha("y"))), diverged=True)


def test_what_only_the_base_misses_is_not_missing(db: Db) -> None:
    graph = told(db, made("b", "a"), made("c", "b"))

    assert not graph.between(sha("b"), sha("c")).missing


def test_what_is_no_commit_id_is_refused(db: Db) -> None:
    graph = told(db, *LINE)

    for wrong in ("", "main", sha("a")[:-1], sha("a") + "0", " " + sha("a")[1:]):
        with pytest.raises(Malformed, match="40 or 64 hexadecimal digits"):
            graph.between(None, wrong)


# --- order of arrival ---


@pytest.mark.parametrize("turn", range(6))
def test_the_answer_does_not_depend_on_what_came_first(db: Db, turn: int) -> None:
    facts = (MERGED[turn:] + MERGED[:turn])[:: -1 if turn % 2 else 1]
    for first, fact in enumerate(facts, 1):
        graph = told(db, fact, first=first)

    assert names(graph.between(sha("b"), sha("f")), "abcdef") == "fedc"
    assert names(graph.between(sha("d"), sha("f")), "abcdef") == "fec"
    assert graph.heads_containing(sha("c"), [sha("d"), sha("e"), sha("f")]) == {sha("e"), sha("f")}


def test_parents_that_come_late_lift_all_that_stands_on_them(db: Db) -> None:
    chain = [made(str(n), str(n - 1), at=moment(n)) for n in range(1, 300)]
    told(db, *chain)
    graph = told(db, made("0", "root", at=moment(50_000)), made("root"), first=300)

    found = graph.between(sha("root"), sha("299"))
    assert [one.sha for one in found.commits] == [sha(str(n)) for n in range(299, -1, -1)]


def test_the_same_facts_again_change_nothing(db: Db) -> None:
    facts = (*MERGED, pushed("f", "e"), pushed("g", "f"))
    told(db, *facts)
    before = digest(db)
    told(db, *facts, first=100)

    assert digest(db) == before
    assert known(db, 8).between(sha("f"), sha("g")).commits[0].position == 8


def test_taken_in_one_by_one_or_at_once_it_is_the_same(db: Db) -> None:
    facts = (*MERGED[3:], pushed("g", "f"), *MERGED[:3], pushed("h"), made("h", "g"))
    for first, fact in enumerate(facts, 1):
        told(db, fact, first=first)
    at_once = with_tables(Lite())
    told(at_once, *facts)

    assert digest(db) == digest(at_once)


def test_a_digest_tells_tables_apart(db: Db) -> None:
    told(db, *LINE)
    other = with_tables(Lite())
    told(other, *LINE[:3], made("d", "b", at=moment(4)))

    assert digest(db) != digest(other)


def test_repositories_do_not_see_each_other(db: Db) -> None:
    told(db, *LINE)
    elsewhere = known(db, stream=UUID(int=8))

    assert elsewhere.between(None, sha("d")).missing == {sha("d")}
    assert elsewhere.expand(sha("d")) is None


# --- pushes, which tell an order and no parents ---


def test_the_order_of_a_push_stands_in_for_the_parents(db: Db) -> None:
    found = told(db, *LINE, pushed("e", "d"), pushed("f", "e")).between(sha("d"), sha("f"))

    assert found.commits == (Member(sha("f"), 6, True), Member(sha("e"), 5, True))


def test_parents_once_known_replace_the_order_of_a_push(db: Db) -> None:
    graph = told(db, *LINE, pushed("e", "d"), made("e", "b"))

    assert graph.between(sha("b"), sha("e")).commits == (Member(sha("e"), 6, False),)


def test_an_older_position_is_answered_by_what_was_known_then(db: Db) -> None:
    told(db, *LINE, pushed("e", "d"), made("e", "b"), pushed("f", "e"))

    assert names(known(db, 5).between(sha("b"), sha("e")), "abcde") == "edc"
    assert names(known(db, 6).between(sha("b"), sha("e")), "abcde") == "e"
    assert known(db, 6).between(sha("e"), sha("f")).missing == {sha("f")}


def test_a_commit_of_several_pushes_follows_what_it_followed_in_any(db: Db) -> None:
    # The branch x - y was pushed by itself; then m took it into the line.
    by_itself = pushed("x"), pushed("y", "x")
    graph = told(db, *LINE, *by_itself, pushed("x", "d"), pushed("y", "x"), pushed("m", "y"))

    found = graph.between(sha("c"), sha("m"))
    assert names(found, "abcdxym") == "myxd"
    assert found.commits[2] == Member(sha("x"), 5, True)


def test_a_merge_may_follow_both_its_branch_and_the_line(db: Db) -> None:
    graph = told(db, *LINE, pushed("x", "a"), pushed("m", "x"), pushed("m", "d"))

    assert names(graph.between(sha("c"), sha("m")), "abcdxm") == "mxd"
    assert not graph.is_ancestor(sha("d"), sha("x"))


def test_a_push_that_moved_nothing_follows_nothing(db: Db) -> None:
    (member,) = told(db, pushed("a", "a")).between(None, sha("a")).commits

    assert member == Member(sha("a"), 1, True)


def test_pushes_that_contradict_each_other_are_still_answered(db: Db) -> None:
    graph = told(
        db,
        made("r"),
        pushed("a", "r"),
        pushed("b", "a"),
        pushed("c", "b"),
        pushed("a", "c"),
        pushed("d", "c"),
        pushed("e", "d"),
        pushed("c", "d"),
    )

    ring = {sha(one) for one in "abcd"}
    assert {one.sha for one in graph.between(sha("r"), sha("d")).commits} == ring
    assert not graph.between(sha("a"), sha("d")).commits
    assert names(graph.between(sha("b"), sha("e")), "abcde") == "e"
    assert graph.is_ancestor(sha("d"), sha("a"))
    assert not graph.is_ancestor(sha("e"), sha("a"))


def test_parents_untie_what_pushes_had_tied(db: Db) -> None:
    graph = told(db, pushed("a", "b"), pushed("b", "a"), made("a"), made("b", "a"))

    assert names(graph.between(sha("a"), sha("b")), "ab") == "b"
    assert not graph.between(sha("b"), sha("a")).commits
    assert not known(db, 3).between(sha("b"), sha("a")).commits


# --- containment ---


def test_heads_that_contain_a_commit(db: Db) -> None:
    graph = told(db, *MERGED, made("g", "d", at=moment(7)))

    heads = [sha(one) for one in "aefg"]
    assert graph.heads_containing(sha("c"), heads) == {sha("e"), sha("f")}
    assert graph.heads_containing(sha("f"), heads) == {sha("f")}
    assert graph.heads_containing(sha("a"), heads) == frozenset(heads)
    assert graph.heads_containing(sha("a"), []) == frozenset()


def test_more_heads_than_a_machine_word_has_bits(db: Db) -> None:
    line = [made(str(n), str(n - 1), at=moment(n)) for n in range(1, 200)]
    heads = [sha(str(n)) for n in range(1, 200)]

    assert told(db, *line).heads_containing(sha("150"), heads) == set(heads[149:])


def test_a_commit_is_its_own_ancestor(db: Db) -> None:
    graph = told(db, *LINE)

    assert graph.is_ancestor(sha("b"), sha("b"))
    assert graph.is_ancestor(sha("b"), sha("d"))
    assert not graph.is_ancestor(sha("d"), sha("b"))


def test_a_commit_that_was_only_named_is_reached_through_who_named_it(db: Db) -> None:
    graph = told(db, made("b", "a"), made("c", "b"), made("x"), made("y", "w", "a"))

    heads = [sha(one) for one in "abcxy"]
    assert graph.heads_containing(sha("a"), heads) == {sha(one) for one in "abcy"}
    assert graph.heads_containing(sha("z"), [*heads, sha("z")]) == {sha("z")}
    assert known(db, 2).heads_containing(sha("w"), heads) == frozenset()


# --- short ids ---


def test_a_short_id_is_told_in_full_where_only_one_begins_so(db: Db) -> None:
    alike = [f"{digits:0<40}" for digits in ("abcdef12", "abcdef13", "abcde")]
    facts = [CommitMade(at=NOON, via="git:1", sha=a, parents=(), authorship=WORDS) for a in alike]
    graph = told(db, *facts)

    assert graph.expand("abcdef12") == alike[0]
    assert graph.expand("ABCDEF13") == alike[1]
    assert graph.expand("abcde0") == alike[2]
    assert graph.expand(alike[1]) == alike[1]
    assert graph.expand("abcdef1") is None
    assert graph.expand("abcdef14") is None
    assert known(db, 1).expand("abcdef1") == alike[0]


@pytest.mark.parametrize("prefix", ["", "abc", "main", "abcd\n", "g" * 40, "a" * 65])
def test_what_is_no_short_id_stands_for_nothing(db: Db, prefix: str) -> None:
    assert told(db, *LINE).expand(prefix) is None


def test_ids_of_64_digits_are_ids_too(db: Db) -> None:
    one, two = "1f" * 32, "2e" * 32
    facts = [
        CommitMade(at=NOON, via="git:1", sha=one, parents=(), authorship=WORDS),
        CommitMade(at=NOON, via="git:1", sha=two, parents=(one,), authorship=WORDS),
    ]
    graph = told(db, *facts)

    assert [member.sha for member in graph.between(None, two).commits] == [two, one]
    assert graph.expand("1f1f") == one
    assert graph.is_ancestor(one, two)


def test_the_commit_of_another_position_is_not_seen_by_its_short_id(db: Db) -> None:
    told(db, *LINE)

    assert known(db, 1).expand(sha("b")[:8]) is None
    assert known(db, 2).expand(sha("b")[:8]) == sha("b")
