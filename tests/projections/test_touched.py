"""The paths that commits touched, out of pushes and of what a clone tells."""

from domain.commit import MORE, CommitTouched
from projections.touched import paths_of
from tests.story import Story, sha


def paths(story: Story, label: str) -> tuple[str, ...] | None:
    return paths_of(story.view(), [sha(label)])[sha(label)]


def touched(story: Story, label: str, *names: str) -> None:
    story.tell(CommitTouched, sha=sha(label), paths=names)


def test_nobody_told() -> None:
    story = Story()
    story.commit("a")
    assert paths(story, "a") is None
    assert paths(story, "never heard of") is None


def test_a_push_told() -> None:
    story = Story()
    story.pushed("a", touched=("src/a.py",))
    assert paths(story, "a") == ("src/a.py",)


def test_a_clone_told_later_and_both_count() -> None:
    story = Story()
    story.pushed("a", touched=("src/a.py",))
    touched(story, "a", "docs/a.md", "src/a.py")
    assert paths(story, "a") == ("docs/a.md", "src/a.py")


def test_nothing_touched_is_not_nobody_told() -> None:
    story = Story()
    touched(story, "a")
    assert paths(story, "a") == ()


def test_too_many_to_be_kept_are_not_known() -> None:
    story = Story()
    touched(story, "a", "src/a.py", MORE)
    assert paths(story, "a") is None


def test_a_merge_touches_nothing_by_itself() -> None:
    story = Story()
    story.commit("m", sha("a"), sha("b"))
    story.pushed("m", touched=("src/a.py",))
    assert paths(story, "m") == ()
