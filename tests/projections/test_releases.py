"""Lists of releases: the newest version first, prereleases within their final, page by page."""

import pytest

from domain.release import ReleaseDrafted, ReleaseRetagged
from projections.releases import Group, Releases, releases
from tests.story import Story, sha


@pytest.fixture
def story() -> Story:
    return Story()


def cut(story: Story, *names: str) -> None:
    for name in names:
        story.cut(name, sha(name))


def shape(found: Releases) -> list[tuple[list[str], list[str]]]:
    return [(_names(group, "final"), _names(group, "prereleases")) for group in found.groups]


def _names(group: Group, which: str) -> list[str]:
    return [row.name for row in getattr(group, which)]


def test_prereleases_stand_within_their_final(story: Story) -> None:
    cut(story, "v1.0.0-rc.1", "v1.1.0-beta.1", "v1.0.0", "v1.0.0-rc.2", "nightly", "v0.9.0")

    assert shape(releases(story.view())) == [
        ([], ["v1.1.0-beta.1"]),
        (["v1.0.0"], ["v1.0.0-rc.2", "v1.0.0-rc.1"]),
        (["v0.9.0"], []),
        (["nightly"], []),
    ]


def test_two_names_of_one_version_stand_together(story: Story) -> None:
    cut(story, "v1.0", "1.0.0")

    assert shape(releases(story.view())) == [(["v1.0", "1.0.0"], [])]


def test_a_group_is_never_cut_in_two(story: Story) -> None:
    cut(story, "v2.0.0", "v1.0.0", "v1.0.0-rc.1", "v1.0.0-rc.2", "v0.1.0")
    first = releases(story.view(), limit=2)
    second = releases(story.view(), after=first.next, limit=2)

    assert shape(first) == [(["v2.0.0"], []), (["v1.0.0"], ["v1.0.0-rc.2", "v1.0.0-rc.1"])]
    assert first.next == "v1.0.0-rc.1"
    assert (shape(second), second.next) == ([(["v0.1.0"], [])], None)


def test_one_component_or_one_after_the_other(story: Story) -> None:
    cut(story, "v1.0.0", "web@3.0.0", "web@3.0.1")

    assert shape(releases(story.view(), "web")) == [(["web@3.0.1"], []), (["web@3.0.0"], [])]
    assert [group.component for group in releases(story.view()).groups] == ["", "web", "web"]


def test_a_row_tells_the_state(story: Story) -> None:
    story.cut("v1.0.0", sha("one"))
    story.published("v1.0.0", name="One", url="https://example.org/1")
    story.moved("v1.0.0", sha("one"), sha("two"))
    (group,) = releases(story.view()).groups
    (row,) = group.final

    assert (row.state, row.title, row.sha, row.moved) == ("published", "One", sha("two"), True)
    assert row.url == "https://example.org/1"


def test_deleted_and_drafted_ones_are_listed_as_such(story: Story) -> None:
    cut(story, "v1.0.0")
    story.deleted("v1.0.0", sha("v1.0.0"))
    story.released(ReleaseDrafted, "v2.0.0", draft=True)
    states = [row.state for group in releases(story.view()).groups for row in group.final]

    assert states == ["draft", "deleted"]


def test_a_name_that_its_draft_gave_up_is_not_listed(story: Story) -> None:
    story.released(ReleaseDrafted, "v1.0.0", draft=True)
    story.released(ReleaseRetagged, "v1.0.1", draft=True, before="v1.0.0")

    assert shape(releases(story.view())) == [(["v1.0.1"], [])]


def test_what_was_not_there_yet_is_not_listed(story: Story) -> None:
    cut(story, "v1.0.0", "v1.1.0")

    assert shape(releases(story.view(as_of=1))) == [(["v1.0.0"], [])]
    assert shape(releases(story.view(as_at=story.facts[0].at))) == [(["v1.0.0"], [])]


def test_nothing_is_an_empty_page(story: Story) -> None:
    assert releases(story.view()) == Releases((), None)
