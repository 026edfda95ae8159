"""The names of tags and releases, in version order, on both engines."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fact import Fact
from domain.release import GitHubRelease, ReleaseDrafted
from domain.tag import TagAnnounced, TagCut
from domain.version import CEILING, FLOOR, read
from projections.names import KnownNames, Names, Recent
from projections.table import Db, Filed
from service.recorders.postgres import PostgresDb
from tests.engines import PostgreSQL
from tests.projections.commits import Lite
from tests.story import StoryView, minute, sha

STREAM, OTHER = UUID(int=7), UUID(int=8)
NAMES = [
    *("v1.0.0", "v1.1.0-beta.2", "v1.1.0-beta.10", "v1.1.0", "v10.0.0", "v9.0.0", "latest"),
    *("web@2.0.0", "web@10.0.0", "web@latest", "nightly"),
]


def tables(db: Db, blob: str = "BLOB") -> Db:
    for statement in Names().ddl():
        db.run(statement.format(blob=blob))
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


def cut(name: str, at: float = 1) -> TagCut:
    return TagCut(at=minute(at), via="test", name=name, sha=sha(name), object=sha(name))


def told(
    db: Db, *facts: Fact, first: int = 1, stream: UUID = STREAM, position: int = 2**40
) -> KnownNames:
    filed = [Filed(stream, number, fact) for number, fact in enumerate(facts, first)]
    Names().absorb(db, filed)
    return Names().names(db, stream, position)


def test_below_comes_the_highest_first(db: Db) -> None:
    names = told(db, *map(cut, NAMES))

    assert list(names.below("", read("v10.0.0").key)) == [
        *("v9.0.0", "v1.1.0", "v1.1.0-beta.10", "v1.1.0-beta.2", "v1.0.0", "nightly", "latest"),
    ]
    assert list(names.below("web", CEILING)) == ["web@10.0.0", "web@2.0.0", "web@latest"]
    assert list(names.below("", FLOOR)) == ["nightly", "latest"]


def test_above_comes_the_lowest_first(db: Db) -> None:
    names = told(db, *map(cut, NAMES))

    assert list(names.above("", read("v1.1.0-beta.2").key)) == [
        *("v1.1.0-beta.10", "v1.1.0", "v9.0.0", "v10.0.0"),
    ]


def test_many_names_are_read_page_by_page(db: Db) -> None:
    names = told(db, *(cut(f"v1.{number}.0") for number in range(200)))

    assert list(names.below("", CEILING)) == [f"v1.{number}.0" for number in range(199, -1, -1)]


def test_pages_follow_on_each_other(db: Db) -> None:
    names = told(db, *map(cut, NAMES))
    pages: list[str] = []
    last = None
    while page := names.page(None, after=last, limit=3):
        pages += [name for _, name in page]
        last = page[-1]

    assert pages == [
        *("v10.0.0", "v9.0.0", "v1.1.0", "v1.1.0-beta.10", "v1.1.0-beta.2", "v1.0.0"),
        *("nightly", "latest", "web@10.0.0", "web@2.0.0", "web@latest"),
    ]


def test_a_page_of_one_component(db: Db) -> None:
    names = told(db, *map(cut, NAMES))

    page = names.page("web", after=None, limit=2)
    assert page == [(read(name).key, name) for name in ("web@10.0.0", "web@2.0.0")]
    assert [name for _, name in names.page("web", after=page[-1], limit=2)] == ["web@latest"]


def test_components_and_all(db: Db) -> None:
    names = told(db, *map(cut, NAMES))

    assert names.components() == ["", "web"]
    assert sorted(names.all()) == sorted(NAMES)


def test_nothing_later_than_the_position_is_seen(db: Db) -> None:
    names = told(db, cut("v1.0.0"), cut("v1.1.0"), position=1)

    assert names.all() == ["v1.0.0"]
    assert list(names.below("", CEILING)) == ["v1.0.0"]


def test_a_name_counts_from_its_first_telling(db: Db) -> None:
    announced = TagAnnounced(at=minute(5), via="test", name="v1.0.0")
    told(db, announced, cut("v1.0.0", at=3), first=4)

    assert Names().recent(db, 99, None, 5) == [Recent(STREAM, "v1.0.0", minute(5), 4)]


def test_a_draft_names_a_release_too(db: Db) -> None:
    page = GitHubRelease(id=1, tag="v2.0.0", draft=True)
    names = told(db, ReleaseDrafted(at=minute(1), via="test", release=page))

    assert names.all() == ["v2.0.0"]


def test_repositories_stand_apart(db: Db) -> None:
    told(db, cut("v1.0.0"))
    names = told(db, cut("v2.0.0"), first=2, stream=OTHER)

    assert names.all() == ["v2.0.0"]


def test_told_twice_changes_nothing(db: Db) -> None:
    told(db, *map(cut, NAMES))
    digest = Names().digest(db)
    told(db, *map(cut, NAMES), first=50)

    assert Names().digest(db) == digest


def test_recent_goes_over_all_repositories_newest_first(db: Db) -> None:
    told(db, *(cut(f"v1.{number}.0", at=number // 2) for number in range(6)))
    told(db, *(cut(f"v2.{number}.0", at=number) for number in range(3)), first=7, stream=OTHER)
    pages: list[Recent] = []
    last = None
    while page := Names().recent(db, 8, last, 2):
        pages += page
        last = page[-1]

    assert len({(one.stream, one.name) for one in pages}) == len(pages) == 8
    assert [one.at for one in pages] == sorted((one.at for one in pages), reverse=True)
    assert "v2.2.0" not in [one.name for one in pages]


def test_the_longest_names_can_be_kept_and_found(db: Db) -> None:
    # The digits are as good as random, so that no engine can compress them away.
    digits = "".join(str(int(sha(str(number)), 16)) for number in range(30))[:1000]
    long = [f"v1.{digits}", f"v1.{digits}1", f"{'ü' * 900}@1.0.0", "語" * 1000]
    names = told(db, *map(cut, long))

    assert sorted(names.all()) == sorted(long)
    assert set(names.below("", CEILING)) == {long[0], long[1], long[3]}


versions = st.lists(
    st.builds(
        "{}{}.{}{}".format,
        st.sampled_from(["v", "", "web@", "rel-"]),
        st.integers(0, 3),
        st.integers(0, 12),
        st.sampled_from(["", ".1", ".0-rc.1", ".0-beta.2"]),
    )
    | st.sampled_from(["latest", "web@latest", "stable"]),
    max_size=30,
    unique=True,
)


@given(versions, st.sampled_from(["", "web"]))
def test_it_answers_as_the_plainest_list_would(some: list[str], component: str) -> None:
    facts = list(map(cut, some))
    plain, names = StoryView(facts).names, told(tables(Lite()), *facts)

    assert names.all() == sorted(
        plain.all(), key=lambda name: (read(name).component, read(name).key)
    )
    assert names.components() == plain.components()
    for name in some:
        key = read(name).key
        assert list(names.below(component, key)) == list(plain.below(component, key))
        assert list(names.above(component, key)) == list(plain.above(component, key))
    assert names.page(None, after=None, limit=9) == plain.page(None, after=None, limit=9)
