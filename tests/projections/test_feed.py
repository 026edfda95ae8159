"""What the feed tells of each release."""

from domain.release import ReleaseDeleted
from projections.feed import items
from projections.names import Recent
from projections.who import Who
from tests.story import STREAM, Story, minute, sha


def test_an_item_is_the_release_as_it_stands() -> None:
    story = Story()
    story.commit("one")
    story.cut("core@1.0.0", sha("one"))
    story.published("core@1.0.0", 3, name="Core, the first")
    news = [Recent(STREAM, name, minute(2), 2) for name in ("core@1.0.0", "core@9.0.0")]

    ((recent, item),) = items(story.view(), "acme/app", news)

    assert recent is news[0]
    assert (item.repository, item.name, item.component) == ("acme/app", "core@1.0.0", "core")
    assert (item.state, item.title, item.sha) == ("published", "Core, the first", sha("one"))
    assert (item.by, item.at) == (Who("mira", "user", 1), minute(2))
    assert item.positions == (2, 3)


def test_a_release_without_a_tag_is_told_too() -> None:
    story = Story()
    story.published("v1", 3)
    story.released(ReleaseDeleted, "v1", 3)

    ((_, item),) = items(story.view(), "acme/app", [Recent(STREAM, "v1", minute(1), 1)])

    assert (item.state, item.sha, item.moved) == ("deleted", None, False)
