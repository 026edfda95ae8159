"""Where a backport is from, and which releases have it by any of its commits."""

import pytest

from projections.change import Change
from projections.contents import contents
from tests.story import Story, sha

BASE, MAIN = sha("base"), sha("main")


@pytest.fixture
def story() -> Story:
    """main has #12 in v2.0.0; the other line begins at `base`."""
    story = Story()
    base = story.commit("base")
    main = story.commit("main", base, message="Mend x (#12)")
    story.cut("v2.0.0", main)
    return story


def backport(story: Story, message: str = "", **pull: str) -> Change:
    """The one change of the line, as v1.0.1."""
    head = story.commit("pick", BASE, message=message or "Mend x (#15)")
    story.cut("v1.0.1", head)
    if pull:
        story.merged(15, head, **{"title": "Mend x", **pull})
    return only(story, head)


def only(story: Story, head: str, *, reach: bool = True) -> Change:
    found = contents(story.view(), BASE, head, reach=reach)
    (change,) = (*found.pulls, *found.commits)
    return change


def test_a_trailer_names_the_commit(story: Story) -> None:
    change = backport(story, f"Mend x (#15)\n\n(cherry picked from commit {MAIN})")
    origin = change.origin

    assert origin
    assert (origin.key, origin.sha, origin.how) == ("pull:12", MAIN, "trailer")
    assert (origin.inferred, origin.releases) == ("", ("v2.0.0",))
    assert (change.key, change.also_as) == ("pull:15", (MAIN,))
    assert change.releases == ("v1.0.1", "v2.0.0")


def test_a_change_knows_the_releases_of_what_was_picked_from_it(story: Story) -> None:
    pick = story.commit("pick", BASE, message=f"x\n\n(cherry picked from commit {MAIN})")
    story.cut("v1.0.1", pick)

    assert only(story, MAIN).releases == ("v1.0.1", "v2.0.0")


def test_one_picked_commit_of_several_is_not_the_whole(story: Story) -> None:
    one = story.commit("one", BASE)
    two = story.commit("two", one)
    head = story.commit("m", BASE, two, message="Merge pull request #14 from a/b\n\nAdd y")
    pick = story.commit("pick", BASE, message=f"y\n\n(cherry picked from commit {one})")
    story.cut("v1.0.1", pick)
    story.cut("v2.1.0", head)

    assert only(story, head).releases == ("v2.1.0",)


def test_what_is_merged_upward_is_simply_contained() -> None:
    story = Story()
    base = story.commit("base")
    fix = story.commit("fix", base)
    story.cut("v1.0.1", fix)
    story.cut("v2.0.0", story.commit("Merge branch '1.x'", story.commit("main", base), fix))
    change = only(story, fix)

    assert (change.origin, change.releases) == (None, ("v1.0.1", "v2.0.0"))


def test_without_reach_no_release_is_asked_for(story: Story) -> None:
    assert only(story, MAIN, reach=False).releases == ()


def test_of_two_numbers_the_earlier_is_the_origin(story: Story) -> None:
    origin = backport(story, "Mend x (#12) (#15)").origin
    assert origin
    assert (origin.number, origin.how, origin.inferred) == (12, "title", "")
    assert (origin.sha, origin.releases) == (MAIN, ("v2.0.0",))


@pytest.mark.parametrize(
    ("pull", "how", "why"),
    [
        ({"title": "Backport PR #12: Mend x"}, "title", "its title names #12"),
        ({"title": "Mend x (backport #12)"}, "title", "its title names #12"),
        ({"head": "backport/12-to-1.x"}, "branch", "its branch is called backport/12-to-1.x"),
        ({"head": "mergify/bp/1.x/pr-12"}, "branch", "its branch is called mergify/bp/1.x/pr-12"),
        ({"body": "Backport of #12 to `1.x`."}, "trailer", "it says to be a backport of #12"),
    ],
)
def test_words_and_branches_of_a_pull_request(
    story: Story, pull: dict[str, str], how: str, why: str
) -> None:
    story.merged(12, MAIN, "Mend x")
    origin = backport(story, **pull).origin

    assert origin
    assert (origin.key, origin.sha, origin.how) == ("pull:12", MAIN, how)
    assert (origin.inferred, origin.releases) == (why, ("v2.0.0",))


def test_a_title_in_brackets_counts_where_the_number_is_a_pull_request(story: Story) -> None:
    title = "[1.x] Mend x (#12)"
    assert backport(story, title=title).origin is None

    story.merged(12, MAIN)
    assert (origin := backport(story, title=title).origin)
    assert origin.inferred == "its title begins as a backport's and ends in #12"


def test_a_merge_commit_tells_the_branch(story: Story) -> None:
    side = story.commit("side", BASE)
    message = "Merge pull request #15 from a/cherry-pick-12-to-1.x\n\nMend x"
    origin = only(story, story.commit("m", BASE, side, message=message)).origin

    assert origin
    assert (origin.number, origin.how) == (12, "branch")


def test_a_commit_without_a_number_is_of_the_pull_request_that_it_says_it_backports(
    story: Story,
) -> None:
    change = backport(story, "Mend x\n\nBackport of: #12")

    assert (change.key, change.how, change.title) == ("pull:12", "cherry-pick", "Mend x")
    assert change.inferred.endswith("says that it is a backport of it")
    assert change.origin
    assert change.origin.number == 12


def test_what_a_revert_names_is_no_origin(story: Story) -> None:
    assert backport(story, "revert: mend x (#12) (#15)").origin is None


def test_a_batch_has_no_origin(story: Story) -> None:
    head = story.commit("batch", BASE, message="Merge #12 #15\n\n12: Add a r=x\n\n15: Add b r=x")
    found = contents(story.view(), BASE, head).pulls

    assert [(one.number, one.title, one.origin) for one in found] == [
        (12, "Add a", None),
        (15, "Add b", None),
    ]
