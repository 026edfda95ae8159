"""What runs where, since when, and which way it went."""

import pytest

from projections.environments import Cell, environments
from tests.story import MIRA, NOOR, Story, StoryView, minute, sha


@pytest.fixture
def story() -> Story:
    story = Story()
    first = story.commit("one")
    story.commit("three", story.commit("two", first))
    return story


ONE, TWO, THREE = sha("one"), sha("two"), sha("three")


def cell(view: Story | StoryView) -> Cell:
    (only,) = environments(view.view() if isinstance(view, Story) else view).cells
    return only


def test_the_last_success_runs(story: Story) -> None:
    story.cut("v1.0.0", ONE)
    story.cut("v1.1.0", TWO)
    story.deployed("1", ONE)
    story.deployed("2", TWO, at=minute(20), production=True, by=NOOR)
    found = cell(story)
    assert found.running is not None
    assert found.previous is not None
    assert (found.running.sha, found.running.releases) == (TWO, ("v1.1.0",))
    assert (found.running.since, found.running.move) == (minute(20), "forward")
    assert (found.previous.sha, found.previous.move) == (ONE, "first")
    assert found.production


def test_success_counts_by_its_time_and_not_by_its_arrival(story: Story) -> None:
    story.deployed("2", TWO, at=minute(20))
    story.deployed("1", ONE, at=minute(10))
    assert _running(story) == TWO


def _running(story: Story | StoryView) -> str | None:
    running = cell(story).running
    return running.sha if running else None


def test_a_failure_leaves_what_ran_before(story: Story) -> None:
    story.deployed("1", ONE)
    story.failed("2", TWO)
    found = cell(story)
    assert _running(story) == ONE
    assert found.last_failure is not None
    assert (found.last_failure.id, found.last_failure.told) == ("2", "failure")


def test_a_failure_after_its_success_undoes_it(story: Story) -> None:
    story.deployed("1", ONE)
    story.deployed("2", TWO)
    story.failed("2", TWO)
    assert _running(story) == ONE


def test_a_success_after_its_failure_stands(story: Story) -> None:
    story.failed("1", ONE)
    story.deployed("1", ONE)
    assert _running(story) == ONE


def test_in_progress_never_undoes_a_success_of_the_same_deployment(story: Story) -> None:
    story.deployed("1", ONE, at=minute(10))
    story.under_way("1", ONE)
    found = cell(story)
    assert (_running(story), found.under_way) == (ONE, None)


def test_what_is_under_way_is_told(story: Story) -> None:
    story.deployed("1", ONE)
    story.requested("2", TWO)
    story.under_way("2", TWO)
    found = cell(story)
    assert found.under_way is not None
    assert (found.under_way.id, found.under_way.state) == ("2", "under_way")


def test_an_attempt_that_was_overtaken_is_not_under_way(story: Story) -> None:
    story.under_way("1", ONE)
    story.deployed("2", TWO)
    assert cell(story).under_way is None


def test_a_deactivated_deployment_runs_no_more(story: Story) -> None:
    story.deployed("1", ONE)
    story.deployed("2", TWO)
    story.inactive("2", TWO)
    found = cell(story)
    assert found.running is None
    assert found.previous is not None
    assert found.previous.sha == TWO
    assert found.note.startswith("Deployment 2 was deactivated on 2024-01-01")


def test_deactivating_the_one_before_changes_nothing(story: Story) -> None:
    story.deployed("1", ONE)
    story.deployed("2", TWO)
    story.inactive("1", ONE)
    assert _running(story) == TWO


def test_a_deployment_made_active_again_runs_again(story: Story) -> None:
    story.deployed("1", ONE)
    story.deployed("2", TWO)
    story.inactive("1", ONE)
    story.deployed("1", ONE)
    found = cell(story)
    assert found.running is not None
    assert (found.running.sha, found.running.move) == (ONE, "rollback")


