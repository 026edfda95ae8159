"""What people decided, laid over the notes; and changes that speak for several."""

from datetime import UTC, datetime
from typing import Any

import pytest

from projections.notes.answer import Notes
from projections.notes.edits import Edit, Notebook
from projections.notes.settings import Settings
from projections.notes.trace import why
from tests.projections.notes.brought import noted, of, outline, pull
from tests.story import Story

AT = datetime(2026, 3, 14, tzinfo=UTC)


def edited(
    edits: dict[str, dict[str, Any]], *changes: Any, settings: Settings | None = None
) -> Notes:
    story = Story()
    story.repository()
    view = story.view()
    made = {
        key: Edit(key, "mira", "readers asked", AT, 70 + at, **told)
        for at, (key, told) in enumerate(edits.items())
    }
    view.notebook = lambda: Notebook(edits=made, yanked={"v1.3.0": "it lost data"})  # type: ignore[method-assign]
    return noted(*changes, view=view, settings=settings)


def test_titles_texts_and_highlights_are_an_editors() -> None:
    told = {"title": "Better", "text": "And *why*.", "highlight": True}
    found = edited({"pull:1": told}, pull(1, "feat: worse"))
    entry = of(found, 1)
    assert (entry.title, entry.text, entry.highlighted) == ("Better", "And *why*.", True)
    assert found.highlights == (entry,)
    assert entry.edit is not None
    assert (entry.edit.by, entry.edit.reason) == ("mira", "readers asked")
    assert 70 in found.positions
    assert "mira edited it on 2026-03-14: readers asked" in why(found, 1).chain


def test_an_editor_puts_a_change_under_any_heading() -> None:
    found = edited(
        {"pull:1": {"section": "Thanks"}, "pull:2": {"section": "Bug fixes"}},
        pull(1, "feat: a"),
        pull(2, "feat: b"),
        pull(3, "fix: c"),
    )
    assert outline(found) == {"Bug fixes": ["b", "c"], "Thanks": ["a"]}
    assert of(found, 1).why == "under «Thanks»: mira put it here: readers asked"


def test_an_editor_hides_a_change_and_it_still_says_why() -> None:
    found = edited({"pull:1": {"hidden": True}}, pull(1, "feat: a"))
    assert (of(found, 1).reason, of(found, 1).why) == ("hidden", "mira hid it: readers asked")


def test_an_editor_shows_what_would_be_left_out() -> None:
    found = edited({"pull:1": {"hidden": False}}, pull(1, "feat: a", labels=("skip-changelog",)))
    assert outline(found) == {"Features": ["a"]}
    github = Settings(mode="github", sections=(), source="x")
    plain = edited({"pull:1": {"hidden": False}}, pull(1, "A"), settings=github)
    assert of(plain, 1).why == "before all sections: mira lets it be shown: readers asked"


def test_an_editor_gives_changes_their_order() -> None:
    found = edited(
        {"pull:1": {"order": 2}, "pull:3": {"order": 1}},
        *(pull(number, f"fix: {number}") for number in (4, 3, 2, 1)),
    )
    assert outline(found) == {"Bug fixes": ["3", "1", "4", "2"]}


def test_an_edited_update_stays_a_line_of_its_own() -> None:
    found = edited(
        {"pull:1": {"title": "Faster foo"}},
        pull(2, "Bump foo from 1.1 to 1.2"),
        pull(1, "Bump foo from 1.0 to 1.1"),
    )
    assert outline(found) == {"Dependencies": ["Bump foo from 1.1 to 1.2", "Faster foo"]}


def test_a_yanked_release_says_why() -> None:
    assert edited({}).yanked == "it lost data"


OVERRIDE = "Words.\n\nBEGIN_COMMIT_OVERRIDE\nfeat: first\n\nfix: second\nEND_COMMIT_OVERRIDE"


def test_a_description_may_speak_for_several_changes_each_with_a_key_that_stays() -> None:
    found = edited(
        {"pull:12/2": {"title": "Second, said better"}}, pull(12, "squash", body=OVERRIDE)
    )
    assert outline(found) == {"Features": ["first"], "Bug fixes": ["Second, said better"]}
    keys = [entry.change.key for one in found.headings for entry in one.entries]
    assert keys == ["pull:12", "pull:12/2"]


@pytest.mark.parametrize("title", ["feat: x", "Merge pull request"])
def test_a_note_of_the_author_is_the_text_of_its_line(title: str) -> None:
    found = edited({}, pull(1, title, body="```release-note\nWhat it **means**\n```"))
    assert of(found, 1).text == "What it **means**"


def test_a_title_that_the_squash_does_not_share_keeps_its_words() -> None:
    found = edited({}, pull(1, "Round the tax", message="fix: round it (#1)"))
    assert outline(found) == {"Bug fixes": ["Round the tax"]}


def test_a_breaking_change_tells_what_breaks() -> None:
    body = "Text.\n\nBREAKING CHANGE: pass a name"
    found = edited({}, pull(1, "feat: x", message=f"feat: x\n\n{body}"), pull(2, "B", body=body))
    assert [one.breaking_text for one in found.breaking] == ["pass a name", "pass a name"]
    assert outline(found) == {"Breaking changes": ["x", "B"]}


def test_a_backport_is_dropped_only_if_asked() -> None:
    from projections.change import Origin

    origin = Origin("pull:9", 9, "a" * 40, "title", releases=("v2.0.0",))
    change = pull(1, "fix: a (#9)", origin=origin, releases=("v1.3.0", "v2.0.0"))
    assert of(edited({}, change), 1).also_in == ("v1.3.0", "v2.0.0")
    dropped = of(edited({}, change, settings=Settings(backports="drop")), 1)
    assert (dropped.reason, dropped.why) == ("backport", "v2.0.0 released it before")


def test_a_revert_of_what_was_shipped_stands_under_reverted() -> None:
    told = {"net": "reverts", "net_why": "it reverts #3, which v1.2.0 shipped"}
    found = edited({}, pull(1, 'Revert "Add x"', **told))
    assert outline(found) == {"Reverted": ['Revert "Add x"']}
    assert of(found, 1).why.endswith("; it reverts #3, which v1.2.0 shipped")
