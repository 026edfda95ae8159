"""From where to where notes go: releases, the unreleased, ranges, and what environments get."""

import pytest

from domain.deployment import DeploymentDeactivated
from domain.errors import NotFound
from domain.release import ReleaseDrafted
from projections.notes.settings import Component, Settings
from projections.notes.span import (
    environment_span,
    range_span,
    release_span,
    release_spans,
    unreleased_span,
)
from tests.story import Story, minute, sha

SETTINGS = Settings()
WEB = Component("web", paths=("web/**",))


@pytest.fixture
def story() -> Story:
    """main: a (v1.0.0, web-v1.0.0) - b - c (v1.1.0) - d; 1.0: a - e (v1.0.1)."""
    story = Story()
    story.repository()
    a = story.commit("a")
    story.branch("main", a)
    story.cut("v1.0.0", a)
    story.cut("web-v1.0.0", a)
    b = story.commit("b", a)
    c = story.commit("c", b)
    story.branch("main", c, a)
    story.cut("v1.1.0", c)
    d = story.commit("d", c)
    story.branch("main", d, c)
    story.cut("v1.0.1", story.commit("e", a))
    return story


# -- releases -----------------------------------------------------------------------------------


def test_a_release_goes_from_its_base_to_its_tag(story: Story) -> None:
    span = release_span(story.view(), "v1.1.0", SETTINGS)
    assert (span.name, span.title, span.tag, span.previous) == (
        "v1.1.0",
        "1.1.0",
        "v1.1.0",
        "v1.0.0",
    )
    assert (span.base_sha, span.head_sha, span.less) == (sha("a"), sha("c"), ())
    assert (span.state, span.prerelease, span.component) == ("tagged", False, None)
    assert span.base is not None
    assert (span.from_, span.to) == (None, None)


def test_its_date_is_that_of_its_publication(story: Story) -> None:
    assert release_span(story.view(), "v1.1.0", SETTINGS).date == minute(9)
    story.published("v1.1.0", published_at=minute(30))
    span = release_span(story.view(), "v1.1.0", SETTINGS)
    assert (span.date, span.state) == (minute(30), "published")


def test_what_is_a_draft_has_the_date_of_its_tag(story: Story) -> None:
    story.released(ReleaseDrafted, "v1.1.0", draft=True)
    assert release_span(story.view(), "v1.1.0", SETTINGS).date == minute(9)


def test_a_version_or_its_page_makes_a_prerelease(story: Story) -> None:
    story.cut("v2.0.0-rc.1", sha("d"))
    assert release_span(story.view(), "v2.0.0-rc.1", SETTINGS).prerelease
    story.published("v1.1.0", prerelease=True)
    assert release_span(story.view(), "v1.1.0", SETTINGS).prerelease


def test_a_release_of_a_component_names_it(story: Story) -> None:
    plain = release_span(story.view(), "web-v1.0.0", SETTINGS)
    assert plain.component == Component("web")
    assert plain.base_sha is None
    settled = release_span(story.view(), "web-v1.0.0", Settings(components=(WEB,)))
    assert settled.component == WEB


def test_a_release_that_is_not_there_names_those_near(story: Story) -> None:
    with pytest.raises(NotFound, match=r"v1.1 is no tag .* did you mean v1\.1\.0"):
        release_span(story.view(), "v1.1", SETTINGS)


def test_a_draft_without_a_tag_and_a_tag_without_a_commit_have_no_span(story: Story) -> None:
    story.released(ReleaseDrafted, "v9", draft=True)
    story.announced("v8")
    with pytest.raises(NotFound, match=r"v9 is a draft, .* ask for what is unreleased"):
        release_span(story.view(), "v9", SETTINGS)
    with pytest.raises(NotFound, match="the commit of tag v8 is not known"):
        release_span(story.view(), "v8", SETTINGS)


def test_all_releases_come_highest_first_each_as_if_asked_for_alone(story: Story) -> None:
    view = story.view()
    spans = list(release_spans(view, "", SETTINGS))
    assert [span.name for span in spans] == ["v1.1.0", "v1.0.1", "v1.0.0"]
    assert spans == [release_span(view, span.name, SETTINGS) for span in spans]
    assert [span.name for span in release_spans(view, "web", SETTINGS)] == ["web-v1.0.0"]


def test_a_name_that_moves_along_and_one_that_is_gone_are_no_releases(story: Story) -> None:
    story.cut("v1", sha("c"))
    story.deleted("v1.0.1", sha("e"))
    names = [span.name for span in release_spans(story.view(), "", SETTINGS)]
    assert names == ["v1.1.0", "v1.0.0"]