def test_going_back_is_a_rollback_by_history(story: Story) -> None:
    story.deployed("1", THREE)
    story.deployed("2", ONE)
    found = cell(story)
    assert found.running is not None
    assert (found.running.move, found.running.why) == (
        *("rollback",),
        f"it is in the history of {THREE[:10]}, which ran before",
    )


def test_where_the_history_is_not_known_the_versions_tell(story: Story) -> None:
    old, new = sha("unknown old"), sha("unknown new")
    story.cut("v1.2.0", new)
    story.cut("v1.1.9", old)
    story.deployed("1", new)
    story.deployed("2", old)
    found = cell(story)
    assert found.running is not None
    assert (found.running.move, found.running.why) == (
        *("rollback",),
        "v1.1.9 is lower than v1.2.0, which ran before",
    )


def test_a_higher_version_of_an_unknown_history_is_forward(story: Story) -> None:
    story.cut("v1.2.0", sha("unknown new"))
    story.cut("v1.1.9", sha("unknown old"))
    story.deployed("1", sha("unknown old"))
    story.deployed("2", sha("unknown new"))
    found = cell(story)
    assert found.running is not None
    assert (found.running.move, found.running.why) == (
        *("forward",),
        "v1.2.0 is higher than v1.1.9, which ran before",
    )


def test_where_nothing_tells_it_went_sideways(story: Story) -> None:
    story.deployed("1", sha("unknown old"))
    story.deployed("2", sha("unknown new"))
    found = cell(story)
    assert found.running is not None
    assert found.running.move == "sideways"


def test_the_same_deployed_again_runs_since_the_first_time(story: Story) -> None:
    story.deployed("1", ONE)
    story.deployed("2", TWO, at=minute(10))
    story.deployed("3", TWO, at=minute(20))
    found = cell(story)
    assert found.running is not None
    assert found.previous is not None
    assert (found.running.since, found.running.deployment) == (minute(10), "3")
    assert found.previous.sha == ONE


def test_nothing_with_success_yet(story: Story) -> None:
    story.failed("1", ONE)
    found = cell(story)
    assert (found.running, found.note) == (None, "Nothing was deployed here with success.")


def test_production_comes_first_and_transient_places_are_only_named(story: Story) -> None:
    story.deployed("1", ONE, "a-test")
    story.deployed("2", ONE, "live", production=True)
    story.deployed("3", ONE, "preview-12", transient=True)
    found = environments(story.view())
    assert [cell.environment for cell in found.cells] == ["live", "a-test"]
    assert found.transient == ("preview-12",)


def test_components_have_rows_of_their_own(story: Story) -> None:
    story.cut("api@1.0.0", ONE)
    story.cut("web@2.0.0", TWO)
    story.deployed("1", ONE, ref="api@1.0.0")
    story.deployed("2", TWO, ref="refs/tags/web@2.0.0")
    story.deployed("3", THREE, ref="main")
    cells = environments(story.view()).cells
    assert [(cell.component, cell.running and cell.running.sha) for cell in cells] == [
        ("", THREE),
        ("api", ONE),
        ("web", TWO),
    ]


def test_a_branch_that_looks_like_a_component_is_none(story: Story) -> None:
    story.deployed("1", ONE, ref="fix-1.0")
    assert cell(story).component == ""


def test_a_moved_tag_is_no_release_of_the_commit_it_left(story: Story) -> None:
    story.cut("v1.0.0", ONE)
    story.deployed("1", ONE)
    story.moved("v1.0.0", ONE, TWO)
    found = cell(story)
    assert found.running is not None
    assert found.running.releases == ()


def test_who_asked_for_it_brought_it(story: Story) -> None:
    story.requested("1", ONE, by=NOOR)
    story.deployed("1", ONE, by=MIRA)
    found = cell(story)
    assert found.running is not None
    assert found.running.by is not None
    assert found.running.by.name == NOOR.name


def test_as_it_was(story: Story) -> None:
    story.deployed("1", ONE, at=minute(10))
    story.deployed("2", TWO, at=minute(20))
    assert _running(story.view(as_at=minute(15))) == ONE
