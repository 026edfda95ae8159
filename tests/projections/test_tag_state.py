"""The commit that a tag names, through cuts, moves and deletions."""

import pytest

from domain.errors import NotFound
from domain.tag import TagCut
from projections.tag_state import TagState, tag_state
from tests.story import NOOR, Story, minute, sha

A, B, C = sha("a"), sha("b"), sha("c")


@pytest.fixture
def story() -> Story:
    return Story()


def tag(story: Story, name: str = "v1") -> TagState:
    return tag_state(story.view(), name)


def test_a_tag_names_the_commit_it_was_cut_at(story: Story) -> None:
    story.cut("v1", A, at=minute(5))
    found = tag(story)
    assert (found.exists, found.sha, found.cut_at, found.moved) == (True, A, minute(5), False)


def test_a_moved_tag_keeps_its_history(story: Story) -> None:
    story.cut("v1", A)
    story.moved("v1", A, B)
    found = tag(story)
    assert (found.sha, found.moved, found.cut_at, found.named_at) == (B, True, minute(1), minute(2))
    assert [(step.what, step.sha) for step in found.history] == [("cut", A), ("moved", B)]


def test_moves_of_one_second_follow_on_each_other(story: Story) -> None:
    story.moved("v1", B, C, at=minute(2))
    story.moved("v1", A, B, at=minute(2))
    story.cut("v1", A, at=minute(2))
    assert [step.sha for step in tag(story).history] == [A, B, C]


def test_moves_of_one_second_whose_beginning_is_not_known(story: Story) -> None:
    story.moved("v1", B, C, at=minute(2))
    story.moved("v1", A, B, at=minute(2))
    assert tag(story).sha == C


def test_deleted_and_cut_again_within_one_second(story: Story) -> None:
    story.cut("v1", A, at=minute(1))
    story.cut("v1", B, at=minute(2))
    story.deleted("v1", A, at=minute(2))
    found = tag(story)
    assert (found.exists, found.sha, found.cut_at, found.moved) == (True, B, minute(2), True)


def test_cut_and_deleted_within_one_second(story: Story) -> None:
    story.deleted("v1", A, at=minute(1))
    story.cut("v1", A, at=minute(1))
    assert not tag(story).exists


def test_a_deleted_tag_remembers_what_it_named(story: Story) -> None:
    story.cut("v1", A)
    story.deleted("v1", A)
    found = tag(story)
    assert (found.exists, found.sha, found.note) == (False, A, "The tag was deleted.")


def test_an_annotated_tag_moves_by_its_objects(story: Story) -> None:
    story.cut("v1", A, object_=sha("tag object"), at=minute(1))
    story.moved("v1", sha("tag object"), B, at=minute(1))
    assert tag(story).sha == B


def test_a_tag_that_was_only_announced_has_no_known_commit(story: Story) -> None:
    story.announced("v1")
    found = tag(story)
    assert (found.exists, found.sha) == (True, None)
    assert "did not tell its commit" in found.note


def test_an_announcement_beside_the_cut_is_no_news(story: Story) -> None:
    story.announced("v1", at=minute(3))
    story.cut("v1", A, at=minute(1))
    assert [step.what for step in tag(story).history] == ["cut"]


def test_a_late_word_of_an_old_deletion_does_not_delete_the_tag_cut_since(story: Story) -> None:
    story.cut("v1", A, at=minute(1))
    story.deleted("v1", A, at=minute(20))
    story.cut("v1", B, at=minute(21))
    story.deleted("v1", None, at=minute(22))
    assert tag(story).exists


def test_a_deletion_that_only_a_hint_told_counts(story: Story) -> None:
    story.cut("v1", A, at=minute(1))
    story.deleted("v1", None, at=minute(22))
    assert not tag(story).exists


def test_announced_again_after_a_deletion(story: Story) -> None:
    story.cut("v1", A, at=minute(1))
    story.deleted("v1", A, at=minute(60))
    story.announced("v1", at=minute(90))
    found = tag(story)
    assert (found.exists, found.sha) == (True, None)


def test_the_same_cut_by_another_source_is_one_cut_with_the_surer_time(story: Story) -> None:
    story.tell(TagCut, minute(1), name="v1", sha=A, object=A, inferred="its commit's date", by=None)
    story.tell(TagCut, minute(3), name="v1", sha=A, object=A, by=NOOR)
    found = tag(story)
    assert len(found.history) == 1
    assert (found.cut_at, found.cut_by and found.cut_by.name) == (minute(3), "noor")


def test_a_move_whose_news_was_lost_shows_in_the_next_cut(story: Story) -> None:
    story.cut("v1", A)
    story.cut("v1", B)
    found = tag(story)
    assert (found.sha, found.moved, found.cut_at) == (B, True, minute(1))


def test_a_late_move_does_not_undo_a_later_one(story: Story) -> None:
    story.cut("v1", A, at=minute(1))
    story.moved("v1", B, C, at=minute(3))
    story.moved("v1", A, B, at=minute(2))
    assert tag(story).sha == C


def test_a_tag_never_told_is_not_found(story: Story) -> None:
    with pytest.raises(NotFound, match="no tag v9 is known"):
        tag(story, "v9")


def test_as_it_was_before_the_move(story: Story) -> None:
    story.cut("v1", A, at=minute(1))
    story.moved("v1", A, B, at=minute(5))
    assert tag_state(story.view(as_at=minute(4)), "v1").sha == A
    assert tag_state(story.view(as_of=1), "v1").sha == A