def test_two_tags_on_one_commit_are_two_releases(story: Story) -> None:
    story.cut("v1.1.1", sha("c"))
    first, second, *_ = release_spans(story.view(), "", SETTINGS)
    assert (first.name, second.name) == ("v1.1.1", "v1.1.0")
    assert first.base_sha == first.head_sha == second.head_sha


def test_a_moved_tag_is_asked_about_as_of_then(story: Story) -> None:
    before = len(story.facts)
    story.moved("v1.1.0", sha("c"), sha("d"))
    assert release_span(story.view(), "v1.1.0", SETTINGS).head_sha == sha("d")
    assert release_span(story.view(as_of=before), "v1.1.0", SETTINGS).head_sha == sha("c")


def test_a_release_is_fixed_where_the_position_was_asked_for(story: Story) -> None:
    assert not release_span(story.view(), "v1.1.0", SETTINGS).fixed
    assert release_span(story.view(as_of=12), "v1.1.0", SETTINGS, pinned=True).fixed


# -- the unreleased -----------------------------------------------------------------------------


def test_the_unreleased_goes_from_the_highest_release_to_the_branch(story: Story) -> None:
    span = unreleased_span(story.view(), "", SETTINGS)
    assert (span.name, span.state, span.previous) == ("Unreleased", "unreleased", "v1.1.0")
    assert (span.base_sha, span.head_sha, span.less) == (sha("c"), sha("d"), ())


def test_the_unreleased_of_a_component_goes_from_its_own_release(story: Story) -> None:
    span = unreleased_span(story.view(), "web", Settings(components=(WEB,)))
    assert (span.previous, span.base_sha, span.component) == ("web-v1.0.0", sha("a"), WEB)


def test_what_a_maintenance_release_had_before_it_was_merged_is_released(story: Story) -> None:
    merge = story.commit("merge 1.0", sha("d"), sha("e"))
    story.branch("main", merge, sha("d"))
    span = unreleased_span(story.view(), "", SETTINGS)
    assert (span.base_sha, span.less) == (sha("c"), (sha("e"),))


def test_of_releases_that_contain_each_other_the_last_is_left_out(story: Story) -> None:
    f = story.commit("f", sha("e"))
    story.cut("v1.0.2", f)
    story.branch("main", story.commit("merge 1.0", sha("d"), f), sha("d"))
    assert unreleased_span(story.view(), "", SETTINGS).less == (f,)


def test_a_component_that_nobody_knows_is_not_found(story: Story) -> None:
    with pytest.raises(NotFound, match="no component wep is known here: there is web"):
        unreleased_span(story.view(), "wep", SETTINGS)
    plain = Story()
    plain.repository()
    with pytest.raises(NotFound, match="no tag bears a name before its version"):
        unreleased_span(plain.view(), "web", SETTINGS)


def test_a_component_without_a_release_has_its_whole_history(story: Story) -> None:
    span = unreleased_span(story.view(), "api", Settings(components=(Component("api"),)))
    assert (span.base_sha, span.previous) == (None, "")


# -- ranges -------------------------------------------------------------------------------------


def test_a_range_goes_between_any_two_points(story: Story) -> None:
    span = range_span(story.view(), "v1.0.0", "main", "", SETTINGS)
    assert (span.name, span.state, span.base) == ("v1.0.0...main", "range", None)
    assert (span.base_sha, span.head_sha, span.note) == (sha("a"), sha("d"), "")
    assert span.from_ is not None
    assert span.to is not None
    assert (span.from_.kind, span.to.kind) == ("tag", "branch")


def test_versions_mean_their_tags(story: Story) -> None:
    span = range_span(story.view(), "1.0", "1.1.0", "", SETTINGS)
    assert (span.base_sha, span.head_sha) == (sha("a"), sha("c"))
    assert span.from_ is not None
    assert span.from_.why == "tag v1.0.0, which is version 1.0."


def test_a_range_across_lines_says_so(story: Story) -> None:
    note = range_span(story.view(), "v1.0.1", "main", "", SETTINGS).note
    assert note == (
        "v1.0.1 and main lie on different lines: this is what main has and v1.0.1 has not."
    )


def test_a_range_backwards_and_one_of_nothing_say_so(story: Story) -> None:
    assert range_span(story.view(), "main", "v1.0.0", "", SETTINGS).note == (
        "Backwards: v1.0.0 lies in the history of main, which has all of it."
    )
    assert range_span(story.view(), "v1.1.0", sha("c"), "", SETTINGS).note.endswith(
        "are the same commit: nothing lies between them."
    )


