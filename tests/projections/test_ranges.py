"""The change log between any two points, and what no release has yet."""

import pytest

from domain.branch import BranchDeleted, BranchObserved
from domain.errors import NotFound
from domain.release import ReleaseDrafted
from domain.repository import DefaultBranchChanged
from projections.changelog import changelog
from projections.contents import Contents
from projections.ends import end
from projections.unreleased import unreleased
from tests.story import Story, minute, sha


@pytest.fixture
def story() -> Story:
    """main: a (v1.0.0) - b - c (v1.1.0) - d; 1.x: a - e (v1.0.1)."""
    story = Story()
    story.repository()
    a = story.commit("a")
    story.branch("main", a)
    story.cut("v1.0.0", a)
    b = story.commit("b", a)
    story.branch("main", b, a)
    c = story.commit("c", b)
    story.branch("main", c, b)
    story.cut("v1.1.0", c)
    d = story.commit("d", c)
    story.branch("main", d, c)
    story.cut("v1.0.1", story.commit("e", a))
    return story


def titles(found: Contents) -> list[str]:
    return [commit.title for commit in found.commits]


def test_between_two_tags(story: Story) -> None:
    found = changelog(story.view(), "v1.0.0", "v1.1.0")
    assert titles(found.contents) == ["c", "b"]
    assert (found.from_.kind, found.to.why) == ("tag", "tag v1.1.0.")


def test_across_lines(story: Story) -> None:
    found = changelog(story.view(), "v1.0.1", "main").contents
    assert (titles(found), found.diverged) == (["d", "c", "b"], True)


def test_backwards_is_empty(story: Story) -> None:
    assert titles(changelog(story.view(), "v1.1.0", "v1.0.0").contents) == []


def test_commits_by_full_and_short_names(story: Story) -> None:
    found = changelog(story.view(), sha("a"), sha("c")[:7])
    assert titles(found.contents) == ["c", "b"]
    assert found.to.why == f"the only known commit that begins with {sha('c')[:7]}."


def test_a_moment_is_the_default_branch_as_it_was_then(story: Story) -> None:
    found = end(story.view(), "2024-01-01T00:07:30")
    assert (found.kind, found.sha) == ("moment", sha("b"))
    assert found.why == (
        "head of main at 2024-01-01 00:07:30 UTC, as it was since 2024-01-01 00:06:00 UTC."
    )
    assert end(story.view(), "2024-01-01T02:07:30+02:00").sha == sha("b")


def test_a_moment_before_the_first_is_not_known(story: Story) -> None:
    with pytest.raises(NotFound, match="the head of main is not known by 2023-12-31"):
        end(story.view(), "2023-12-31")


def test_a_tag_goes_before_a_branch_of_the_same_name(story: Story) -> None:
    story.branch("v1.0.0", sha("d"))
    assert end(story.view(), "v1.0.0").sha == sha("a")
    assert end(story.view(), "branch:v1.0.0").sha == sha("d")
    assert end(story.view(), "tag:v1.0.0").sha == sha("a")


def test_a_deleted_tag_still_names_its_commit(story: Story) -> None:
    story.deleted("v1.0.0", sha("a"))
    found = end(story.view(), "v1.0.0")
    assert (found.sha, found.why) == (sha("a"), "tag v1.0.0. The tag was deleted.")


def test_a_tag_without_a_known_commit_is_no_end(story: Story) -> None:
    story.announced("v3")
    with pytest.raises(NotFound, match="the commit of tag v3 is not known"):
        end(story.view(), "v3")


def test_what_is_nothing_is_not_found(story: Story) -> None:
    for asked in ("nonsense", "abcdef0", "tag:main", "2024-99-99", "branch:"):
        with pytest.raises(NotFound, match="is no tag, branch, version, commit or moment"):
            end(story.view(), asked)


def test_a_branch_that_was_deleted_is_no_end(story: Story) -> None:
    story.branch("topic", sha("d"))
    story.tell(BranchDeleted, name="topic", before=sha("d"))
    with pytest.raises(NotFound):
        end(story.view(), "topic")


def test_a_forced_branch_is_where_it_was_forced_to(story: Story) -> None:
    story.forced("main", sha("d"), sha("b"))
    assert end(story.view(), "main").sha == sha("b")


def test_pushes_of_one_second_follow_on_each_other(story: Story) -> None:
    story.branch("topic", sha("a"))
    story.branch("topic", sha("c"), sha("b"))
    story.minutes -= 1
    story.branch("topic", sha("b"), sha("a"))
    assert end(story.view(), "topic").sha == sha("c")


