"""Of a component a range has what touched its paths, and what nobody told the paths of."""

import pytest

from domain.commit import MORE, CommitTouched
from projections.contents import Contents, contents
from projections.notes.settings import Component
from tests.story import Story, sha

WEB = Component("web", paths=("packages/web", "shared/**/*.css"), excluded_paths=("**/*.md",))


@pytest.fixture
def story() -> Story:
    story = Story()
    story.commit("base")
    return story


def touching(story: Story, **paths: tuple[str, ...] | None) -> Contents:
    """A line of commits by their titles, each with what it touched."""
    head = sha("base")
    for title, some in paths.items():
        head = story.commit(title, head)
        if some is not None:
            story.tell(CommitTouched, sha=head, paths=some)
    return contents(story.view(), sha("base"), head, component=WEB)


def titles(found: Contents) -> set[str]:
    return {one.title for one in found.commits}


def test_a_folder_means_all_that_is_in_it(story: Story) -> None:
    found = touching(
        story,
        inside=("packages/web/a.ts",),
        beside=("packages/website/a.ts",),
        outside=("a.ts",),
        style=("shared/a/b.css", "shared/a.css"),
        nothing=(),
    )
    assert titles(found) == {"inside", "style"}
    assert found.note == ""


def test_an_excluded_path_does_not_count(story: Story) -> None:
    found = touching(
        story, words=("packages/web/a.md",), both=("packages/web/a.md", "packages/web/b")
    )
    assert titles(found) == {"both"}


def test_what_nobody_told_stays_and_is_said(story: Story) -> None:
    found = touching(story, told=("a.ts",), untold=None)
    assert titles(found) == {"untold"}
    assert found.note == (
        "Nobody told the paths that 1 of the changes touched, so they may not be of web."
    )


def test_a_commit_of_too_many_paths_touches_everything(story: Story) -> None:
    assert titles(touching(story, everything=("a.ts", MORE))) == {"everything"}


def test_a_pull_request_touches_what_its_commits_touch(story: Story) -> None:
    one = story.commit("one", sha("base"))
    two = story.commit("two", one)
    head = story.commit("m", sha("base"), two, message="Merge pull request #12 from a/b\n\nAdd x")
    story.tell(CommitTouched, sha=one, paths=("b", "a"))
    (pull,) = contents(story.view(), sha("base"), head).pulls
    assert pull.touched is None

    story.tell(CommitTouched, sha=two, paths=("a", "c"))
    (pull,) = contents(story.view(), sha("base"), head).pulls
    assert pull.touched == ("a", "b", "c")


def test_settings_cannot_make_a_search_run_for_ever(story: Story) -> None:
    slow = Component("slow", paths=("*a" * 30 + "b",))
    head = story.commit("one", sha("base"))
    story.tell(CommitTouched, sha=head, paths=("a" * 5000,))
    assert contents(story.view(), sha("base"), head, component=slow).commits == ()