def test_only_whole_ids_and_tags_as_of_then_are_fixed(story: Story) -> None:
    view = story.view()
    assert range_span(view, sha("a"), sha("d"), "", SETTINGS).fixed
    assert not range_span(view, sha("a")[:12], sha("d"), "", SETTINGS).fixed
    assert not range_span(view, sha("a"), "v1.1.0", "", SETTINGS).fixed
    assert range_span(view, sha("a"), "v1.1.0", "", SETTINGS, pinned=True).fixed
    assert not range_span(view, sha("a"), "main", "", SETTINGS, pinned=True).fixed


# -- environments -------------------------------------------------------------------------------


def test_an_environment_would_get_what_another_runs(story: Story) -> None:
    story.deployed("1", sha("a"), "production")
    story.deployed("2", sha("c"), "staging")
    span = environment_span(story.view(), "production", "staging", SETTINGS)
    assert (span.name, span.state) == ("staging → production", "environment")
    assert (span.base_sha, span.head_sha, span.note) == (sha("a"), sha("c"), "")
    assert span.from_ is not None
    assert span.from_.why.startswith("runs in production (web-v1.0.0, v1.0.0) since 2024-01-01")


def test_a_candidate_may_be_a_tag_a_version_a_branch_or_a_commit(story: Story) -> None:
    story.deployed("1", sha("a"), "production")
    for candidate, head in (("v1.1.0", "c"), ("1.1", "c"), ("main", "d"), (sha("b"), "b")):
        span = environment_span(story.view(), "production", candidate, SETTINGS)
        assert (span.base_sha, span.head_sha) == (sha("a"), sha(head))


def test_a_step_back_and_one_to_another_line_say_so(story: Story) -> None:
    story.deployed("1", sha("c"), "production")
    back = environment_span(story.view(), "production", "v1.0.0", SETTINGS)
    assert back.note == "Backwards: v1.0.0 lies in the history of production, which has all of it."
    aside = environment_span(story.view(), "production", "v1.0.1", SETTINGS)
    assert "lie on different lines" in aside.note


def test_where_nothing_runs_yet_all_is_new(story: Story) -> None:
    story.failed("1", sha("a"), "production")
    span = environment_span(story.view(), "production", "v1.0.0", SETTINGS)
    assert (span.base_sha, span.from_, span.previous) == (None, None, "")
    assert span.note == ("It would be all that v1.0.0 has. Nothing was deployed here with success.")


def test_where_it_is_not_known_what_runs_it_says_so(story: Story) -> None:
    story.deployed("1", sha("a"), "production")
    story.deployed("1", sha("a"), "production", DeploymentDeactivated)
    note = environment_span(story.view(), "production", "main", SETTINGS).note
    assert "nothing told what runs here since" in note


def test_an_environment_that_nobody_knows_is_not_found(story: Story) -> None:
    with pytest.raises(NotFound, match="nothing was deployed yet"):
        environment_span(story.view(), "production", "main", SETTINGS)
    story.deployed("1", sha("a"), "production")
    with pytest.raises(NotFound, match="no environment prodction is known here: there is produ"):
        environment_span(story.view(), "prodction", "main", SETTINGS)


def test_a_candidate_that_runs_nothing_is_none(story: Story) -> None:
    story.deployed("1", sha("a"), "production")
    story.failed("2", sha("b"), "staging")
    with pytest.raises(NotFound, match="nothing is known to run in staging"):
        environment_span(story.view(), "production", "staging", SETTINGS)


def test_a_component_is_compared_with_what_runs_of_it(story: Story) -> None:
    story.cut("api-v1.0.0", sha("b"))
    story.cut("api-v1.1.0", sha("d"))
    story.deployed("1", sha("a"), "production", ref="web-v1.0.0")
    story.deployed("2", sha("b"), "production", ref="api-v1.0.0")
    span = environment_span(story.view(), "production", "api-v1.1.0", SETTINGS)
    assert (span.base_sha, span.component) == (sha("b"), Component("api"))
    with pytest.raises(NotFound, match="runs several components: as the candidate, name a tag of"):
        environment_span(story.view(), "production", "main", SETTINGS)


# -- in any order -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_no_order_of_arrival_changes_a_span(story: Story, seed: int) -> None:
    story.deployed("1", sha("a"), "production")
    told, shuffled = story.view(), story.shuffled(seed)
    for asked in (
        lambda view: release_span(view, "v1.1.0", SETTINGS),
        lambda view: unreleased_span(view, "", SETTINGS),
        lambda view: range_span(view, "1.0", "main", "", SETTINGS),
        lambda view: environment_span(view, "production", "v1.1.0", SETTINGS),
    ):
        one, other = asked(told), asked(shuffled)
        assert (one.base_sha, one.head_sha, one.less, one.date, one.note) == (
            *(other.base_sha, other.head_sha, other.less, other.date, other.note),
        )