def test_an_observed_head_is_a_head(story: Story) -> None:
    story.tell(BranchObserved, name="topic", sha=sha("b"))
    assert end(story.view(), "topic").sha == sha("b")


def test_the_unreleased_is_what_the_highest_release_on_the_branch_has_not(story: Story) -> None:
    found = unreleased(story.view())
    assert (found.branch, found.head, found.base.tag) == ("main", sha("d"), "v1.1.0")
    assert found.base.why == "highest final release"
    assert titles(found.contents) == ["d"]


def test_nothing_is_unreleased_right_after_a_release(story: Story) -> None:
    story.cut("v1.2.0", sha("d"))
    assert unreleased(story.view()).contents.size == 0


def test_prereleases_do_not_release(story: Story) -> None:
    story.cut("v1.2.0-rc.1", sha("d"))
    assert titles(unreleased(story.view()).contents) == ["d"]


def test_a_higher_release_on_another_line_is_left_out_as_well(story: Story) -> None:
    f = story.commit("f", sha("d"))
    story.branch("main", f, sha("d"))
    story.cut("v1.1.1", story.commit("hotfix", sha("d")))
    found = unreleased(story.view())
    assert (found.base.tag, found.besides, found.contents.diverged) == ("v1.1.1", None, True)
    assert found.base.why.endswith("it lies on another line, so from where that left main")
    assert titles(found.contents) == ["f"]


def test_a_line_of_its_own_does_not_hide_what_the_branch_released(story: Story) -> None:
    story.cut("v2.0.0", story.commit("two", sha("a")))
    found = unreleased(story.view())
    assert (found.base.tag, found.besides) == ("v2.0.0", "v1.1.0")
    assert titles(found.contents) == ["d"]


def test_without_a_release_all_is_unreleased(story: Story) -> None:
    found = unreleased(story.view(), "web")
    assert (found.base.tag, found.contents.size) == (None, 4)


def test_another_branch_may_become_the_default(story: Story) -> None:
    story.branch("next", sha("b"))
    story.tell(DefaultBranchChanged, before="main", branch="next")
    assert unreleased(story.view()).head == sha("b")
    assert unreleased(story.view(as_at=minute(12))).head == sha("d")


def test_without_a_default_branch_it_is_not_known() -> None:
    story = Story()
    story.repository(default_branch="")
    with pytest.raises(NotFound, match="the default branch was never told"):
        unreleased(story.view())


def test_a_version_means_the_tag_that_bears_it(story: Story) -> None:
    found = end(story.view(), "1.1")
    assert (found.kind, found.sha) == ("tag", sha("c"))
    assert found.why == "tag v1.1.0, which is version 1.1."
    assert end(story.view(), "version:1.0.1").sha == sha("e")


def test_a_branch_goes_before_a_version_of_the_same_name(story: Story) -> None:
    story.branch("1.1", sha("d"))
    assert end(story.view(), "1.1").sha == sha("d")
    assert end(story.view(), "version:1.1").sha == sha("c")


def test_a_components_own_versions_go_first(story: Story) -> None:
    story.cut("web@1.1.0", sha("d"))
    found = end(story.view(), "1.1.0", "web")
    assert (found.sha, found.why) == (sha("d"), "tag web@1.1.0, which is version 1.1.0 of web.")
    assert end(story.view(), "1.1.0").sha == sha("c")
    assert end(story.view(), "1.0.1", "web").sha == sha("e")
    assert end(story.view(), "main", "web").sha == sha("d")


def test_of_tags_that_are_one_version_the_one_written_so_is_meant(story: Story) -> None:
    story.cut("v2.0", sha("b"))
    story.cut("2.0.0", sha("c"))
    assert end(story.view(), "version:2.0").sha == sha("b")
    assert end(story.view(), "version:2.0.0").sha == sha("c")


def test_a_deleted_tag_is_no_version(story: Story) -> None:
    story.deleted("v1.1.0", sha("c"))
    with pytest.raises(NotFound):
        end(story.view(), "version:1.1")


def test_what_is_not_found_is_told_with_what_is_near(story: Story) -> None:
    with pytest.raises(NotFound, match=r"v1\.1\.1 is no tag, .* did you mean v1\.1\.0 or "):
        end(story.view(), "v1.1.1")


def test_a_name_without_a_tag_is_not_told_to_be_near_itself(story: Story) -> None:
    story.released(ReleaseDrafted, "v1.1.1", draft=True)
    with pytest.raises(NotFound, match=r"v1\.1\.1 is no tag, .* did you mean v1\.1\.0 or "):
        end(story.view(), "v1.1.1")
