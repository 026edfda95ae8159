"""The base of a release by what a team has settled, or by what a person decided."""

import pytest

from projections.base import Base, base_of
from projections.notes.edits import ChosenBase, Notebook
from projections.notes.settings import ANCESTOR, CUMULATIVE, Component, Series, Settings
from projections.tag_state import tag_state
from tests.story import Story, StoryView, minute


@pytest.fixture
def story() -> Story:
    return Story()


def line(story: Story, *names: str) -> dict[str, str]:
    """A straight history with a tag on each of its commits."""
    commits: dict[str, str] = {}
    parents: tuple[str, ...] = ()
    for name in names:
        commits[name] = story.commit(f"at {name}", *parents)
        story.cut(name, commits[name])
        parents = (commits[name],)
    return commits


def base(told: Story | StoryView, name: str, *series: Series, **settled: object) -> Base:
    view = told.view() if isinstance(told, Story) else told
    settings = Settings(series=series or (Series(),), **settled)  # type: ignore[arg-type]
    return base_of(view, tag_state(view, name), settings)


def others(found: Base) -> list[tuple[str, str]]:
    return [(one.tag, one.why_not) for one in found.alternatives]


# -- policies -----------------------------------------------------------------------------------


def test_cumulative_compares_every_prerelease_with_the_last_final_release(story: Story) -> None:
    line(story, "v1.0.0", "v1.1.0-rc.1", "v1.1.0-rc.2", "v1.1.0")
    found = base(story, "v1.1.0-rc.2", Series(policy=CUMULATIVE))
    assert (found.tag, found.why) == (
        "v1.0.0",
        "last release of series 1.0 when v1.1.0-rc.2 was cut",
    )
    assert others(found) == [
        ("v1.1.0-rc.1", "a prerelease, and v1.1.0-rc.2 is compared with the last final release")
    ]
    assert base(story, "v1.1.0", Series(policy=CUMULATIVE)).tag == "v1.0.0"


def test_cumulative_has_no_nearer_choice_for_the_first_prerelease(story: Story) -> None:
    line(story, "v1.0.0", "v1.1.0-rc.1")
    assert others(base(story, "v1.1.0-rc.1", Series(policy=CUMULATIVE))) == []


def test_ancestor_takes_the_newest_tag_in_the_history(story: Story) -> None:
    commits = line(story, "v1.0.0", "v1.1.0-rc.1", "v1.1.0")
    story.cut("v1.0.1", story.commit("aside", commits["v1.0.0"]))
    merge = story.commit("merge", commits["v1.1.0"])
    story.cut("v1.2.0", merge)
    found = base(story, "v1.1.0", Series(policy=ANCESTOR))
    assert (found.tag, found.why) == ("v1.1.0-rc.1", "the newest tag in the history of v1.1.0")
    assert others(found) == [
        ("v1.0.0", "last release of series 1.0 when v1.1.0 was cut, but not the newest")
    ]
    assert base(story, "v1.2.0", Series(policy=ANCESTOR)).tag == "v1.1.0"
    assert ("v1.0.1", "not in the history of v1.2.0") in others(
        base(story, "v1.2.0", Series(policy=ANCESTOR))
    )


def test_ancestor_takes_no_tag_of_the_same_commit(story: Story) -> None:
    commits = line(story, "v1.0.0", "v1.1.0-rc.1")
    story.cut("v1.1.0", commits["v1.1.0-rc.1"])
    assert base(story, "v1.1.0", Series(policy=ANCESTOR)).tag == "v1.0.0"


def test_ancestor_takes_no_tag_that_was_cut_later(story: Story) -> None:
    commits = line(story, "v1.0.0", "v1.1.0")
    story.cut("v0.9.0", commits["v1.0.0"], at=minute(50))
    assert base(story, "v1.1.0", Series(policy=ANCESTOR)).tag == "v1.0.0"


def test_ancestor_without_an_earlier_tag_brings_the_whole_history(story: Story) -> None:
    line(story, "v1.0.0")
    found = base(story, "v1.0.0", Series(policy=ANCESTOR))
    assert (found.tag, found.why) == (
        None,
        "no earlier tag lies in the history of v1.0.0: its whole history",
    )


