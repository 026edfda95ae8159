"""Whatever comes in, in whatever order, each commit knows the tagged commits that contain it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.ownership import Ownership

Graph = dict[str, tuple[str, ...]]

LINE: Graph = {"c": ("b",), "b": ("a",), "a": ()}


def owned(graph: Graph, *tagged: str) -> Ownership[str]:
    """Marked before it is told, as whoever knows all tags does."""
    ownership: Ownership[str] = Ownership()
    ownership.mark(tagged)
    ownership.take(graph.items())
    return ownership


def containing(ownership: Ownership[str], commit: str) -> str:
    return "".join(sorted(ownership.named(ownership.containing(commit))))


def plainly(graph: Graph, tagged: str, commit: str) -> bool:
    """By following every edge."""
    reached = {tagged}
    ways = [tagged]
    while ways:
        new = set(graph.get(ways.pop(), ())) - reached
        reached |= new
        ways += new
    return commit in reached


def test_a_commit_is_contained_in_itself_and_in_all_above_it() -> None:
    ownership = owned(LINE, "a", "c")
    assert [containing(ownership, one) for one in "abc"] == ["ac", "c", "c"]


def test_what_no_tag_reaches_is_in_none() -> None:
    ownership = owned(LINE | {"x": ("b",)}, "b")
    assert containing(ownership, "x") == ""
    assert not ownership.is_reached("x")


def test_a_merge_is_in_what_comes_after_it_on_either_side() -> None:
    ownership = owned({"m": ("l", "r"), "l": ("a",), "r": ("a",), "a": ()}, "m", "l")
    assert [containing(ownership, one) for one in "mlra"] == ["m", "lm", "m", "lm"]


def test_a_commit_that_only_others_name_is_contained_in_those() -> None:
    assert containing(owned({"c": ("b",)}, "c"), "b") == "c"


def test_a_late_tag_is_found_as_an_early_one_is() -> None:
    ownership = owned(LINE, "c")
    ownership.mark("b")
    assert [containing(ownership, one) for one in "abc"] == ["bc", "bc", "c"]


def test_a_late_parent_joins_a_history_to_what_stands_above() -> None:
    ownership = owned({"c": ("b",), "a": ()}, "c", "a")
    ownership.take([("b", ("a",))])
    assert containing(ownership, "a") == "ac"


def test_a_circle_is_contained_in_all_that_reach_into_it() -> None:
    ownership = owned({"t": ("x",), "x": ("y",), "y": ("x",)}, "t", "y")
    assert [containing(ownership, one) for one in "xy"] == ["ty", "ty"]


def test_groups_hold_every_known_commit_once() -> None:
    ownership = owned(LINE | {"x": ("b",)}, "a", "c")
    groups = {
        "".join(sorted(ownership.named(bits))): sorted(some) for bits, some in ownership.groups()
    }
    assert groups == {"ac": ["a"], "c": ["b", "c"], "": ["x"]}


def test_only_asked_tags_are_told_of() -> None:
    ownership = owned(LINE, "a", "b", "c")
    assert ownership.named(ownership.containing("a") & ownership.bits("bx")) == {"b"}


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Commits that may name each other in circles, and others that nobody told."""
    size = draw(st.integers(1, 12))
    names = [chr(ord("a") + number) for number in range(size + 2)]
    parents = st.lists(st.sampled_from(names), max_size=3, unique=True).map(tuple)
    return {name: draw(parents) for name in names[:size]}


@given(graphs(), st.data())
def test_no_order_changes_an_answer(graph: Graph, data: st.DataObject) -> None:
    names = sorted({*graph, *(parent for parents in graph.values() for parent in parents)})
    tagged = data.draw(st.lists(st.sampled_from(names), unique=True))
    steps = data.draw(
        st.permutations([*(("take", one) for one in graph), *(("mark", one) for one in tagged)])
    )
    ownership: Ownership[str] = Ownership()
    for step, name in steps:
        if step == "mark":
            ownership.mark(name)
        else:
            ownership.take([(name, graph[name])])

    for name in names:
        assert set(containing(ownership, name)) == {
            one for one in tagged if plainly(graph, one, name)
        }


@pytest.mark.parametrize("late", [3, 40])
def test_many_late_tags_are_painted_in_one_pass_as_few_are_one_by_one(late: int) -> None:
    chance = Random(late)
    names = [str(number) for number in range(200)]
    graph = {
        name: tuple(chance.sample(names[:number], min(number, 1 + (chance.random() < 0.3))))
        for number, name in enumerate(names)
    }
    tagged = chance.sample(names, late)
    ownership: Ownership[str] = Ownership()
    ownership.take(reversed(graph.items()))
    ownership.mark(tagged)

    for name in chance.sample(names, 30):
        expected = {one for one in tagged if plainly(graph, one, name)}
        assert ownership.named(ownership.containing(name)) == expected
