"""The overview: all repositories at once, on each engine, remembered and never out of date."""

from datetime import timedelta

import pytest

from service.ledger import Ledger
from service.overview import Overview
from tests.ledgers import tell
from tests.story import BEGINNING, Story, minute, sha, stream


@pytest.fixture
def overview(ledger: Ledger) -> Overview:
    return Overview(ledger)


def shop(name: str, *tags: str, after: int = 0) -> Story:
    story = Story()
    story.minutes = after
    story.repository(name)
    story.commit(name)
    for tag in tags:
        story.cut(tag, sha(name))
    return story


def board(overview: Overview, q: str = "", as_of: int | None = None, first: int = 0) -> list[str]:
    found = overview.board(as_of, None, q=q, first=first, limit=2)
    return [f"{one.repository.name} {[line.name for line in one.lines]}" for one in found.blocks]


def test_nothing_is_overlooked_where_nothing_is(overview: Overview) -> None:
    found = overview.board(None, None, first=0, limit=10)

    assert (found.blocks, found.matching, found.ground.recorded) == ((), 0, None)
    assert overview.feed(None, None, after=None, limit=10).items == ()
    assert overview.environments(None, None, first=0, limit=10).rows == ()


def test_the_newest_release_comes_first_and_the_releaseless_last(
    ledger: Ledger, overview: Overview
) -> None:
    tell(ledger, stream(1), shop("acme/none").facts)
    tell(ledger, stream(2), shop("acme/old", "v1").facts)
    tell(ledger, stream(3), shop("acme/new", "v1", "v2", after=9).facts)

    assert board(overview) == ["acme/new ['v2', 'v1']", "acme/old ['v1']"]
    assert board(overview, first=2) == ["acme/none []"]
    assert overview.board(None, None, first=0, limit=2).matching == 3


def test_what_is_remembered_is_never_out_of_date(ledger: Ledger, overview: Overview) -> None:
    tell(ledger, stream(1), shop("acme/a", "v1").facts)
    tell(ledger, stream(2), shop("acme/b", "v1").facts)
    before = board(overview)

    later = Story()
    later.minutes = 9
    later.cut("v2", sha("acme/a"))
    tell(ledger, stream(1), later.facts)

    assert sorted(before) == ["acme/a ['v1']", "acme/b ['v1']"]
    assert board(overview) == ["acme/a ['v2', 'v1']", "acme/b ['v1']"]
    assert board(overview) == board(overview)


def test_the_past_is_as_it_was_and_stays_so(ledger: Ledger, overview: Overview) -> None:
    first = tell(ledger, stream(1), shop("acme/a", "v1").facts)
    later = Story()
    later.minutes = 9
    later.cut("v2", sha("acme/a"))
    tell(ledger, stream(1), later.facts)

    now = board(overview)

    assert board(overview, as_of=first.position) == ["acme/a ['v1']"]
    assert board(overview) == now == ["acme/a ['v2', 'v1']"]
    assert overview.board(first.position, None, first=0, limit=1).ground.head == first.position + 1


def test_what_had_not_happened_is_left_out(ledger: Ledger, overview: Overview) -> None:
    tell(ledger, stream(1), shop("acme/a", "v1", "v2").facts)
    tell(ledger, stream(2), shop("acme/later", "v1", after=60).facts)

    found = overview.board(None, minute(3), first=0, limit=9)
    feed = overview.feed(None, minute(3), after=None, limit=9)
    matrix = overview.environments(None, minute(3), first=0, limit=9)

    assert [one.repository.name for one in found.blocks] == ["acme/a"]
    assert [line.name for line in found.blocks[0].lines] == ["v1"]
    assert [one.name for one in feed.items] == ["v1"]
    assert [one.name for one, _ in matrix.rows] == ["acme/a"]
    assert not overview.board(None, BEGINNING - timedelta(1), first=0, limit=9).blocks


def test_a_filter_looks_at_repositories_and_at_versions(ledger: Ledger, overview: Overview) -> None:
    tell(ledger, stream(1), shop("acme/shop", "v1").facts)
    tell(ledger, stream(2), shop("acme/door", "v9").facts)

    assert board(overview, "SHOP") == ["acme/shop ['v1']"]
    assert board(overview, "v9") == ["acme/door ['v9']"]
    assert board(overview, "none") == []


def test_the_feed_tells_each_release_once(ledger: Ledger, overview: Overview) -> None:
    for number in range(3):
        tags = [f"v{number}.{minor}" for minor in range(70)]
        tell(ledger, stream(number), shop(f"acme/{number}", *tags).facts)

    found, after = list[str](), None
    for _ in range(99):
        feed = overview.feed(None, None, after=after, limit=25)
        found += [f"{one.repository} {one.name}" for one in feed.items]
        after = feed.after
        if after is None:
            break

    assert len(found) == len(set(found)) == 210


def test_a_filter_that_finds_nothing_near_says_where_to_look_on(
    ledger: Ledger, overview: Overview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.overview._LOOKED_AT", 10)
    tell(ledger, stream(1), shop("acme/a", "old-1", *[f"v{n}" for n in range(20)]).facts)

    first = overview.feed(None, None, q="old", after=None, limit=5)
    second = overview.feed(None, None, q="old", after=first.after, limit=5)
    third = overview.feed(None, None, q="old", after=second.after, limit=5)

    assert (first.items, second.items) == ((), ())
    assert [one.name for one in third.items] == ["old-1"]
    assert third.after is None


def test_environments_are_told_by_the_name_of_the_repository(
    ledger: Ledger, overview: Overview
) -> None:
    for number, name in enumerate(("acme/b", "acme/a")):
        story = shop(name, "v1")
        story.deployed("1", sha(name))
        tell(ledger, stream(number), story.facts)

    found = overview.environments(None, None, first=0, limit=1)

    ((repository, matrix),) = found.rows
    assert (repository.name, found.matching) == ("acme/a", 2)
    assert [cell.environment for cell in matrix.cells] == ["production"]
    assert overview.environments(None, None, q="/B", first=0, limit=9).rows[0][0].name == "acme/b"
