"""The updates of one dependency become one line; where in doubt, they do not."""

import pytest

from projections.notes.dependencies import Update, update
from projections.notes.settings import Settings
from tests.projections.notes.brought import noted, of, outline, pull


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Bump foo from 1.0 to 1.1", ("foo", "1.0", "1.1", "")),
        ("build(deps-dev): bump @a/b from 1.0.0 to 2.0.0", ("@a/b", "1.0.0", "2.0.0", "")),
        ("Bump foo from 1.0 to 1.1 in /web", ("foo", "1.0", "1.1", "/web")),
        ("chore(deps): update dependency foo to v2", ("foo", "", "2", "")),
        ("fix(deps): update module github.com/a/b to v1.2.3", ("github.com/a/b", "", "1.2.3", "")),
        ("chore(deps): update actions/checkout action to v4", ("actions/checkout", "", "4", "")),
        ("Update dependency foo to `1.2`", ("foo", "", "1.2", "")),
        ("Update foo from 1.0 to 1.2", ("foo", "1.0", "1.2", "")),
        ("Bump actions/cache from 6849a64 to 88522ab", ("actions/cache", "6849a64", "88522ab", "")),
    ],
)
def test_titles_of_dependabot_and_renovate_are_read(
    title: str, found: tuple[str, str, str, str]
) -> None:
    assert update(title) == Update(*found, security=False)


@pytest.mark.parametrize(
    "title",
    ["chore(deps): update dependency foo to v2 [SECURITY]", "[Security] Bump foo from 1 to 2"],
)
def test_an_update_for_the_sake_of_security_stands_under_security(title: str) -> None:
    assert update(title) == Update("foo", "1" if "from" in title else "", "2", "", security=True)
    assert list(outline(noted(pull(1, title)))) == ["Security"]


@pytest.mark.parametrize(
    "title",
    [
        "Bump the dev group with 3 updates",
        "Bump the dev group across 1 directory with 3 updates",
        "chore(deps): update all non-major dependencies",
        "Update docs to v2",
        "Update the guide to say more",
        "Bump foo from here to there",
        "Bump foo from main to 1.1",
        "Update foo to 1.2",
        "Bump foo and bar",
        'Revert "Bump foo from 1.0 to 1.1"',
        "to " * 20_000 + "bump",
    ],
)
def test_other_titles_are_no_updates(title: str) -> None:
    assert update(title) is None


def test_updates_of_one_dependency_are_one_line_from_the_first_version_to_the_last() -> None:
    found = noted(
        pull(3, "Bump foo from 1.2 to 1.10", labels=("dependencies",)),
        pull(2, "chore(deps): bump foo from 1.1 to 1.2"),
        pull(1, "Bump foo from 1.0 to 1.1"),
    )
    assert outline(found) == {"Dependencies": ["foo 1.0 -> 1.10"]}
    (line,) = found.headings[0].entries
    assert (line.change.number, line.fold_numbers) == (1, (1, 2, 3))
    assert line.folds == ("pull:1", "pull:2", "pull:3")
    assert {one.change.number: one.reason for one in found.unlisted} == {2: "folded", 3: "folded"}
    assert of(found, 3).why == "it is one of 3 updates of foo in the line of #1"


def test_without_a_former_version_the_line_says_where_it_led() -> None:
    found = noted(
        pull(2, "chore(deps): update dependency foo to v2.1"),
        pull(1, "chore(deps): update dependency foo to v2"),
    )
    assert outline(found) == {"Dependencies": ["foo to 2.1"]}


def test_places_scopes_and_dependencies_stay_apart() -> None:
    titles = [
        "Bump foo from 1.0 to 1.1 in /web",
        "Bump foo from 1.0 to 1.1 in /api",
        "Bump bar from 1.0 to 1.1",
        "build(deps): bump baz from 1.0 to 1.1",
        "build(deps-dev): bump baz from 1.1 to 1.2",
    ]
    found = noted(*(pull(number, title) for number, title in enumerate(titles, 1)))
    assert found.unlisted == ()
    assert len(found.headings[0].entries) == 5


def test_what_touched_other_folders_is_of_another_part() -> None:
    found = noted(
        pull(3, "Bump foo from 1.2 to 1.3", touched=("web/package.json", "web/yarn.lock")),
        pull(2, "Bump foo from 1.1 to 1.2", touched=("web/yarn.lock",)),
        pull(1, "Bump foo from 1.0 to 1.1", touched=("api/package.json",)),
    )
    assert outline(found) == {
        "Dependencies": ["foo 1.1 -> 1.3", "Bump foo from 1.0 to 1.1"],
    }


def test_a_step_back_is_not_folded() -> None:
    found = noted(pull(2, "Bump foo from 1.1 to 1.0"), pull(1, "Bump foo from 1.0 to 1.1"))
    assert outline(found) == {
        "Dependencies": ["Bump foo from 1.1 to 1.0", "Bump foo from 1.0 to 1.1"]
    }


def test_a_gap_between_two_updates_is_not_folded() -> None:
    found = noted(pull(2, "Bump foo from 2.0 to 2.1"), pull(1, "Bump foo from 1.0 to 1.1"))
    assert found.unlisted == ()


def test_commits_named_for_versions_are_not_folded() -> None:
    found = noted(
        pull(2, "Bump foo from 6849a64 to 88522ab"), pull(1, "Bump foo from 88522ab to 6849a65")
    )
    assert found.unlisted == ()


def test_one_update_keeps_its_title() -> None:
    found = noted(pull(1, "chore(deps): bump foo from 1.0 to 1.1"))
    assert outline(found) == {"Dependencies": ["bump foo from 1.0 to 1.1"]}


def test_folding_can_be_settled_otherwise() -> None:
    found = noted(
        pull(2, "Bump foo from 1.1 to 1.2"),
        pull(1, "Bump foo from 1.0 to 1.1"),
        settings=Settings(fold_dependencies=False),
    )
    assert found.unlisted == ()
