"""Whatever is told, in whatever order, the commit graph answers as following every edge would."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from domain.commit import CommitMade, CommitPushed
from projections.commit_graph import CommitGraph
from projections.commit_graph.node import NEVER, split, unpacked
from projections.table import Filed
from tests.projections.commits import (
    EVER,
    Lite,
    Plain,
    digest,
    filed,
    known,
    made,
    moment,
    pushed,
    sha,
    with_tables,
)

Told = CommitMade | CommitPushed
DATES = st.one_of(st.integers(0, 6), st.integers(-(10**9), 10**10))


class Story(NamedTuple):
    names: Sequence[str]
    facts: list[Filed]
    pages: list[int]


@st.composite
def stories(draw: st.DrawFn, *, contradictions: bool) -> Story:
    """Commits of a random history, told by their parents, by pushes, by both or not at all."""
    size = draw(st.integers(1, 14))
    facts: list[Told] = []
    for number in range(size):
        date = moment(draw(DATES))
        earlier = list(range(number))
        if draw(st.integers(0, 9)):
            parents = draw(st.sets(st.sampled_from(earlier), max_size=3)) if earlier else ()
            facts.append(made(str(number), *map(str, parents), at=date))
        followed = [None, *range(size)] if contradictions else [None, *earlier]
        follows = draw(st.sets(st.sampled_from(followed), max_size=2))
        facts += [_pushed(number, one, date) for one in follows]
    facts = draw(st.permutations(facts))
    pages = draw(st.lists(st.integers(1, 10), max_size=6))
    return Story([str(number) for number in range(size)], filed(facts), pages)


def _pushed(number: int, follows: int | None, date: datetime) -> CommitPushed:
    return pushed(str(number), None if follows is None else str(follows), at=date)


def taken_in(story: Story) -> Lite:
    db = Lite()
    with_tables(db)
    rest = story.facts
    for size in [*story.pages, len(rest) + 1]:
        CommitGraph().absorb(db, rest[:size])
        rest = rest[size:]
    return db


@given(stories(contradictions=True), st.data())
def test_ranges_are_right_at_every_position(story: Story, data: st.DataObject) -> None:
    db = taken_in(story)
    position = data.draw(st.integers(0, len(story.facts)) | st.just(EVER))
    base, head = data.draw(st.tuples(*[st.sampled_from(story.names)] * 2))
    graph, plain = known(db, position), Plain(story.facts, position)

    for ends in ((sha(base), sha(head)), (None, sha(head))):
        found = graph.between(*ends)
        shas = [member.sha for member in found.commits]
        assert set(shas) == plain.between(*ends)
        assert len(shas) == len(set(shas))
        assert found.missing == plain.missing(*ends)
        assert found.diverged == (ends[0] is not None and ends[0] not in plain.reach(ends[1]))
        assert {one.sha for one in found.commits if one.inferred} == plain.inferred & set(shas)
        for index, child in enumerate(shas):
            circle = {one for one in shas if child in plain.reach(one)}
            assert not (plain.parents[child] & set(shas[:index])) - circle


@given(stories(contradictions=True), st.data())
def test_containment_is_right_at_every_position(story: Story, data: st.DataObject) -> None:
    db = taken_in(story)
    position = data.draw(st.integers(0, len(story.facts)) | st.just(EVER))
    one = sha(data.draw(st.sampled_from(story.names)))
    heads = data.draw(st.lists(st.sampled_from([*map(sha, story.names)]), unique=True))
    graph, plain = known(db, position), Plain(story.facts, position)

    assert graph.heads_containing(one, heads) == plain.containing(one, heads)
    for head in heads:
        assert graph.is_ancestor(one, head) == (one in plain.reach(head))


@given(stories(contradictions=True))
def test_a_rebuild_gives_the_same_table(story: Story) -> None:
    assert digest(taken_in(story)) == digest(taken_in(story._replace(pages=[])))


@given(stories(contradictions=False))
def test_every_child_stands_above_its_parents(story: Story) -> None:
    db = taken_in(story)
    rows = db.all(
        f"SELECT key, generation, parents, pushes FROM commit_graph WHERE known < {NEVER}"
    )
    stands = {key[16:]: generation for key, generation, _, _ in rows}

    for _, generation, parents, pushes in rows:
        followed = {one for one, _ in unpacked(pushes, 20)}
        for parent in followed.union(split(parents, 20)) & stands.keys():
            assert stands[parent] < generation


@given(stories(contradictions=True), st.randoms(use_true_random=False))
def test_the_order_of_a_range_depends_on_its_commits_alone(story: Story, random: Random) -> None:
    facts = [one.fact for one in story.facts]
    random.shuffle(facts)
    other = taken_in(story._replace(facts=filed(facts)))
    here = known(taken_in(story))

    for name in story.names:
        found, again = here.between(None, sha(name)), known(other).between(None, sha(name))
        assert [one.sha for one in found.commits] == [one.sha for one in again.commits]
