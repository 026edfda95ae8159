"""Why a pull request or a commit is listed in notes, or is not."""

import pytest

from projections.notes.notes import notes
from projections.notes.settings import Settings
from projections.notes.span import Span
from projections.notes.trace import why
from tests.projections.notes.brought import lone, noted, pull, span
from tests.story import Story, sha


def test_what_is_listed_says_where_and_why() -> None:
    found = why(noted(pull(12, "Feat:x")), 12)
    assert found.sentence == "#12 is listed under «Features»: it is of type feat."
    assert found.chain == (
        (
            f"#12 came in as {sha('merge of 12')[:10]} (merge commit), which v1.3.0 has and v1.2.0 "
            "has not"
        ),
        "It is of type feat",
        "Its title is near to Conventional Commits: a space must follow the colon",
        "The sections are those of defaults",
        "under «Features»: it is of type feat",
    )


def test_what_is_not_listed_says_why_not() -> None:
    gone = {
        "net": "gone",
        "net_why": "#13 reverted it",
        "reverted_by": ("x",),
        "inferred": "of its title",
    }
    found = why(noted(pull(12, "A", **gone)), "#12")
    assert (found.listed, found.sentence) == (
        False,
        "#12 is not listed: because #13 reverted it.",
    )
    assert "That is inferred: of its title" in found.chain


def test_a_commit_leads_to_the_pull_request_that_it_belongs_to() -> None:
    told = noted(pull(12, "A", commits=(sha("one"), sha("two"))), lone("B"))
    found = why(told, sha("two")[:8])
    short = sha("two")[:10]
    assert found.sentence.startswith(f"#12, to which {short} belongs, is listed under «")
    assert found.chain[0] == f"{short} belongs to #12"
    alone = why(told, sha("B"))
    assert alone.sentence.startswith(f"{sha('B')[:10]} is listed under «What's changed»")


@pytest.fixture
def story() -> Story:
    story = Story()
    story.repository()
    old = story.commit("old")
    base = story.commit("base", old)
    head = story.commit("head", base)
    story.commit("aside", base)
    story.merged(1, old)
    story.merged(2, sha("aside"))
    story.opened(3)
    story.merged(4, head)
    return story


def of_range(**known: object) -> Span:
    return span(base_sha=sha("base"), head_sha=sha("head"), **known)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (1, "#1 is not in v1.3.0: v1.2.0 contains {old} already, or another release does."),
        (2, "#2 is not in v1.3.0: v1.3.0 does not contain {aside}."),
        (3, "#3 is not in v1.3.0: it was not merged: it is open."),
        (9, "#9 is not in v1.3.0: no fact tells of #9."),
        (
            sha("old"),
            "{old} is not in v1.3.0: v1.2.0 contains {old} already, or another release does.",
        ),
        ("beef", "beef is not in v1.3.0: no commit that is known here begins so."),
    ],
)
def test_what_lies_outside_says_where_it_is(story: Story, asked: int | str, sentence: str) -> None:
    view = story.view()
    found = why(notes(view, of_range(), Settings()), asked, view)
    shown = {"old": sha("old")[:10], "aside": sha("aside")[:10]}
    assert found.sentence == sentence.format(**shown)
    assert (found.listed, found.entry) == (False, None)


def test_of_a_first_release_all_its_history_is_new(story: Story) -> None:
    view = story.view()
    told = notes(view, of_range(previous=""), Settings())
    assert why(told, 4).chain[0].endswith("which lies in v1.3.0")
    outside = why(told, 1, view)
    assert outside.sentence.endswith("is in its history, and concerns another component.")


def test_without_a_view_the_outside_is_only_outside() -> None:
    assert why(noted(), 7).sentence == "#7 is not in v1.3.0."
