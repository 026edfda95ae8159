"""How far a pull request, a commit or an issue has come."""

import pytest

from domain.errors import NotFound
from domain.pull_request import PullRequestAbandoned, PullRequestReworded
from projections.where import Where, where_is_commit, where_is_issue, where_is_pull
from tests.story import Story, sha


@pytest.fixture
def story() -> Story:
    """Two lines: 1.0.0, 1.0.1 on the old one; 1.1.0, 2.0.0 on the trunk."""
    story = Story()
    base = story.commit("base")
    story.cut("v1.0.0", base)
    fix = story.commit("fix", base, message="Mend x (#12)")
    story.merged(12, fix, "Mend x", body="Fixes #7")
    story.cut("v1.1.0-rc.1", fix)
    later = story.commit("later", fix)
    story.cut("v1.1.0", later)
    story.cut("v1.1.1", story.commit("patch", later))
    story.cut("v2.0.0", story.commit("big", later))
    return story


def releases(found: Where) -> list[tuple[str, bool]]:
    return [(release.name, release.first) for release in found.releases]


def test_a_pull_request_is_in_every_release_that_contains_it(story: Story) -> None:
    found = where_is_pull(story.view(), 12)
    assert (found.title, found.state, found.note) == ("Mend x", "merged", "Merged into main.")
    assert releases(found) == [
        ("v1.1.0-rc.1", False),
        ("v1.1.0", True),
        ("v1.1.1", False),
        ("v2.0.0", True),
    ]


def test_through_a_cherry_pick_it_is_in_the_old_line_too(story: Story) -> None:
    message = f"Mend x (#12)\n\n(cherry picked from commit {sha('fix')})"
    pick = story.commit("pick", sha("base"), message=message)
    story.cut("v1.0.1", pick)
    found = where_is_pull(story.view(), 12)
    assert ("v1.0.1", True) in releases(found)
    assert [(one.sha, one.how, one.origin) for one in found.commits] == [
        (sha("fix"), "merge commit", ""),
        (pick, "cherry-pick", sha("fix")),
    ]
    by_name = {release.name: release.via for release in found.releases}
    assert (by_name["v1.0.1"], by_name["v1.1.0"]) == (pick, sha("fix"))


def test_a_pick_leads_back_to_where_it_came_from(story: Story) -> None:
    message = f"Mend x (#12)\n\n(cherry picked from commit {sha('fix')})"
    pick = story.commit("pick", sha("base"), message=message)
    found = where_is_commit(story.view(), pick)
    assert [(one.sha, one.how) for one in found.commits] == [
        (pick, "itself"),
        (sha("fix"), "origin"),
    ]
    assert ("v1.1.0", True) in releases(found)


def test_deleted_tags_contain_nothing(story: Story) -> None:
    story.deleted("v1.1.0", sha("later"))
    names = [name for name, _ in releases(where_is_pull(story.view(), 12))]
    assert "v1.1.0" not in names


def test_an_open_pull_request_is_nowhere(story: Story) -> None:
    story.opened(13, base="main")
    found = where_is_pull(story.view(), 13)
    assert (found.state, found.releases) == ("open", ())
    assert found.note == "Not merged yet; it is meant for main."


def test_a_pull_request_closed_without_a_merge(story: Story) -> None:
    story._pull(PullRequestAbandoned, 13, "", state="closed")
    assert where_is_pull(story.view(), 13).note == "Closed without a merge."


def test_merged_into_a_branch_that_no_release_contains(story: Story) -> None:
    side = story.commit("side", sha("base"))
    story.merged(14, side, base="feature")
    found = where_is_pull(story.view(), 14)
    assert found.releases == ()
    assert found.note == "Merged into feature. It is in no release yet."


def test_merged_as_a_commit_that_is_not_known(story: Story) -> None:
    story.merged(14, sha("unknown"))
    found = where_is_pull(story.view(), 14)
    assert "Not known by itself" in found.note


def test_merged_as_what_was_not_told(story: Story) -> None:
    story.merged(14, None)
    assert where_is_pull(story.view(), 14).note == (
        "Merged, but GitHub did not tell as which commit."
    )


def test_a_commit_by_the_beginning_of_its_name(story: Story) -> None:
    found = where_is_commit(story.view(), sha("fix")[:8].upper())
    assert (found.asked, found.title, found.pulls) == (sha("fix"), "Mend x (#12)", (12,))
    assert ("v1.1.0", True) in releases(found)


def test_a_commit_that_only_a_tag_names(story: Story) -> None:
    story.cut("v9.0.0", sha("only named"))
    found = where_is_commit(story.view(), sha("only named"))
    assert (found.state, releases(found)) == ("named", [("v9.0.0", True)])


def test_an_issue_is_where_what_closed_it_is(story: Story) -> None:
    story.issue(7, "Broken", closed=True)
    found = where_is_issue(story.view(), 7)
    assert (found.title, found.state, found.pulls) == ("Broken", "closed", (12,))
    assert ("v1.1.0", True) in releases(found)


def test_an_issue_may_be_closed_by_a_commit(story: Story) -> None:
    direct = story.commit("direct", sha("base"), message="Mend y\n\nFixes #8")
    story.cut("v1.0.1", direct)
    found = where_is_issue(story.view(), 8)
    assert [one.how for one in found.commits] == ["closing commit"]
    assert releases(found) == [("v1.0.1", True)]


def test_a_pull_request_that_takes_its_word_back_closes_nothing(story: Story) -> None:
    story.issue(7)
    story._pull(PullRequestReworded, 12, "Mend x", state="merged", merge_commit_sha=sha("fix"))
    found = where_is_issue(story.view(), 7)
    assert (found.pulls, found.note) == ((), "Nothing that is merged says that it closes it.")


def test_an_environment_that_runs_a_later_commit_has_it(story: Story) -> None:
    story.deployed("1", sha("later"), "live")
    story.deployed("2", sha("base"), "old")
    found = where_is_pull(story.view(), 12)
    assert [(place.environment, place.sha) for place in found.environments] == [
        ("live", sha("later"))
    ]


def test_after_a_rollback_it_is_not_there_any_more(story: Story) -> None:
    story.deployed("1", sha("later"), "live")
    story.deployed("2", sha("base"), "live")
    assert where_is_pull(story.view(), 12).environments == ()


def test_what_was_reverted_says_so(story: Story) -> None:
    message = f'Revert "Mend x"\n\nThis reverts commit {sha("fix")}.'
    revert = story.commit("revert", sha("big"), message=message)
    assert where_is_pull(story.view(), 12).reverted_by == (revert,)


def test_what_nobody_told_of_is_not_found(story: Story) -> None:
    with pytest.raises(NotFound, match="no pull request #99"):
        where_is_pull(story.view(), 99)
    with pytest.raises(NotFound, match="no commit, or more than one, begins with ffff"):
        where_is_commit(story.view(), "ffff")
    with pytest.raises(NotFound, match="no issue #99"):
        where_is_issue(story.view(), 99)
