"""What is left of a range, once its reverts are set against what they revert."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.change import Change
from projections.contents import contents
from tests.story import Story, sha


@pytest.fixture
def story() -> Story:
    return Story()


def inside(story: Story, base: str, head: str) -> dict[str, Change]:
    """By number or title."""
    found = contents(story.view(), base, head)
    return {
        f"#{one.number}" if one.number else one.title: one for one in (*found.pulls, *found.commits)
    }


def net(found: dict[str, Change]) -> dict[str, str]:
    return {name: one.net for name, one in found.items()}


def reverting(*targets: str, title: str = "Revert") -> str:
    return "\n\n".join([title, *(f"This reverts commit {target}." for target in targets)])


def test_a_change_and_its_revert_are_gone_and_say_why(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base)
    head = story.commit("back", first, message=reverting(first))
    found = inside(story, base, head)

    assert net(found) == {"first": "gone", "Revert": "gone"}
    assert found["first"].net_why == f"Reverted by {head[:10]} in the same range."
    assert found["Revert"].net_why == f"It reverts {first[:10]}, which came in with the same range."
    (reverted,) = found["Revert"].reverts
    assert (reverted.key, reverted.how, reverted.inside) == (f"commit:{first}", "sha", True)
    assert found["first"].reverted_by == (head,)


def test_a_revert_of_what_was_shipped_tells_the_first_release_that_did(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base, message="Add x (#12)")
    story.cut("v1.0.0", first)
    second = story.commit("second", first)
    story.cut("v1.1.0", second)
    story.cut("web-v0.1.0", first)
    head = story.commit("back", second, message=reverting(first))
    story.cut("v1.2.0", head)
    (change,) = inside(story, second, head).values()

    assert (change.net, change.net_why) == ("reverts", "It reverts #12, which v1.0.0 shipped.")
    (reverted,) = change.reverts
    assert (reverted.key, reverted.inside, reverted.shipped_in) == ("pull:12", False, "v1.0.0")


def test_what_no_release_has_was_not_shipped(story: Story) -> None:
    first = story.commit("first", story.commit("base"))
    head = story.commit("back", first, message=reverting(first))
    story.cut("v1.0.0", head)
    (change,) = inside(story, first, head).values()

    assert (change.net, change.reverts[0].shipped_in) == ("stands", "")


def test_a_revert_of_a_revert_brings_back_what_was_reverted(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base)
    back = story.commit("back", first, message=reverting(first))
    head = story.commit("again", back, message=reverting(back, title='Reapply "first"'))
    found = inside(story, base, head)

    assert net(found) == {"first": "stands", "Revert": "gone", 'Reapply "first"': "gone"}
    assert found["first"].net_why == (
        f"Reverted by {back[:10]}, which {head[:10]} reverted in turn."
    )


def test_a_revert_that_was_shipped_and_is_reverted_later(story: Story) -> None:
    first = story.commit("first", story.commit("base"))
    back = story.commit("back", first, message=reverting(first))
    story.cut("v1.0.0", back)
    head = story.commit("again", back, message=reverting(back))
    (change,) = inside(story, back, head).values()

    assert (change.net, change.reverts[0].shipped_in) == ("reverts", "v1.0.0")


def test_two_reverts_of_one_commit_are_both_gone(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base)
    one = story.commit("one", first, message=reverting(first, title="Revert here"))
    two = story.commit("two", first, message=reverting(first, title="Revert there"))
    head = story.commit("Merge branch 'x'", one, two)
    found = inside(story, base, head)

    assert net(found) == {
        "Merge branch 'x'": "stands",
        "first": "gone",
        "Revert here": "gone",
        "Revert there": "gone",
    }


def test_a_revert_on_a_side_branch_counts_once_it_is_merged(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base)
    back = story.commit("back", first, message=reverting(first))
    trunk = story.commit("trunk", first)
    head = story.commit("m", trunk, back, message="Merge pull request #15 from a/b\n\nBack out")

    assert net(inside(story, base, trunk)) == {"first": "stands", "trunk": "stands"}
    assert net(inside(story, base, head)) == {"first": "gone", "trunk": "stands", "#15": "gone"}


def test_a_pull_request_of_several_commits_stands_where_one_is_reverted(story: Story) -> None:
    base = story.commit("base")
    one = story.commit("one", base)
    two = story.commit("two", one)
    merge = story.commit("m", base, two, message="Merge pull request #12 from a/b\n\nAdd x")
    head = story.commit("back", merge, message=reverting(one[:9]))
    found = inside(story, base, head)

    assert net(found) == {"#12": "stands", "Revert": "gone"}
    assert found["#12"].net_why == (
        f"1 of its 2 commits was reverted by {head[:10]} in the same range."
    )


def test_a_reverted_merge_is_its_pull_request_with_all_that_was_in_it(story: Story) -> None:
    base = story.commit("base")
    inner = story.commit("inner", base)
    into = story.commit("i", base, inner, message="Merge pull request #11 from a/c\n\nPart")
    outer = story.commit("outer", into)
    trunk = story.commit("trunk", base)
    merge = story.commit("m", trunk, outer, message="Merge pull request #12 from a/b\n\nAll")
    head = story.commit("back", merge, message=reverting(merge))

    assert net(inside(story, base, head)) == {
        "#11": "gone",
        "#12": "gone",
        "trunk": "stands",
        "Revert": "gone",
    }


def test_a_reverted_merge_of_a_branch_takes_its_commits(story: Story) -> None:
    base = story.commit("base")
    side = story.commit("side", base)
    caught_up = story.commit("up", side, base)
    trunk = story.commit("trunk", base)
    merge = story.commit("Merge branch 'x'", trunk, caught_up)
    head = story.commit("back", merge, message=reverting(merge))
    found = net(inside(story, base, head))

    assert (found["side"], found["trunk"]) == ("gone", "stands")


def test_what_is_not_known_cannot_be_taken_back(story: Story) -> None:
    base = story.commit("base")
    head = story.commit("back", base, message=reverting(sha("never told")))
    (change,) = inside(story, base, head).values()

    assert (change.net, change.net_why) == ("stands", "")
    assert (change.reverts[0].key, change.reverts[0].named) == ("", sha("never told"))


def test_on_a_stable_branch_the_pick_is_what_its_picked_revert_takes_back(story: Story) -> None:
    base = story.commit("base")
    main = story.commit("main", base)
    main_back = story.commit("main back", main, message=reverting(main))
    pick = story.commit("pick", base, message=f"x\n\n(cherry picked from commit {main})")
    story.cut("v1.0.1", pick)
    story.cut("v0.9.9", main)
    message = f"{reverting(main)}\n\n(cherry picked from commit {main_back})"
    head = story.commit("pick back", pick, message=message)

    assert net(inside(story, base, head)) == {"x": "gone", "Revert": "gone"}
    (change,) = inside(story, pick, head).values()
    assert (change.net, change.reverts[0].shipped_in) == ("reverts", "v1.0.1")


def test_github_names_the_reverted_pull_request_in_the_description(story: Story) -> None:
    story.repository("acme/app")
    base = story.commit("base")
    first = story.commit("first", base)
    story.merged(12, first, "Add x")
    head = story.commit("back", first)
    story.merged(15, head, 'Revert "Add x"', body="Reverts acme/app#12")
    found = inside(story, base, head)

    assert net(found) == {"#12": "gone", "#15": "gone"}
    (reverted,) = found["#15"].reverts
    assert (reverted.key, reverted.named, reverted.how) == ("pull:12", "#12", "number")
    assert reverted.inferred == ""


def test_another_repository_s_number_takes_nothing_back(story: Story) -> None:
    story.repository("acme/app")
    base = story.commit("base")
    first = story.commit("first", base, message="Add x (#12)")
    head = story.commit("back", first, message="Mend y (#15)\n\nReverts acme/web#12")

    assert net(inside(story, base, head)) == {"#12": "stands", "#15": "stands"}


def test_a_shipped_pull_request_is_found_by_its_number(story: Story) -> None:
    first = story.commit("first", story.commit("base"))
    story.merged(12, first, "Add x")
    story.cut("v1.0.0", first)
    head = story.commit("back", first, message='Revert "Add x (#12)" (#15)\n\nReverts #12')
    (change,) = inside(story, first, head).values()

    assert (change.net, change.reverts[0].shipped_in) == ("reverts", "v1.0.0")


def test_git_alone_tells_which_commit_brought_the_number(story: Story) -> None:
    first = story.commit("first", story.commit("base"), message="Add x (#12)")
    story.cut("v1.0.0", first)
    head = story.commit("back", first, message="fix: revert #12, it breaks y (#15)")
    (change,) = inside(story, first, head).values()

    assert (change.net, change.net_why) == ("reverts", "It reverts #12, which v1.0.0 shipped.")
    assert change.reverts[0].inferred == "only its title says so"


def test_a_title_alone_says_that_it_is_weak(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base, message="Add x (#12)")
    head = story.commit("back", first, message='Revert "Add x" (#15)')
    found = inside(story, base, head)

    assert net(found) == {"#12": "gone", "#15": "gone"}
    (reverted,) = found["#15"].reverts
    assert (reverted.how, reverted.named) == ("title", "Add x")
    assert reverted.inferred == "only its title says so, and names the other by its title"


def test_titles_nest(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base, message="Add x")
    back = story.commit("back", first, message='Revert "Add x"')
    again = story.commit("again", back, message='Revert "Revert "Add x""')
    head = story.commit("third", again, message='Reapply "Add x"')

    assert net(inside(story, base, again)) == {
        "Add x": "stands",
        'Revert "Add x"': "gone",
        'Revert "Revert "Add x""': "gone",
    }
    # Applied twice, it takes back the same revert once more.
    assert net(inside(story, base, head))["Add x"] == "stands"


def test_a_title_means_the_newest_before_it(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base, message="Add x (#1)")
    back = story.commit("back", first, message='Revert "Add x" (#2)')
    again = story.commit("again", back, message="Add x (#3)")

    assert net(inside(story, base, again)) == {"#1": "gone", "#2": "gone", "#3": "stands"}


def test_who_does_something_else_as_well_stands(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base)
    back = story.commit("back", first, message=reverting(first))
    more = story.commit("more", back)
    head = story.commit("m", first, more, message="Merge pull request #15 from a/b\n\nDo better")
    found = inside(story, base, head)

    assert net(found) == {"first": "gone", "#15": "stands"}
    assert found["#15"].net_why.startswith("Besides what else it does, it reverts ")


def test_a_squash_of_many_commits_is_more_than_the_revert_among_them(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base)
    message = f"Do better (#15)\n\n* Begin\n\n* Back\n\nThis reverts commit {first}.\n\n* End"
    found = inside(story, base, story.commit("squash", first, message=message))

    assert net(found) == {"first": "gone", "#15": "stands"}


def test_a_branch_that_takes_back_its_own_commit_takes_back_no_change(story: Story) -> None:
    base = story.commit("base")
    one = story.commit("one", base)
    two = story.commit("two", one, message=reverting(one))
    three = story.commit("three", two)
    head = story.commit("m", base, three, message="Merge pull request #12 from a/b\n\nAdd x")
    (change,) = inside(story, base, head).values()

    assert (change.net, change.net_why, change.reverts) == ("stands", "", ())


def test_a_conventional_revert_names_the_earlier_number(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base, message="fix: pin y (#12)")
    head = story.commit("back", first, message="revert: pin y (#12) (#15)")

    assert net(inside(story, base, head)) == {"#12": "gone", "#15": "gone"}


# A random line of commits, each plain or the revert of one before it: by its place.
lines = st.lists(st.integers(0, 11) | st.none(), min_size=1, max_size=12)


def told(line: Iterable[int | None], released: int, *, short: bool) -> Story:
    story = Story()
    before = story.commit("base")
    for place, target in enumerate(line):
        if place == released:
            story.cut("v1.0.0", before)
        named = sha(str(target))[: 8 if short else 40]
        reverts = target is not None and target < place
        message = reverting(named, title=f"r{place}") if reverts else f"p{place}"
        before = story.commit(str(place), before, message=message)
    return story


@given(lines, st.integers(0, 12), st.booleans(), st.integers(0, 99))
def test_parity_along_every_chain(
    line: list[int | None], released: int, short: bool, seed: int
) -> None:
    released = min(released, len(line) - 1)
    story = told(line, released, short=short)
    targets = [t if t is not None and t < place else None for place, t in enumerate(line)]

    def undone(place: int) -> bool:
        by = (one for one in range(place + 1, len(line)) if targets[one] == place)
        return any(one >= released and not undone(one) for one in by)

    def expected(place: int) -> str:
        target = targets[place]
        if undone(place):
            return "gone"
        if target is None:
            return "stands"
        return "gone" if target >= released else "reverts"

    base = sha(str(released - 1)) if released else sha("base")
    found = contents(story.shuffled(seed), base, sha(str(len(line) - 1)))
    by_place = {int(one.title[1:]): one for one in found.commits}
    assert {place: one.net for place, one in by_place.items()} == {
        place: expected(place) for place in range(released, len(line))
    }
    for one in by_place.values():
        assert one.net != "reverts" or one.reverts[0].shipped_in == "v1.0.0"
