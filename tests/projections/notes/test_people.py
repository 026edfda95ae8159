"""The people of a range, without bots."""

import pytest

from projections.notes.settings import Settings
from projections.who import Who
from tests.projections.notes.brought import DEPENDABOT, MIRA, NOOR, lone, noted, pull


def names(*authors: Who, settings: Settings | None = None) -> list[str]:
    changes = (pull(at, f"Change {at}", author=one) for at, one in enumerate(authors, 1))
    return [one.who.name for one in noted(*changes, settings=settings).contributors]


def test_authors_and_co_authors_are_named_once_with_all_their_changes() -> None:
    found = noted(pull(1, "A", co_authors=(NOOR,)), pull(2, "B"), lone("C", author=None))
    assert [(one.who, one.changes, one.precision) for one in found.contributors] == [
        (MIRA, ("pull:1", "pull:2"), "login"),
        (NOOR, ("pull:1",), "login"),
    ]
    assert found.people_note == ""


@pytest.mark.parametrize(
    "bot",
    [
        DEPENDABOT,
        Who("renovate", "user"),
        Who("github-actions[bot]", "git"),
        Who("Robot", "bot"),
        Who("pre-commit-ci[bot]", "git"),
        Who("GitHub Actions", "git"),
    ],
)
def test_bots_are_no_contributors(bot: Who) -> None:
    assert names(bot, MIRA) == ["mira"]


def test_a_team_names_its_own_bots_with_or_without_their_suffix() -> None:
    settings = Settings(bot_names=("our-robot", "other[bot]"))
    assert names(Who("our-robot[bot]"), Who("other"), Who("our-robot"), settings=settings) == []


def test_an_account_goes_before_a_name_that_is_the_same() -> None:
    found = noted(
        pull(1, "A", author=Who("Mira", "git")),
        pull(2, "B"),
        pull(3, "C", author=Who("Mira", "git")),
    )
    (mira,) = found.contributors
    assert (mira.who, mira.precision) == (MIRA, "login")
    assert set(mira.changes) == {"pull:1", "pull:2", "pull:3"}


def test_people_known_by_name_alone_are_less_certain_and_the_notes_say_so() -> None:
    found = noted(pull(1, "A"), lone("B", author=Who("Robin Roe", "git")))
    assert [one.precision for one in found.contributors] == ["login", "name"]
    assert found.people_note.startswith("1 of 2 people are known by the names in their commits")
