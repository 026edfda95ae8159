"""How backports are told: each rule with the text that taught it."""

import pytest

from domain.backport import branch_merged, marked, named_in_body, named_in_branch, named_in_title


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("Backport of: #12", (12,)),
        ("Mend it\n\nBackport of #12 to `1.4`.", (12,)),
        ("Backports octo/door#12\nBackport PR #13", (12, 13)),
        ("Manual backport of #12.\r\n", (12,)),
        ("Backports other/door#12", ()),
        ("The backport of #12 was wrong", ()),
        ("Backport #12 and #13 into one", ()),
        ("Mend it", ()),
    ],
)
def test_a_line_of_a_message_says_it(body: str, numbers: tuple[int, ...]) -> None:
    assert named_in_body(body, repository="octo/door") == numbers


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Backport PR #12: Mend it", 12),
        ("fix: backport #12, mend it", 12),
        ("Backport #12 to 1.4", 12),
        ("Mend it (backport #12)", 12),
        ("Mend it (bp #12)", 12),
        ("Backport the mending (#12)", None),
        ("Mend it", None),
    ],
)
def test_a_title_says_it(title: str, number: int | None) -> None:
    assert named_in_title(title) == number


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("[Backport 1.4] Mend it (#12)", (12,)),
        ("[1.4] Mend it (#12)", (12,)),
        ("[7-0-stable] Mend it (#12)", (12,)),
        ("[release/1.4] Mend it (#12)", (12,)),
        ("[1.4] Mend it", ()),
        ("[Guides] Mend it (#12)", ()),
        ("Mend it (#12)", ()),
    ],
)
def test_a_title_begins_with_the_line_that_it_is_for(title: str, numbers: tuple[int, ...]) -> None:
    assert marked(title) == numbers


@pytest.mark.parametrize(
    ("branch", "number"),
    [
        ("backport/12-to-1.4", 12),
        ("backport-12-to-release-1.4", 12),
        ("cherry-pick-12-to-release-1.4", 12),
        ("mergify/bp/1.4/pr-12", 12),
        ("auto-backport-of-pr-12-on-1.4.x", 12),
        ("octo:backport-12-to-1.4", 12),
        ("backport-door-handle", None),
        ("topic", None),
    ],
)
def test_a_branch_says_it(branch: str, number: int | None) -> None:
    assert named_in_branch(branch) == number


def test_a_merge_commit_names_its_branch() -> None:
    assert branch_merged("Merge pull request #15 from octo/backport-12-to-1.4") == (
        "backport-12-to-1.4"
    )
    assert branch_merged("Add a door (#12)") == ""


@pytest.mark.parametrize("piece", ["Backport of #1 ", "backport-", "[1.", "backport #", "a/"])
def test_a_hostile_text_costs_one_pass(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    named_in_body(text)
    named_in_title(text)
    marked(text)
    named_in_branch(text)
    branch_merged(f"Merge pull request #1 from {text}")
