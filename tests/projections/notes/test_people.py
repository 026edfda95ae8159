"""The people of a range, without bots."""

import pytest

from domain.fact import Actor
from projections.notes.notes import notes
from projections.notes.settings import Settings
from projections.who import Who, who
from tests.projections.notes.brought import DEPENDABOT, MIRA, NOOR, lone, noted, pull, span
from tests.story import Story


def names(*authors: Who, settings: Settings | None = None) -> list[str]:
    changes = (pull(at, f"Change {at}", author=one) for at, one in enumerate(authors, 1))
    return [one.who.name for one in noted(*changes, settings=settings).contributors]


def test_authors_and_co_authors_are_named_once_with_all_their_changes() -> None:
    found = noted(pull(1, "A", co_authors=(NOOR,)), pull(2, "B"), lone("C", author=None))
    assert [(one.who, one.changes, one.precision) for one in found.contributors] == [
        (MIRA, ("pull:1", "pull:2"), "login"),
        (NOOR, ("pull:1",), "login"),
    ]
    assert "name" not in found.people_note


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


def test_where_a_merge_hides_its_authors_those_of_all_commits_are_named() -> None:
    story = Story()
    base = story.commit("base")
    side = story.commit("side", base, by=Actor("Robin Roe", kind="git"))
    head = story.commit("merge", base, side, message="Merge pull request #12 from a/b\n\nAdd x")
    found = notes(story.view(), span(base_sha=base, head_sha=head), Settings())
    assert [(one.who.name, one.changes) for one in found.contributors if one.who.kind == "git"] == [
        ("Robin Roe", ())
    ]


@pytest.mark.parametrize(
    ("address", "account"),
    [
        ("12+mira@users.noreply.github.com", Who("mira", "user", 12)),
        ("mira@users.noreply.github.com", Who("mira", "user")),
        ("9+robot[bot]@users.noreply.github.com", Who("robot[bot]", "bot", 9)),
        ("mira@example.org", Who("Mira", "git")),
        ("x@users.noreply.github.com.example.org", Who("Mira", "git")),
    ],
)
def test_the_address_that_github_gives_tells_the_account(address: str, account: Who) -> None:
    assert who(Actor("Mira", kind="git", email=address)) == account


def test_people_known_by_name_alone_are_less_certain_and_the_notes_say_so() -> None:
    found = noted(pull(1, "A"), lone("B", author=Who("Robin Roe", "git")))
    assert [one.precision for one in found.contributors] == ["login", "name"]
    assert found.people_note.startswith("1 of 2 people are known by the names in their commits")