def test_the_first_series_that_matches_counts(story: Story) -> None:
    line(story, "v1.0.0", "v1.1.0-rc.1", "v1.1.0-rc.2", "v2.0.0-rc.1", "v2.0.0-rc.2")
    settled = Series("v1.*", policy=CUMULATIVE), Series("*")
    assert base(story, "v1.1.0-rc.2", *settled).tag == "v1.0.0"
    assert base(story, "v2.0.0-rc.2", *settled).tag == "v2.0.0-rc.1"
    assert base(story, "v2.0.0-rc.2", Series("v1.*", policy=CUMULATIVE)).tag == "v2.0.0-rc.1"


def test_release_lines_are_told_apart_by_the_time_of_the_tag(story: Story) -> None:
    commits = line(story, "v1.9.4", "v2.0.0")
    story.cut("v1.9.5", story.commit("patch", commits["v1.9.4"]))
    for policy in (Series(), Series(policy=CUMULATIVE), Series(policy=ANCESTOR)):
        assert base(story, "v2.0.0", policy).tag == "v1.9.4"
        assert base(story, "v1.9.5", policy).tag == "v1.9.4"


def test_a_tag_off_the_default_branch_has_a_base_as_any_other(story: Story) -> None:
    commits = line(story, "v1.0.0", "v1.1.0")
    hotfix = story.commit("hotfix", commits["v1.0.0"])
    story.cut("v1.0.1", hotfix)
    story.cut("v1.0.2", story.commit("another", hotfix))
    for policy in (Series(), Series(policy=CUMULATIVE), Series(policy=ANCESTOR)):
        assert base(story, "v1.0.2", policy).tag == "v1.0.1"


def test_deleted_and_moved_tags_are_taken_as_they_stand(story: Story) -> None:
    commits = line(story, "v1.0.0", "v1.0.1", "v1.0.2")
    story.deleted("v1.0.1", commits["v1.0.1"])
    for policy in (Series(), Series(policy=CUMULATIVE), Series(policy=ANCESTOR)):
        assert base(story, "v1.0.2", policy).tag == "v1.0.0"
    story.cut("v1.0.1", commits["v1.0.0"])
    assert base(story, "v1.0.2").sha == commits["v1.0.0"]


# -- schemes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "name", "expected"),
    [
        ("semver", "1.0.0", "0.9.0"),  # 1.0.0-1 is a prerelease of it
        ("semver", "1.1.0", "1.0.0"),
        ("pep440", "1.1.0", "1.0.0-1"),  # a release after the release
        ("pep440", "1.0.0-1", "1.0.0"),
        ("auto", "1.1.0", "1.0.0"),
    ],
)
def test_the_series_says_what_a_number_after_a_hyphen_means(
    story: Story, scheme: str, name: str, expected: str
) -> None:
    line(story, "0.9.0", "1.0.0", "1.0.0-1", "1.1.0")
    assert base(story, name, Series(scheme=scheme)).tag == expected


@pytest.mark.parametrize("scheme", ["auto", "semver", "pep440"])
def test_a_candidate_with_a_missing_number_is_one_in_every_scheme(
    story: Story, scheme: str
) -> None:
    line(story, "0.9.0", "1.0-rc1", "1.0.0")
    assert base(story, "1.0.0", Series(scheme=scheme)).tag == "0.9.0"
    assert base(story, "1.0-rc1", Series(scheme=scheme)).tag == "0.9.0"


def test_calendar_versions_count_their_releases_of_a_day(story: Story) -> None:
    line(story, "2026.10.1", "2026.10.1-1", "2026.10.2")
    assert base(story, "2026.10.2", Series(scheme="calver")).tag == "2026.10.1-1"
    assert base(story, "2026.10.2").tag == "2026.10.1"


WEEKS = Series(scheme=r"(?P<major>20[0-9]{2})w(?P<minor>[0-9]+)(?:-(?P<pre>[a-z]+[0-9]*))?")


def test_a_pattern_of_ones_own_reads_what_nobody_else_does(story: Story) -> None:
    line(story, "2026w2", "2026w10-beta", "2026w10", "2026w11")
    found = base(story, "2026w10", WEEKS)
    assert (found.tag, found.why) == (
        "2026w2",
        "last release of series 2026.2 when 2026w10 was cut",
    )
    assert base(story, "2026w11", WEEKS).tag == "2026w10"
    assert base(story, "2026w10-beta", WEEKS).tag == "2026w2"


