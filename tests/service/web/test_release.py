"""The pages of a release and of its repository: what was told is shown, with its reasons."""

import pytest

from domain.release import ReleaseDeleted, ReleaseWithdrawn
from tests.pages import Pages
from tests.story import BOT, MIRA, NOOR, Story, sha

RELEASE = "/acme/app/releases/v1.1.0"


@pytest.fixture
def story() -> Story:
    """v1.0.0, and v1.1.0 two changes later."""
    story = Story()
    story.repository()
    story.commit("one")
    story.cut("v1.0.0", sha("one"))
    story.issue(7, "The tax is wrong", closed=True)
    story.commit("two", sha("one"), message="Round the tax per line (#12)")
    story.merged(12, sha("two"), "Round the tax per line", labels=("bug",), body="Fixes #7")
    story.commit("three", sha("two"), message="Tidy up")
    story.branch("main", sha("three"))
    story.cut("v1.1.0", sha("three"))
    return story


def test_it_tells_what_is_in_it_and_compared_with_what(pages: Pages, story: Story) -> None:
    text = pages.told(story.facts).open(RELEASE).text

    assert "v1.1.0 tagged" in text
    assert "Compared with v1.0.0" in text
    assert "1 pull request" in text
    assert "#12 Round the tax per line bug" in text
    assert "1 commit of no pull request" in text
    assert "Tidy up" in text
    assert "#7 The tax is wrong closed" in text


def test_every_reason_is_a_link_to_its_fact(pages: Pages, story: Story) -> None:
    page = pages.told(story.facts).open(RELEASE)

    facts = {link for link in page.links() if link.startswith("/facts/")}
    assert len(facts) >= 3
    for fact in facts:
        pages.open(fact)


def test_a_check_that_was_run_again_shows_both_attempts(pages: Pages, story: Story) -> None:
    story.check(sha("three"), "test", "failure", run="1", started=1)
    story.check(sha("three"), "test", "success", run="2", started=2)

    text = pages.told(story.facts).open(RELEASE).text

    assert "test app-1 success failure" in text
    assert "1 passing" in text


def test_checks_of_one_name_by_two_apps_stand_apart(pages: Pages, story: Story) -> None:
    story.check(sha("three"), "test", "success", app_id=1)
    story.check(sha("three"), "test", "failure", app_id=2)

    text = pages.told(story.facts).open(RELEASE).text

    assert "test app-1 success" in text
    assert "test app-2 failure" in text
    assert "1 of 2 failing" in text


def test_it_tells_where_it_was_deployed_and_by_whom(pages: Pages, story: Story) -> None:
    story.deployed("81", sha("three"), "production", by=NOOR, production=True)

    text = pages.told(story.facts).open(RELEASE).text

    assert "production succeeded 81" in text
    assert "deployed noor" in text


def test_a_moved_tag_shows_its_whole_history(pages: Pages, story: Story) -> None:
    story.moved("v1.1.0", sha("three"), sha("two"))

    page = pages.told(story.facts).open(RELEASE)

    assert "This tag did not stay where it was" in page.text
    assert f"cut {sha('three')[:9]} mira" in page.text
    assert f"moved {sha('two')[:9]} mira" in page.text


def test_what_is_inferred_says_so_and_why(pages: Pages, story: Story) -> None:
    story.commit("four", sha("three"), message="Show the discount (#13)")
    story.cut("v1.2.0", sha("four"))

    page = pages.told(story.facts).open("/acme/app/releases/v1.2.0")

    assert "All of them are only named by their commits" in page.text
    assert page.all("details", **{"class": "inferred"})


@pytest.mark.parametrize(
    ("kind", "state"), [(ReleaseWithdrawn, "withdrawn"), (ReleaseDeleted, "withdrawn")]
)
def test_what_was_public_and_is_not_any_more_says_so(
    pages: Pages, story: Story, kind: type, state: str
) -> None:
    story.published("v1.1.0", 9, name="The second")
    story.released(kind, "v1.1.0", 9, name="The second", draft=kind is ReleaseWithdrawn)

    text = pages.told(story.facts).open(RELEASE).text

    assert f"v1.1.0 {state}" in text
    assert "It was public on GitHub, and is not any more." in text


def test_the_notes_are_shown_as_they_were_written(pages: Pages, story: Story) -> None:
    notes = "## New\r\n* **bold** <script>alert(1)</script>\r\n\r\n    indented"
    story.published("v1.1.0", 9, name="The second", body=notes, url="https://github.com/r/9")

    page = pages.told(story.facts).open(RELEASE)

    (notes_shown,) = page.all("pre", **{"class": "body"})
    assert notes_shown.attributes["dir"] == "auto"
    assert "## New * **bold** <script>alert(1)</script> indented" in page.text
    assert "&lt;script&gt;" in page.source


