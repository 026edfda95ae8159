"""What stands on the board of one repository."""

from collections.abc import Iterable

from domain.release import ReleaseDrafted
from projections.board import Block, Held, Place, block
from projections.names import Recent
from tests.story import STREAM, Story, minute, sha


def on_board(story: Story, news: Iterable[Recent] = ()) -> Block:
    return block(story.view(), news)


def a_story(*tags: str) -> Story:
    story = Story()
    story.repository()
    story.commit("one")
    story.branch("main", sha("one"))
    for tag in tags:
        story.cut(tag, sha("one"))
    return story


def test_the_last_to_come_out_are_told_whatever_their_version() -> None:
    story = a_story("v1.0.0", "v2.0.0", "v3.0.0", "v2.0.1", "v1.0.1")

    assert [line.name for line in on_board(story).lines] == [
        "v1.0.1",
        "v2.0.1",
        "v3.0.0",
        "v2.0.0",
    ]


def test_every_component_has_its_chance() -> None:
    story = a_story(*[f"core@1.{n}.0" for n in range(9)], "icons@1.0.0")

    assert "icons@1.0.0" in [line.name for line in on_board(story).lines]


def test_news_are_told_even_where_higher_versions_are_many() -> None:
    story = a_story(*[f"v2.{n}.0" for n in range(30)], "v1.0.1")
    news = [Recent(STREAM, "v1.0.1", minute(99), 40)]

    assert on_board(story, news).lines[0].name == "v1.0.1"


def test_a_name_that_nothing_bears_yet_is_passed_over() -> None:
    news = [Recent(STREAM, "v9.9.9", minute(99), 99)]

    assert [line.name for line in on_board(a_story("v1.0.0"), news).lines] == ["v1.0.0"]


def test_a_draft_comes_with_the_time_of_its_beginning() -> None:
    story = a_story("v1.0.0")
    story.released(ReleaseDrafted, "v2.0.0", 5, draft=True, created_at=minute(50))
    news = [Recent(STREAM, "v2.0.0", minute(50), 9)]

    draft = on_board(story, news).lines[0]

    assert (draft.name, draft.state, draft.at, draft.held) == (
        "v2.0.0",
        "draft",
        minute(50),
        None,
    )


def test_a_line_tells_what_it_holds_and_where_it_runs() -> None:
    story = a_story("v1.0.0")
    story.commit("two", sha("one"))
    story.merged(4, sha("two"))
    story.cut("v1.1.0", sha("two"))
    story.deployed("1", sha("two"), production=True)
    story.check(sha("two"), conclusion="failure")

    line = on_board(story).lines[0]

    assert line.held == Held(pulls=1, commits=0, missing=0)
    assert line.running == (Place("production", "", True),)
    assert line.checks.verdict == "failing"
    assert line.positions


def test_what_waits_is_counted_since_the_last_final_release() -> None:
    story = a_story("v1.0.0", "v1.1.0-rc.1")
    story.commit("two", sha("one"))
    story.branch("main", sha("two"), sha("one"))

    waiting = on_board(story).waiting

    assert waiting is not None
    assert (waiting.branch, waiting.since) == ("main", "v1.0.0")
    assert waiting.held == Held(pulls=0, commits=1, missing=0)


def test_nothing_waits_where_the_default_branch_was_never_told() -> None:
    story = Story()
    story.repository(default_branch="")

    assert on_board(story).waiting is None
    assert on_board(story).lines == ()