def test_what_stands_before_an_own_pattern_is_the_component(story: Story) -> None:
    line(story, "core-2026w2", "web-2026w2", "release-2026w2", "core-2026w3", "2026w3")
    assert base(story, "core-2026w3", WEEKS).tag == "core-2026w2"
    assert base(story, "2026w3", WEEKS).tag == "release-2026w2"


def test_a_name_that_an_own_pattern_does_not_read_follows_its_history(story: Story) -> None:
    line(story, "2026w2", "v1.0.0", "2026w3")
    assert base(story, "v1.0.0", WEEKS).why == "the newest tag in the history of v1.0.0"


def test_an_own_pattern_whose_groups_are_no_numbers_reads_nothing(story: Story) -> None:
    line(story, "blue", "green")
    found = base(story, "green", Series(scheme="(?P<major>[a-z]+)"))
    assert found.why == "the newest tag in the history of green"


def test_a_pattern_that_cannot_be_read_is_no_rule(story: Story) -> None:
    line(story, "v1.0.0", "v1.1.0")
    assert (
        base(story, "v1.1.0", Series(scheme="(")).why == "the newest tag in the history of v1.1.0"
    )


# -- components ---------------------------------------------------------------------------------


def test_a_component_is_known_by_the_pattern_of_its_tags(story: Story) -> None:
    line(story, "web/stable/1.0.0", "v1.0.0", "web/stable/1.1.0", "v1.1.0")
    web = Component("web", tags=r"web/stable/(.+)")
    found = base(story, "web/stable/1.1.0", components=(web,))
    assert (found.tag, found.why) == (
        "web/stable/1.0.0",
        "last release of series 1.0 when web/stable/1.1.0 was cut",
    )
    assert base(story, "v1.1.0", components=(web,)).tag == "v1.0.0"


def test_a_components_versions_are_read_by_its_series(story: Story) -> None:
    line(story, "web-1.0.0", "web-1.0.0-1", "web-1.1.0", "web-x1")
    settled = {"components": (Component("web", tags="web-(.*)"),)}
    assert base(story, "web-1.1.0", Series(scheme="pep440"), **settled).tag == "web-1.0.0-1"
    assert base(story, "web-1.1.0", Series(scheme="semver"), **settled).tag == "web-1.0.0"
    numbers = Series(scheme=r"(?P<major>[0-9]+)\.(?P<minor>[0-9]+)")
    assert base(story, "web-1.1.0", numbers, **settled).tag == "web-1.0.0-1"
    assert base(story, "web-x1", **settled).tag == "web-1.1.0"


# -- a person's choice --------------------------------------------------------------------------


def chosen(story: Story, tag: str, base_: str) -> StoryView:
    view = story.view()
    choice = ChosenBase(tag, base_, "noor", "2.0 was never shipped", minute(99), 77)
    view.notebook = lambda: Notebook(bases={tag: choice})  # type: ignore[method-assign]
    return view


def test_what_a_person_chose_goes_before_every_rule(story: Story) -> None:
    line(story, "v1.0.0", "v2.0.0", "v3.0.0")
    found = base(chosen(story, "v3.0.0", "v1.0.0"), "v3.0.0")
    assert (found.tag, found.why) == (
        "v1.0.0",
        "chosen by noor on 2024-01-01: 2.0 was never shipped",
    )
    assert others(found) == [
        ("v2.0.0", "last release of series 2.0 when v3.0.0 was cut; noor chose v1.0.0 instead")
    ]
    assert 77 in found.positions


def test_what_the_rule_says_as_well_is_no_alternative(story: Story) -> None:
    line(story, "v1.0.0", "v2.0.0")
    assert others(base(chosen(story, "v2.0.0", "v1.0.0"), "v2.0.0")) == []


def test_a_choice_that_stands_no_more_is_told_and_the_rule_holds(story: Story) -> None:
    line(story, "v1.0.0", "v2.0.0")
    found = base(chosen(story, "v2.0.0", "v1.5.0"), "v2.0.0")
    assert found.tag == "v1.0.0"
    assert others(found) == [
        ("v1.5.0", "noor chose it (2.0 was never shipped), but no such tag stands now")
    ]
