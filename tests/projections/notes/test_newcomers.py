"""First contributions: whose very first change a range has, and how far that can be trusted."""

import pytest

from domain.fact import Actor
from projections.notes.answer import Notes
from projections.notes.notes import notes
from projections.notes.settings import Settings
from projections.view import FIRST_COMMITS
from tests.projections.notes.brought import span
from tests.story import MIRA, NOOR, Story, StoryView

ROBIN = Actor("Robin Roe", kind="git")


@pytest.fixture
def story() -> Story:
    story = Story()
    story.repository()
    return story


def told(view: StoryView, base: str | None, head: str) -> Notes:
    return notes(view, span(base_sha=base, head_sha=head), Settings())


def firsts(found: Notes) -> dict[str, tuple[str, int | None]]:
    return {one.who.name: (one.first, one.first_number) for one in found.contributors if one.first}


def test_who_has_nothing_in_the_base_made_the_first_contribution(story: Story) -> None:
    base = story.commit("base", by=MIRA)
    one = story.commit("one", base, by=NOOR)
    head = story.commit("two", one, by=NOOR)
    story.merged(12, one, author=NOOR)
    story.merged(13, head, author=NOOR)
    found = told(story.view(), base, head)
    assert firsts(found) == {"noor": ("pull:12", 12)}
    assert found.people_note == (
        "First contributions are exact as far back as the ledger knows accounts."
    )


def test_a_contribution_on_another_line_is_none_before(story: Story) -> None:
    base = story.commit("base", by=MIRA)
    aside = story.commit("aside", base, by=NOOR)
    head = story.commit("two", base, by=NOOR)
    assert set(firsts(told(story.view(), base, head))) == {"noor"}
    assert firsts(told(story.view(), aside, head)) == {}


def test_the_name_in_the_commits_of_an_account_counts_as_well(story: Story) -> None:
    base = story.commit("base", by=ROBIN)
    head = story.commit("two", base, by=ROBIN)
    story.merged(12, head, author=Actor("robin", 7))
    found = told(story.view(), base, head)
    assert [one.who.name for one in found.contributors] == ["robin"]
    assert firsts(found) == {}


def test_the_name_of_who_merged_does_not_count(story: Story) -> None:
    base = story.commit("base", by=MIRA)
    side = story.commit("side", base, by=Actor("Noor N", kind="git"))
    head = story.commit("merge", base, side, by=MIRA)
    story.merged(12, head, author=NOOR)
    assert firsts(told(story.view(), base, head)) == {"noor": ("pull:12", 12)}


def test_a_first_contribution_by_name_alone_says_how_often_it_is_right(story: Story) -> None:
    base = story.commit("base", by=MIRA)
    head = story.commit("two", base, by=ROBIN)
    found = told(story.view(), base, head)
    assert firsts(found) == {"Robin Roe": (f"commit:{head}", None)}
    assert found.people_note.endswith("by a name alone was right in 64 of 100 cases.")


def test_of_a_first_release_everybody_is_new(story: Story) -> None:
    base = story.commit("base", by=MIRA)
    head = story.commit("two", base, by=NOOR)
    assert set(firsts(told(story.view(), None, head))) == {"mira", "noor"}


def test_who_began_after_the_base_and_wrote_much_is_new_all_the_same(story: Story) -> None:
    base = story.commit("base", by=MIRA)
    head = base
    for number in range(FIRST_COMMITS):
        head = story.commit(f"change {number}", head, by=NOOR)
    assert set(firsts(told(story.view(), base, head))) == {"noor"}


def test_of_whom_more_is_there_than_is_known_nothing_is_said(story: Story) -> None:
    root = story.commit("root", by=MIRA)
    aside = root
    for number in range(FIRST_COMMITS):
        aside = story.commit(f"aside {number}", aside, by=NOOR)
    base = story.commit("base", root, by=MIRA)
    head = story.commit("new", base, by=NOOR)
    assert firsts(told(story.view(), base, head)) == {}
