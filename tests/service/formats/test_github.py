"""GitHub's generated notes: to the byte, as far as their form is known."""

from datetime import timedelta

from projections.notes.edits import Edit
from projections.who import Who
from service.formats import render
from tests.notes import DAY, MIRA, NOOR, ROBOT, entry, heading, newcomer, notes

URL = "https://github.com/acme/app"


def test_without_settings_there_are_no_sections_and_two_blank_lines_before_the_footer() -> None:
    told = render(
        "github", notes(heading("Features", entry(1)), heading("Fixes", entry(2, "Mend")))
    )

    assert told == (
        "## What's Changed\n"
        f"* Add a lamp by @mira in {URL}/pull/1\n"
        f"* Mend by @mira in {URL}/pull/2\n"
        "\n"
        "\n"
        f"**Full Changelog**: {URL}/compare/v1.2.0...v1.3.0"
    )


def test_a_file_of_settings_is_named_and_its_sections_stand_close() -> None:
    sections = (heading("Exciting 🎉", entry(1)), heading("Other", entry(2, "Mend", author=ROBOT)))
    told = render(
        "github",
        notes(
            *sections,
            settings_path=".github/release.yml",
            settings_ref="main",
            contributors=(newcomer(NOOR, entry(2)),),
        ),
    )

    assert told == (
        "<!-- Release notes generated using configuration in .github/release.yml at main -->\n"
        "\n"
        "## What's Changed\n"
        "### Exciting 🎉\n"
        f"* Add a lamp by @mira in {URL}/pull/1\n"
        "### Other\n"
        f"* Mend by @robot[bot] in {URL}/pull/2\n"
        "\n"
        "## New Contributors\n"
        f"* @noor made their first contribution in {URL}/pull/2\n"
        "\n"
        f"**Full Changelog**: {URL}/compare/v1.2.0...v1.3.0"
    )


def test_a_first_release_links_its_whole_history() -> None:
    told = render("github", notes(heading("", entry(1)), tag="api/v1.0.0", previous=""))

    assert told.endswith(f"**Full Changelog**: {URL}/commits/api/v1.0.0")


def test_where_no_pull_request_is_listed_the_footer_stands_alone() -> None:
    told = render("github", notes(heading("Fixes", entry(None))))

    assert told == f"**Full Changelog**: {URL}/compare/v1.2.0...v1.3.0"


def test_pull_requests_stand_in_the_order_of_their_merging() -> None:
    late = entry(1, "late", merged_at=DAY + timedelta(hours=1))
    told = render("github", notes(heading("A", late), heading("B", entry(2, "early"))))

    assert told.index("early") < told.index("late")


def test_what_is_folded_elsewhere_has_lines_of_its_own() -> None:
    line = entry(4, "Update bulb 1 -> 3", folds=("pull:4", "pull:5"), fold_numbers=(4, 5))
    folded = entry(5, "Update bulb 1 -> 2", listed=False, reason="folded")

    told = render("github", notes(heading("Dependencies", line), unlisted=(folded,)))

    assert f"{URL}/pull/4\n" in told
    assert f"* Update bulb 1 -> 2 by @mira in {URL}/pull/5\n" in told


def test_a_title_is_as_its_author_wrote_it_or_as_an_editor_did() -> None:
    edit = Edit("pull:2", "noor", "clearer", DAY, 1, title="A *new* title")
    told = render(
        "github",
        notes(
            heading("A", entry(1, "feat: add <lamp> @team")),
            heading("B", entry(2, "old", edit=edit)),
        ),
    )

    assert "* feat: add <lamp> @team by @mira" in told
    assert "* A *new* title by @mira" in told


def test_a_name_out_of_git_is_not_mentioned_and_an_unknown_author_not_invented() -> None:
    told = render(
        "github",
        notes(
            heading("", entry(1, "one", author=Who("Ada L", "git")), entry(2, "two", author=None)),
            contributors=(newcomer(MIRA, entry(1), precision="name"),),
        ),
    )

    assert "* one by Ada L in" in told
    assert f"* two in {URL}/pull/2" in told
    assert "New Contributors" not in told


def test_the_name_of_a_branch_does_not_end_the_comment() -> None:
    told = render(
        "github", notes(heading("", entry(1)), settings_path="a.yml", settings_ref="x--> <b>")
    )

    assert told.splitlines()[0].count("-->") == 1
    assert told.splitlines()[0].endswith("-->")


def test_without_the_repositorys_address_numbers_stand_for_links() -> None:
    told = render("github", notes(heading("", entry(1)), url=""))

    assert "* Add a lamp by @mira in #1" in told
    assert "Full Changelog" not in told
