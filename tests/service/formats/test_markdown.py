"""Our own Markdown: what may hurt comes first, and each line says where else it is."""

from projections.base import Base
from projections.change import Origin, Reverted
from projections.who import Who
from service.formats import INTERNAL, Options, render
from tests.notes import ROBOT, entry, heading, newcomer, notes


def test_a_line_is_a_title_a_number_and_an_author() -> None:
    told = render("markdown", notes(heading("Features", entry(12)), url=""))

    assert "- Add a lamp (#12) by @mira\n" in told


def test_a_lone_commit_is_named_by_its_first_digits() -> None:
    told = render("markdown", notes(heading("", entry(None, sha="ab" * 20)), url=""))

    assert "- Add a lamp (abababab) by @mira\n" in told


def test_a_backport_says_where_else_it_is() -> None:
    lines = ("1.9.4", "1.9.5", "1.10.1", "1.11.0", "1.11.1", "1.12.0")
    told = render("markdown", notes(heading("", entry(also_in=lines)), tag="1.11.0"))

    assert " – also in 1.9.4, 1.10.1\n" in told


def test_a_backport_leads_to_the_release_that_it_is_from_and_not_beyond() -> None:
    lines = ("1.9.4", "1.10.1", "1.11.0", "1.12.0")
    origin = Origin("pull:1", 1, "", "title", releases=("1.11.0", "1.12.0"))
    told = render("markdown", notes(heading("", entry(also_in=lines, origin=origin)), tag="1.9.4"))

    assert " – also in 1.10.1, 1.11.0\n" in told


def test_of_what_is_unreleased_every_line_that_has_it_is_told() -> None:
    told = render("markdown", notes(heading("", entry(also_in=("1.9.4", "other-2.0.0"))), tag=""))

    assert " – also in 1.9.4\n" in told


def test_later_releases_of_the_same_history_are_no_news() -> None:
    told = render("markdown", notes(heading("", entry(also_in=("1.3.0", "1.3.1", "2.0.0")))))

    assert "also in" not in told


def test_a_revert_says_what_it_reverts_and_what_shipped_that() -> None:
    reverts = (
        Reverted("pull:12", "#12", "number", inside=False, shipped_in="v1.3"),
        Reverted("", "Paint it", "title", inside=False),
    )
    told = render("markdown", notes(heading("", entry(net="reverts", reverts=reverts)), url=""))

    assert " – reverts #12, shipped in v1.3; reverts Paint it\n" in told


def test_a_line_that_stands_for_several_names_all_of_them() -> None:
    line = entry(4, "foo 1.0 -> 1.3", folds=("pull:4", "pull:5"), fold_numbers=(4, 5), author=None)
    told = render("markdown", notes(heading("", line), url=""))

    assert "- foo 1.0 -> 1.3 (#4, #5)\n" in told


def test_what_breaks_is_told_once_under_the_teams_own_heading_and_first() -> None:
    gone = entry(2, "Drop it", breaking=True)
    told = render(
        "markdown",
        notes(heading("Features", entry(1)), heading("Breaking Changes 🛠", gone), breaking=(gone,)),
    )

    assert told.index("### Breaking Changes 🛠") < told.index("### Features")
    assert told.count("Drop it") == 1


def test_a_section_about_security_moves_up() -> None:
    told = render(
        "markdown", notes(heading("Features", entry(1)), heading("Security fixes", entry(2, "b")))
    )

    assert told.index("### Security fixes") < told.index("### Features")
    assert told.count("Security fixes") == 1


def test_a_long_section_is_folded_away_and_a_short_one_is_not() -> None:
    several = [entry(number, "a") for number in (1, 2, 3)]

    assert "<summary>3 changes</summary>" in render(
        "markdown", notes(heading("A", *several, collapse_after=2))
    )
    for after in (-1, 3):
        told = render("markdown", notes(heading("A", *several, collapse_after=after)))
        assert "<details>" not in told


def test_it_ends_with_what_it_is_compared_with_and_why() -> None:
    why = Base("v1.2.0", None, "previous release of series 1.2", (), ())
    told = render("markdown", notes(heading("", entry()), base=why, note="History lacks here."))

    assert told.endswith(
        "\n\nCompared with v1.2.0: previous release of series 1.2. History lacks here.\n\n"
        "**Full changelog**: [v1.2.0...v1.3.0]"
        "(https://github.com/acme/app/compare/v1.2.0...v1.3.0)\n"
    )


def test_nothing_to_list_is_said() -> None:
    assert "No changes to list." in render("markdown", notes())


def test_faults_of_the_settings_are_told_to_the_team_alone() -> None:
    told = notes(heading("", entry()), problems=("sections[1] has no title: give it one.",))

    assert "give it one" not in render("markdown", told)
    assert "give it one" in render("markdown", told, Options(audience=INTERNAL))


def test_only_an_account_is_mentioned() -> None:
    people = (Who("Ada Lovelace", "git"), Who("@all of you"), ROBOT)
    first = entry(1, author=people[0], co_authors=people[1:])
    told = render("markdown", notes(heading("", first), contributors=(newcomer(people[0], first),)))

    assert r"by Ada Lovelace, @<!---->all of you, @robot\[bot\]" in told
    assert "- Ada Lovelace made their first contribution in [#1]" in told


def test_the_heading_can_be_left_to_whoever_publishes() -> None:
    told = render("markdown", notes(heading("Features", entry())), Options(heading=False))

    assert told.startswith("## Features\n")
