"""What is kept of a commit graph stays right while news come in, and says where it does not."""

from hypothesis import given
from hypothesis import strategies as st

from domain.fact import Fact
from projections.commit_graph import CommitGraph
from projections.commit_graph.answers import KnownCommits
from projections.commit_graph.nearby import nearby
from projections.commit_graph.node import telling
from projections.commit_graph.owned import Owned
from projections.commit_graph.shelf import Shelf
from projections.table import Db, Filed
from tests.projections.commits import (
    STREAM,
    Lite,
    Plain,
    filed,
    made,
    pushed,
    sha,
    told,
    with_tables,
)
from tests.projections.test_commit_graph_properties import Story, stories


def shelf(db: Db, position: int) -> Shelf:
    return Shelf(db, "commit_graph", STREAM, position)


def take(owned: Owned, facts: list[Filed]) -> bool:
    news = (telling(one.fact, one.position) for one in facts)
    return owned.take([one for one in news if one], facts[-1].position)


def after(first: list[Fact], later: list[Fact], heads: list[str]) -> tuple[Owned, bool]:
    """What is kept of the first, when the later have come in; and whether it took them."""
    db = with_tables(Lite())
    CommitGraph().absorb(db, filed(first))
    owned = Owned(shelf(db, len(first)), list(map(sha, heads)))
    return owned, take(owned, filed(later, len(first) + 1))


def containing(owned: Owned, commit: str, heads: str) -> set[str]:
    found = owned.containing([sha(commit)], [sha(one) for one in heads], owned.position)
    return {one for one in heads if sha(one) in found[sha(commit)]}


def test_new_commits_change_nothing_that_was_known() -> None:
    owned, taken = after([made("a"), made("b", "a")], [made("c", "b"), pushed("d", "c")], ["b"])
    assert taken
    assert owned.changed == 2
    assert containing(owned, "a", "bd") == {"b", "d"}


def test_a_commit_that_was_waited_for_changes_what_was_known() -> None:
    owned, taken = after([made("a"), made("c", "b")], [made("b", "a")], ["c"])
    assert taken
    assert owned.changed == 3
    assert containing(owned, "a", "c") == {"c"}


def test_parents_that_are_sure_add_to_those_of_a_push() -> None:
    first = [made("a"), made("x"), pushed("m", "a")]
    owned, taken = after(first, [made("m", "a", "x")], ["m"])
    assert taken
    assert containing(owned, "x", "m") == {"m"}


def test_a_parent_that_falls_away_under_a_head_needs_a_new_building() -> None:
    first = [made("a"), made("x"), pushed("m", "x")]
    assert not after(first, [made("m", "a")], ["m"])[1]


def test_a_parent_that_falls_away_under_no_head_does_not() -> None:
    first = [made("a"), made("x"), pushed("m", "x")]
    owned, taken = after(first, [made("m", "a")], ["a"])
    assert taken
    assert containing(owned, "x", "m") == set()
    assert containing(owned, "a", "m") == {"m"}


def test_from_an_older_position_a_later_head_contains_but_itself() -> None:
    owned, _ = after([made("a")], [made("b", "a")], ["a"])
    early = owned.containing([sha("a"), sha("b")], [sha("a"), sha("b")], 1)
    assert early == {sha("a"): {sha("a")}, sha("b"): {sha("b")}}


@given(stories(contradictions=True), st.data())
def test_it_answers_as_following_every_edge_would(story: Story, data: st.DataObject) -> None:
    db = with_tables(Lite())
    facts, names = story.facts, story.names
    cut = data.draw(st.integers(0, len(facts)))
    CommitGraph().absorb(db, facts[:cut])
    heads = data.draw(st.sets(st.sampled_from(names)))
    owned = Owned(shelf(db, cut), list(map(sha, heads)))
    while cut < len(facts):
        size = data.draw(st.integers(1, len(facts) - cut))
        news, cut = facts[cut : cut + size], cut + size
        CommitGraph().absorb(db, news)
        if not take(owned, news):
            owned = Owned(shelf(db, cut), list(map(sha, heads)))
        position = data.draw(st.integers(owned.changed, cut))
        plain = Plain(facts, position)
        asked = [sha(one) for one in data.draw(st.sets(st.sampled_from(names)))]
        found = owned.containing([sha(one) for one in names], asked, position)
        for one in names:
            assert found[sha(one)] == plain.containing(sha(one), asked)


