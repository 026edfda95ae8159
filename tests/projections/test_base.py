"""The release that a release is compared with."""

import pytest

from domain.release import ReleaseDrafted
from projections.base import Base, base_of
from projections.tag_state import tag_state
from tests.story import Story, StoryView, minute


@pytest.fixture
def story() -> Story:
    return Story()


def base(view: StoryView | Story, name: str) -> Base:
    view = view.view() if isinstance(view, Story) else view
    return base_of(view, tag_state(view, name))


def line(story: Story, *names: str) -> dict[str, str]:
    """A straight history with a tag on each of its commits."""
    commits: dict[str, str] = {}
    parents: tuple[str, ...] = ()
    for name in names:
        commits[name] = story.commit(f"at {name}", *parents)
        story.cut(name, commits[name])
        parents = (commits[name],)
    return commits


def test_the_previous_release_of_the_series(story: Story) -> None:
    commits = line(story, "v5.1.0", "v5.1.1", "v5.1.2")
    found = base(story, "v5.1.2")
    assert (found.tag, found.sha) == ("v5.1.1", commits["v5.1.1"])
    assert found.why == "previous release of series 5.1"


def test_the_first_of_a_series_is_compared_with_the_last_of_the_one_before(story: Story) -> None:
    line(story, "v5.0.0", "v5.0.1", "v5.1.0", "v5.0.2")
    found = base(story, "v5.1.0")
    assert found.tag == "v5.0.1"
    assert found.why == "last release of series 5.0 when v5.1.0 was cut"
    assert [(one.tag, one.why_not) for one in found.alternatives] == [
        ("v5.0.2", "cut after v5.1.0")
    ]


def test_a_series_that_began_only_later_is_walked_past(story: Story) -> None:
    line(story, "v1.0.0", "v1.2.0", "v1.1.0")
    assert base(story, "v1.2.0").tag == "v1.0.0"


def test_a_patch_of_an_old_line_is_compared_within_its_line(story: Story) -> None:
    line(story, "v1.0.0", "v1.0.1", "v2.0.0", "v2.1.0", "v1.0.2")
    assert base(story, "v1.0.2").tag == "v1.0.1"
    assert base(story, "v2.0.0").tag == "v1.0.1"


def test_a_final_release_rolls_up_its_prereleases(story: Story) -> None:
    line(story, "v5.0.3", "v5.1.0-beta.1", "v5.1.0-rc.1", "v5.1.0")
    found = base(story, "v5.1.0")
    assert found.tag == "v5.0.3"
    assert [(one.tag, one.why_not) for one in found.alternatives] == [
        ("v5.1.0-rc.1", "a prerelease of 5.1.0, which rolls it up")
    ]


def test_a_prerelease_is_compared_with_the_prerelease_before(story: Story) -> None:
    line(story, "v5.0.3", "v5.1.0-beta.2", "v5.1.0-beta.10")
    found = base(story, "v5.1.0-beta.10")
    assert found.tag == "v5.1.0-beta.2"
    assert found.why == "previous prerelease of 5.1.0"
    assert [one.tag for one in found.alternatives] == ["v5.0.3"]


def test_the_first_prerelease_is_compared_with_the_last_final_release(story: Story) -> None:
    line(story, "v5.0.3-rc.1", "v5.0.3", "v5.1.0-beta.1")
    assert base(story, "v5.1.0-beta.1").tag == "v5.0.3"


def test_a_first_release_brings_its_whole_history(story: Story) -> None:
    line(story, "v0.1.0")
    found = base(story, "v0.1.0")
    assert (found.tag, found.sha, found.why) == (None, None, "first release: its whole history")


def test_components_are_compared_among_themselves(story: Story) -> None:
    line(story, "v5.0.0", "create-vite@5.0.0", "v5.0.1", "create-vite@5.0.1")
    assert base(story, "create-vite@5.0.1").tag == "create-vite@5.0.0"
    assert base(story, "v5.0.1").tag == "v5.0.0"
    assert base(story, "create-vite@5.0.0").why == "first release of create-vite: its whole history"