def test_prereleases_stand_within_their_final(pages: Pages, story: Story) -> None:
    story.cut("v2.0.0-rc.1", sha("three"))
    story.cut("v2.0.0", sha("three"))
    story.cut("v3.0.0-rc.1", sha("three"))

    text = pages.told(story.facts).open("/acme/app").text

    assert text.index("3.0.0 not yet final") < text.index("v3.0.0-rc.1")
    assert text.index("v2.0.0 tagged") < text.index("v2.0.0-rc.1") < text.index("v1.1.0 tagged")
    assert "Prereleases that led here v2.0.0-rc.1" in pages.open("/acme/app/releases/v2.0.0").text
    assert "It led to v2.0.0." in pages.open("/acme/app/releases/v2.0.0-rc.1").text


def test_components_stand_apart(pages: Pages, story: Story) -> None:
    story.cut("core@1.0.0", sha("one"))

    page = pages.told(story.facts).open("/acme/app")
    one = pages.open("/acme/app?component=core").text

    assert "The whole repository" in page.text
    assert [tag.name for tag in page.tags if tag.attributes.get("class") == "component"] == [
        "h3",
        "h3",
    ]
    assert "core@1.0.0" in one
    assert "v1.1.0 tagged" not in one


def test_an_unknown_component_is_all_of_them(pages: Pages, story: Story) -> None:
    assert "v1.1.0" in pages.told(story.facts).open("/acme/app?component=gone").text


def test_a_repository_shows_what_waits_and_since_when(pages: Pages, story: Story) -> None:
    story.commit("four", sha("three"))
    story.merged(13, sha("four"), "Show the discount", author=BOT)
    story.branch("main", sha("four"), sha("three"))

    text = pages.told(story.facts).open("/acme/app").text

    assert "1 pull request on main since v1.1.0. All of it" in text
    assert "#13 Show the discount robot[bot] bot" in text


def test_what_is_not_known_is_said(pages: Pages) -> None:
    story = Story()
    story.repository(default_branch="")
    story.announced("v0.1.0")

    page = pages.told(story.facts).open("/acme/app/releases/v0.1.0")

    assert "Commit not told" in page.text
    assert "so what it contains is not either" in page.text
    assert "No deployment was told yet" in pages.open("/acme/app").text


def test_a_large_release_turns_pages(pages: Pages, story: Story) -> None:
    before = sha("three")
    for number in range(100, 350):
        before = story.commit(f"c{number}", before, message=f"Change no {number}")
    story.cut("v2.0.0", before)

    first = pages.told(story.facts).open("/acme/app/releases/v2.0.0")
    second = pages.open("/acme/app/releases/v2.0.0?page=2")

    assert "250 commits of no pull request" in first.text
    assert "/acme/app/releases/v2.0.0?page=2#contents" in first.links()
    shown = [n for n in range(100, 350) if f"Change no {n}" in first.text + second.text]
    assert len(shown) == 250
    assert "Newer changes" in second.text


def test_a_comparison_of_two_points(pages: Pages, story: Story) -> None:
    pages.told(story.facts)

    page = pages.open("/acme/app/compare?from=v1.0.0&to=branch:main")

    assert "What branch:main has and v1.0.0 has not" in page.text
    assert "#12 Round the tax per line" in page.text
    assert "the other way round" in page.text
    assert "/acme/app/compare?from=branch:main&to=v1.0.0" in page.links()


def test_a_comparison_with_a_point_that_nobody_knows_says_what_to_do(
    pages: Pages, story: Story
) -> None:
    page = pages.told(story.facts).open("/acme/app/compare?from=v0.9&to=main", 404)

    assert "V0.9 is no tag, branch, version, commit or moment that is known here" in page.text
    assert {tag.attributes["value"] for tag in page.all("input", name="from")} == {"v0.9"}


def test_an_environment_tells_which_way_it_went(pages: Pages, story: Story) -> None:
    story.deployed("1", sha("three"), by=MIRA, production=True)
    story.deployed("2", sha("one"), by=NOOR, production=True)
    story.failed("3", sha("three"))
    story.under_way("4", sha("three"))
    pages.told(story.facts)

    for path in ("/environments", "/acme/app", "/acme/app/environments"):
        text = pages.open(path).text
        assert "rolled back" in text
        assert "v1.0.0" in text
        assert "by noor" in text
        assert "failed" in text
        assert "under way" in text
    assert "what the move brought" in pages.open("/acme/app/environments").text
