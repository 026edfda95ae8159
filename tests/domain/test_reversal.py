"""What titles and descriptions take back: each rule with the text that taught it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reversal import NONE, Reversal, is_squash_of_many, reversal, reverted_pulls


def test_github_words_the_revert_of_a_pull_request() -> None:
    assert reverted_pulls("Reverts octo/door#12", repository="octo/door") == (12,)
    assert reverted_pulls("Reverts #12") == (12,)
    assert reverted_pulls("Reverts other/door#12", repository="octo/door") == ()
    assert reverted_pulls("It reverts to #12") == ()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ('Revert "Add a door"', Reversal((), "Add a door", True)),
        ('Revert "Add a door (#12)" (#15)', Reversal((12,), "Add a door", True)),
        ('Revert "Revert "Add a door""', Reversal((), 'Revert "Add a door"', True)),
        ('Reapply "Add a door" (#20)', Reversal((), 'Revert "Add a door"', True)),
        ('fix: revert, "fix: a door (#12)"', Reversal((12,), "fix: a door", True)),
        (
            'Revert "Merge pull request #12 from a/b"',
            Reversal((12,), "Merge pull request #12 from a/b", True),
        ),
        ("revert: feat: a door", Reversal((), "feat: a door", True)),
        ("revert(door): paint it (#12) (#15)", Reversal((12,), "paint it", True)),
        ("fix(door): revert the paint (#12) (#15)", Reversal((12,), "", True)),
        ("fix: revert #12 and #13, mend #14 (#15)", Reversal((12, 13), "", True)),
        ("chore: revert octo/door#12 (#15)", Reversal((12,), "", True)),
        ("chore: revert octo/window#12 (#15)", Reversal((), "", True)),
        ("fix: avoid a draught (reverts #12) (#15)", Reversal((12,), "", False)),
        ("Merge branch 'revert' (#12) (#15)", Reversal()),
        ("Partially revert #12", Reversal()),
        ("Mend how migrations are reverted", Reversal()),
        ("Add a door (#12)", NONE),
    ],
)
def test_a_title_says_what_it_takes_back(title: str, expected: Reversal) -> None:
    assert reversal(title, repository="octo/door") == expected


def test_a_squash_lists_the_messages_of_its_commits() -> None:
    assert is_squash_of_many("Add a door (#12)\n\n* Begin\n\n* End")
    assert not is_squash_of_many("Add a door (#12)\n\nIt opens:\n* inwards")
    assert not is_squash_of_many("Add a door (#12)")


@given(st.text(alphabet='(#1) revtaply":,/fixo', max_size=200))
def test_no_title_confuses_the_reader(title: str) -> None:
    assert all(number >= 0 for number in reversal(title).numbers)


@pytest.mark.parametrize("piece", ["(#1)", "revert #1, ", 'revert "', "a/b#1 and ", "Reverts #1 "])
def test_a_hostile_title_costs_one_pass(piece: str) -> None:
    text = "Revert " + piece * (200_000 // len(piece))
    reversal(text)
    reverted_pulls(text)