def test_a_deleted_tag_is_no_base(story: Story) -> None:
    commits = line(story, "v1.0.0", "v1.0.1", "v1.0.2")
    story.deleted("v1.0.1", commits["v1.0.1"])
    found = base(story, "v1.0.2")
    assert found.tag == "v1.0.0"
    assert [(one.tag, one.why_not) for one in found.alternatives] == [
        ("v1.0.1", "The tag was deleted.")
    ]


def test_a_tag_that_was_cut_again_is_a_base_again(story: Story) -> None:
    commits = line(story, "v1.0.0", "v1.0.1", "v1.0.2")
    story.deleted("v1.0.1", commits["v1.0.1"])
    story.cut("v1.0.1", commits["v1.0.0"])
    found = base(story, "v1.0.2")
    assert (found.tag, found.sha) == ("v1.0.1", commits["v1.0.0"])


def test_a_tag_without_a_known_commit_is_no_base(story: Story) -> None:
    line(story, "v1.0.0", "v1.0.2")
    story.announced("v1.0.1")
    assert base(story, "v1.0.2").tag == "v1.0.0"


def test_a_draft_without_a_tag_is_no_base(story: Story) -> None:
    line(story, "v1.0.0", "v1.0.2")
    story.released(ReleaseDrafted, "v1.0.1", draft=True)
    found = base(story, "v1.0.2")
    assert found.tag == "v1.0.0"
    assert found.alternatives[0].tag == "v1.0.1"


def test_what_is_not_yet_there_is_no_base(story: Story) -> None:
    commits = line(story, "v1.0.0", "v1.0.2")
    story.cut("v1.0.1", commits["v1.0.0"], at=minute(50))
    assert base(story.view(as_at=minute(40)), "v1.0.2").tag == "v1.0.0"
    assert base(story.view(as_at=minute(60)), "v1.0.2").tag == "v1.0.1"


def test_two_names_of_one_version_are_not_compared_with_each_other(story: Story) -> None:
    line(story, "v1.0.0", "v1.1.0", "1.1.0+build5")
    assert base(story, "v1.1.0").tag == "v1.0.0"
    assert base(story, "1.1.0+build5").tag == "v1.0.0"


def test_a_short_name_that_moves_along_is_no_base(story: Story) -> None:
    commits = line(story, "v4.9.0", "v5.0.1")
    story.cut("v5", commits["v5.0.1"])
    commits |= {"v5.0.2": story.commit("at v5.0.2", commits["v5.0.1"])}
    story.cut("v5.0.2", commits["v5.0.2"])
    story.moved("v5", commits["v5.0.1"], commits["v5.0.2"])
    found = base(story, "v5.0.1")
    assert found.tag == "v4.9.0"
    assert [(one.tag, one.why_not) for one in found.alternatives] == [
        ("v5", "a short name for v5.0.2, and moves on with it")
    ]


def test_a_short_name_of_its_own_is_a_base(story: Story) -> None:
    line(story, "v254", "v255")
    assert base(story, "v255").tag == "v254"


def test_four_numbers_are_a_final_release_on_the_same_series(story: Story) -> None:
    line(story, "v5.2.8", "v5.2.8.1", "v6.0.0.beta1", "v6.0.0")
    assert base(story, "v5.2.8.1").tag == "v5.2.8"
    assert base(story, "v6.0.0").tag == "v5.2.8.1"


def test_calendar_versions_go_month_by_month(story: Story) -> None:
    line(story, "2024.9.3", "2024.10.1", "2024.10.2")
    assert base(story, "2024.10.2").why == "previous release of series 2024.10"
    assert base(story, "2024.10.1").tag == "2024.9.3"


def test_a_name_without_a_version_follows_the_newest_tag_in_its_history(story: Story) -> None:
    commits = line(story, "v1.0.0", "blue", "v1.1.0", "green")
    side = story.commit("aside", commits["v1.0.0"])
    story.cut("red", side)
    assert base(story, "green").tag == "v1.1.0"
    assert base(story, "red").tag == "v1.0.0"
    assert base(story, "blue").why == "the newest tag in the history of blue"
