"""What a repository is called, was called, and whether it lives."""

import pytest

from domain.errors import NotFound
from domain.repository import (
    DefaultBranchChanged,
    RepositoryArchived,
    RepositoryConnected,
    RepositoryDeleted,
    RepositoryDisconnected,
    RepositoryRenamed,
    RepositoryTransferred,
    RepositoryUnarchived,
)
from projections.repositories import repositories, repository
from tests.story import Story, minute, stream


@pytest.fixture
def story() -> Story:
    story = Story()
    story.repository("acme/app")
    return story


def test_a_repository_as_it_was_named(story: Story) -> None:
    found = repository(story.view())

    assert (found.name, found.forge, found.forge_id) == ("acme/app", "github", "1")
    assert (found.default_branch, found.archived, found.deleted) == ("main", False, False)


def test_its_former_names_are_kept(story: Story) -> None:
    story.tell(RepositoryRenamed, before="acme/app", name="acme/shop")
    story.tell(RepositoryTransferred, before="acme", name="corp/shop")
    story.repository("corp/shop")
    found = repository(story.view())

    assert found.name == "corp/shop"
    assert [(one.name, one.why) for one in found.names] == [
        ("acme/app", "named"),
        ("acme/shop", "renamed"),
        ("corp/shop", "transferred"),
    ]


def test_a_mention_under_the_old_name_that_comes_late_changes_nothing(story: Story) -> None:
    story.tell(RepositoryRenamed, minute(9), before="acme/app", name="acme/shop")
    story.repository("acme/app")

    assert repository(story.view()).name == "acme/shop"


def test_a_change_of_its_default_branch_goes_before_a_mention_of_that_moment(story: Story) -> None:
    story.tell(DefaultBranchChanged, minute(1), before="main", branch="trunk")

    assert repository(story.view()).default_branch == "trunk"


def test_archived_and_taken_out_again(story: Story) -> None:
    story.tell(RepositoryArchived)
    assert repository(story.view()).archived
    story.tell(RepositoryUnarchived)
    assert not repository(story.view()).archived


def test_a_deleted_repository_stays_readable(story: Story) -> None:
    story.tell(RepositoryDeleted)

    assert (repository(story.view()).name, repository(story.view()).deleted) == ("acme/app", True)


def test_who_has_access(story: Story) -> None:
    story.tell(RepositoryConnected, installation=5)
    story.tell(RepositoryConnected, installation=4)
    story.tell(RepositoryDisconnected, installation=5)

    assert repository(story.view()).connected == (4,)


def test_all_of_them_by_name() -> None:
    identities = {}
    for number, name in enumerate(["b/b", "A/a", "c/c"]):
        story = Story()
        story.repository(name)
        identities[stream(number)] = story.view().told

    assert [one.name for one in repositories(identities)] == ["A/a", "b/b", "c/c"]


def test_a_repository_that_nothing_names_is_not_found() -> None:
    with pytest.raises(NotFound, match="no fact names this repository"):
        repository(Story().view())
