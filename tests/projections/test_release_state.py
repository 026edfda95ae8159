"""The state of a release: draft, tagged, prerelease, published, withdrawn, deleted."""

import pytest

from domain.errors import NotFound
from domain.release import (
    ReleaseDeleted,
    ReleaseDrafted,
    ReleasePrereleased,
    ReleasePromoted,
    ReleasePublished,
    ReleaseRetagged,
    ReleaseReworded,
    ReleaseWithdrawn,
)
from projections.release import release
from tests.story import MIRA, Story, minute, sha

COMMIT = sha("one")


@pytest.fixture
def story() -> Story:
    story = Story()
    story.commit("one")
    return story


def state(story: Story, name: str = "v1.0.0") -> str:
    return release(story.view(), name).state


def test_a_draft_has_no_tag(story: Story) -> None:
    story.released(ReleaseDrafted, "v1.0.0", draft=True)
    assert state(story) == "draft"
    assert release(story.view(), "v1.0.0").note == "The tag does not exist."


def test_a_tag_alone_is_tagged(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    assert state(story) == "tagged"


def test_a_tag_with_a_draft_is_tagged(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.released(ReleaseDrafted, "v1.0.0", draft=True)
    assert state(story) == "tagged"


def test_published(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.published("v1.0.0", name="One", published_at=minute(2))
    found = release(story.view(), "v1.0.0")
    assert (found.state, found.page and found.page.name) == ("published", "One")


def test_one_click_tells_three_times_of_one_publication(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    for kind in (ReleasePromoted, ReleasePublished, ReleaseDrafted):
        story.released(kind, "v1.0.0", at=minute(5))
    found = release(story.view(), "v1.0.0")
    assert (found.state, len(found.other_pages)) == ("published", 0)


def test_a_prerelease_that_is_promoted(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.released(ReleasePrereleased, "v1.0.0", prerelease=True)
    assert state(story) == "prerelease"
    story.released(ReleasePromoted, "v1.0.0")
    assert state(story) == "published"


def test_withdrawn_and_published_again(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.published("v1.0.0")
    story.released(ReleaseWithdrawn, "v1.0.0", draft=True)
    assert state(story) == "withdrawn"
    story.published("v1.0.0")
    assert state(story) == "published"


def test_a_page_that_is_deleted_withdraws_the_release_for_ever(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.released(ReleaseDeleted, "v1.0.0", at=minute(3))
    story.released(ReleasePublished, "v1.0.0", at=minute(2))
    story.released(ReleaseReworded, "v1.0.0", at=minute(8))
    assert state(story) == "withdrawn"


def test_a_second_page_takes_the_place_of_the_first(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.published("v1.0.0", 1)
    story.released(ReleaseDeleted, "v1.0.0", 1)
    story.published("v1.0.0", 2)
    found = release(story.view(), "v1.0.0")
    assert (found.state, found.page and found.page.id) == ("published", 2)


def test_a_deleted_tag_is_deleted_whatever_its_old_page_says(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.published("v1.0.0")
    story.deleted("v1.0.0", COMMIT)
    found = release(story.view(), "v1.0.0")
    assert (found.state, found.sha, found.page) == ("deleted", COMMIT, None)


def test_a_draft_after_the_deletion_is_a_new_beginning(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.published("v1.0.0", 1)
    story.deleted("v1.0.0", COMMIT)
    story.released(ReleaseDrafted, "v1.0.0", 2, draft=True)
    assert state(story) == "draft"


def test_cut_again_after_its_page_was_deleted_too(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.published("v1.0.0")
    story.released(ReleaseDeleted, "v1.0.0")
    story.deleted("v1.0.0", COMMIT)
    story.cut("v1.0.0", COMMIT)
    assert state(story) == "tagged"


def test_a_page_moves_to_another_tag(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.cut("v1.0.1", COMMIT)
    story.published("v1.0.0")
    story.released(ReleaseRetagged, "v1.0.1", before="v1.0.0")
    assert (state(story, "v1.0.0"), state(story, "v1.0.1")) == ("tagged", "published")
    page = release(story.view(), "v1.0.1").page
    assert page is not None
    assert page.retagged_from == ("v1.0.0",)


def test_a_page_that_comes_back_to_its_tag(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.published("v1.0.0")
    story.released(ReleaseRetagged, "v1.0.1", before="v1.0.0")
    story.released(ReleaseRetagged, "v1.0.0", before="v1.0.1")
    assert state(story, "v1.0.0") == "published"


def test_the_newest_words_are_those_of_the_newest_change_and_not_of_the_last_arrival(
    story: Story,
) -> None:
    story.cut("v1.0.0", COMMIT)
    story.released(ReleaseReworded, "v1.0.0", at=minute(9), body="better")
    story.published("v1.0.0", body="first")
    page = release(story.view(), "v1.0.0").page
    assert page is not None
    assert (page.body, page.state, page.published_by and page.published_by.name) == (
        *("better", "published"),
        MIRA.name,
    )


def test_nothing_told_is_not_found(story: Story) -> None:
    with pytest.raises(NotFound, match=r"no release v9 is known"):
        release(story.view(), "v9")


def test_before_it_was_published_it_was_not(story: Story) -> None:
    story.cut("v1.0.0", COMMIT)
    story.published("v1.0.0", at=minute(30))
    assert release(story.view(as_at=minute(20)), "v1.0.0").state == "tagged"
    assert release(story.view(as_of=2), "v1.0.0").state == "tagged"