@given(stories(contradictions=True), st.data())
def test_what_is_nearby_is_walked_to_the_same_answer(story: Story, data: st.DataObject) -> None:
    db = with_tables(Lite())
    CommitGraph().absorb(db, story.facts)
    position = len(story.facts)
    plain = Plain(story.facts, position)
    known = [one for one in map(sha, story.names) if one in plain.parents]
    commits = data.draw(st.sets(st.sampled_from(known))) if known else set()
    heads = [sha(one) for one in data.draw(st.sets(st.sampled_from(story.names)))]

    found = nearby(shelf(db, position), commits, heads)

    assert found == {one: plain.containing(one, heads) for one in commits}


def test_what_is_far_or_unknown_is_not_walked() -> None:
    db = with_tables(Lite())
    told(db, made("a"), made("b", "a"), made("c", "b"))
    assert nearby(shelf(db, 3), [sha("a")], [sha("c")], most=3) is None
    assert nearby(shelf(db, 3), [sha("b")], [sha("c")], most=3) == {sha("b"): {sha("c")}}
    assert nearby(shelf(db, 3), [sha("nobody")], [sha("c")]) is None


def test_a_range_is_answered_out_of_what_is_kept() -> None:
    owned, _ = after([made("a"), made("b", "a", "x")], [made("c", "b"), made("d", "b")], ["b"])
    found = owned.between(bytes.fromhex(sha("c")), bytes.fromhex(sha("d")), owned.position)
    assert found
    assert [one.sha.hex() for one in found.commits] == [sha("d")]
    assert bytes.fromhex(sha("c")) not in found.reached
    whole = owned.between(None, bytes.fromhex(sha("c")), owned.position)
    assert whole
    assert [one.sha.hex() for one in whole.commits] == [sha("c"), sha("b"), sha("a")]
    assert whole.missing == {bytes.fromhex(sha("x"))}


def test_a_range_with_commits_that_were_only_pushed_is_left_to_a_walk() -> None:
    owned, _ = after([made("a"), pushed("b", "a")], [made("b", "a")], ["b"])
    base, head = bytes.fromhex(sha("a")), bytes.fromhex(sha("b"))
    assert owned.between(base, head, 2) is None
    assert owned.between(base, head, 3)


@given(stories(contradictions=True), st.data())
def test_a_range_that_is_kept_is_what_a_walk_finds(story: Story, data: st.DataObject) -> None:
    db = with_tables(Lite())
    facts, names = story.facts, story.names
    cut = data.draw(st.integers(0, len(facts)))
    CommitGraph().absorb(db, facts[:cut])
    # Of a marked base the range alone is walked, of another both sides.
    marked = [sha(one) for one in data.draw(st.lists(st.sampled_from(names), unique=True))]
    owned = Owned(shelf(db, cut), marked)
    if cut < len(facts):
        CommitGraph().absorb(db, facts[cut:])
        if not take(owned, facts[cut:]):
            owned = Owned(shelf(db, len(facts)), marked)
    position = data.draw(st.integers(owned.changed, owned.position))
    walking = KnownCommits(shelf(db, position))
    keeping = KnownCommits(
        shelf(db, position), between=lambda base, head: owned.between(base, head, position)
    )
    for _ in range(3):
        base = data.draw(st.none() | st.sampled_from(names))
        ends = base and sha(base), sha(data.draw(st.sampled_from(names)))
        assert keeping.between(*ends) == walking.between(*ends)
