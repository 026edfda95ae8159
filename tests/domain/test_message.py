"""What messages say: each rule with the text that taught it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commit import Authorship
from domain.fact import Actor
from domain.message import (
    authorship,
    bare,
    brings,
    closes,
    closes_of_pull,
    merged_title,
    picked_from,
    pulls,
    reverts,
)

SHA = "1c8f3ab1f7e0b4d2a6c5e3f1908172635445a6b7"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OTHER = "9d2e4bb2a7e1c4d3b6c5f3e1a08172635445a6c8"


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("Add a door (#12)", (12,)),
        ("Add a door (#12)\n\nIt opens. See (#7)", (12,)),
        ("Backport the door (#12) (#31)", (12, 31)),
        ("Backport the door (#12)(#31)", (12, 31)),
        ("(#12)", (12,)),
        ("\nAdd a door (#12)  \n", (12,)),
        ("Merge pull request #12 from octo/door\n\nAdd a door (#9)", (12,)),
        ("Merge pull request #12 from octo/door (#9)", (12,)),
        ("Add a door (#12 by @octo-cat)", (12,)),
        ("Add a door (#12. by @octo-cat)", (12,)),
        ("Merge PR #12: Add a door", (12,)),
        ("Merge PR #12 into main", (12,)),
        ("Auto merge of #12 - octo:door, r=ada", (12,)),
        ("Rollup merge of #12 - octo:door, r=ada", (12,)),
        ("Merge #12 #31", (12, 31)),
    ],
)
def test_a_title_names_its_pull_requests(message: str, numbers: tuple[int, ...]) -> None:
    assert pulls(message) == numbers


@pytest.mark.parametrize(
    "message",
    [
        "",
        ")",
        "Add a door",
        "Add a door, see #12",
        "Add a door (see #12)",
        "Add (#12) doors",
        'Revert "Add a door (#12)"',
        "Call it with key(#12)",
        "Add a door (#12) (wood)",
        "Merge branch 'main' into door\n\nSee merge request !12",
        "Merge pull request #12",
        "Merge PR #12th",
        "Merge #12 again",
        "Add a door (#1234567890)",
        "((#12)",
        "Add a door\n\n(#12)",
    ],
)
def test_a_number_in_passing_is_no_pull_request_of_the_commit(message: str) -> None:
    assert pulls(message) == ()


def test_a_merge_request_of_gitlab_counts_in_its_own_repository() -> None:
    message = "Merge branch 'door' into 'main'\n\nAdd a door\n\nSee merge request octo/door!12"
    assert pulls(message, repository="Octo/door") == (12,)
    assert pulls(message, repository="octo/window") == ()
    assert authorship(Actor("Ada"), NOON, message, repository="octo/door").pulls == (12,)


def test_all_of_a_batch_is_brought_in_by_its_merge_and_of_other_numbers_the_last() -> None:
    for message, brought in (
        ("Merge #12 #31", (12, 31)),
        ("Backport the door (#12) (#31)", (31,)),
        ("Add a door", ()),
    ):
        assert brings(message, pulls(message)) == brought


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("Add a door (#12)", "Add a door"),
        ("Add a door (#12 by @ada)", "Add a door"),
        ("Backport (#7) (#12)", "Backport (#7)"),
        ("Add a door (#7)", "Add a door (#7)"),
        ("Add a door (oak)", "Add a door (oak)"),
        ("Merge main (#12)", "Merge main"),
        ("Merge pull request #12 from a/b\n\nAdd a door\n\nIt opens.", "Add a door"),
        ("Merge pull request #12 from a/b", "Merge pull request #12 from a/b"),
        ("Merge PR #12: Add a door", "Add a door"),
        ("Auto merge of #12 - a:b, r=ada\n\nAdd a door", "Add a door"),
        ("Merge #7 #12\n\n7: Add a wall r=ada a=bo\n\n12: Add a door r=ada a=bo", "Add a door"),
        ("Merge #7 #12", "Merge #7 #12"),
    ],
)
def test_a_commit_tells_the_title_of_its_pull_request(message: str, title: str) -> None:
    assert merged_title(message, 12) == title


def test_a_bare_title_has_no_numbers() -> None:
    assert bare("Add a door (#12) (#31)") == "Add a door"
    assert bare("Add a door") == "Add a door"
    assert bare("Add a door (oak)") == "Add a door (oak)"


@pytest.mark.parametrize(
    "keyword",
    [
        *("close", "closes", "closed"),
        *("fix", "fixes", "fixed"),
        *("resolve", "resolves", "resolved"),
    ],
)
def test_each_of_the_nine_keywords_closes(keyword: str) -> None:
    assert closes(f"{keyword} #7") == (7,)
    assert closes(f"It {keyword.upper()}: #7.") == (7,)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Resolves #10, resolves #123, resolves octo/door#100", (10, 123, 100)),
        ("Fixes Octo/Door#5", (5,)),
        ("Fixes #7 and fixes #7", (7,)),
        ("fixes #7)", (7,)),
        ("Fixes #7, #8", (7,)),
        ("Fixes other/door#5", ()),
        ("fixing #7", ()),
        ("prefixes #7", ()),
        ("fixes#7", ()),
        ("fixes\n#7", ()),
        ("fixes #7th", ()),
        ("see #7", ()),
        ("#7", ()),
        ("fixes # 7", ()),
    ],
)
def test_only_the_documented_syntax_closes(text: str, numbers: tuple[int, ...]) -> None:
    assert closes(text, repository="octo/door") == numbers


def test_another_name_closes_nothing_where_we_do_not_know_our_own() -> None:
    assert closes("Fixes octo/door#5") == ()


def test_the_longest_repository_name_is_within_reach() -> None:
    name = f"{'o' * 39}/{'d' * 100}"
    assert closes(f"resolved:         {name}#5", repository=name) == (5,)


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("Fixes #3", (2, 3)),
        ("nothing", (2,)),
        ("<!-- Fixes #3 -->\nFixes #4", (2, 4)),
        ("<!-- Fixes #3", (2,)),
        ("```\nFixes #3\n```\nFixes #4", (2, 4)),
        ("```\nFixes #3", (2,)),
        ("Write `fixes #3`, fixes #4", (2, 4)),
    ],
)
def test_comments_and_code_of_a_description_close_nothing(
    body: str, numbers: tuple[int, ...]
) -> None:
    assert closes_of_pull("Fixes #2", body) == numbers


@pytest.mark.parametrize(
    ("message", "commits"),
    [
        (f'Revert "Add a door"\n\nThis reverts commit {SHA}.', (SHA,)),
        (f"This reverts commit {SHA}, reversing\nchanges made to {OTHER}.", (SHA,)),
        ("This reverts commit 1c8f3ab and add a window", ("1c8f3ab",)),
        (f"This reverts commits {SHA}, 9d2e4bb and\n1c8f3ab.", (SHA, "9d2e4bb", "1c8f3ab")),
        (f"This reverts commit {SHA}.\n\nThis reverts commit {SHA}.", (SHA,)),
        (f"This reverts\ncommit {SHA}.", (SHA,)),
        ("This reverts #12.", ()),
        ("This reverts commit messages to plain English", ()),
        (f"See {SHA}", ()),
    ],
)
def test_a_revert_names_what_it_takes_back(message: str, commits: tuple[str, ...]) -> None:
    assert reverts(message) == commits


@pytest.mark.parametrize(
    ("message", "commits"),
    [
        (f"Add a door\n\n(cherry picked from commit {SHA})", (SHA,)),
        (
            f"Add a door\n\n(cherry picked from commit {SHA})\n(cherry picked from commit {OTHER})",
            (SHA, OTHER),
        ),
        (f"Add a door\n\n(cherry picked\nfrom commit {SHA})", (SHA,)),
        (f"cherry-picked {SHA}", ()),
        ("(cherry picked from commit message)", ()),
    ],
)
def test_a_cherry_pick_names_where_it_came_from(message: str, commits: tuple[str, ...]) -> None:
    assert picked_from(message) == commits


def test_an_authorship_holds_all_that_the_message_says() -> None:
    ada = Actor("Ada", kind="git", email="ada@example.org")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    message = f"Open again (#12)\n\nFixes octo/door#7\n\nThis reverts commit {SHA}.\n"
    message += f"(cherry picked from commit {OTHER})"

    assert authorship(ada, at, f"{message}\n\n", repository="octo/door") == Authorship(
        ada, at, message, pulls=(12,), closes=(7,), picked_from=(OTHER,), reverts=(SHA,)
    )
    assert authorship(ada, at, "Plain") == Authorship(ada, at, "Plain")


@given(st.text(alphabet="(#1) fixesvrtcomaN/\n`<!->", max_size=200))
def test_no_text_confuses_the_reader(text: str) -> None:
    said = authorship(Actor("Ada"), datetime(2026, 3, 1, tzinfo=UTC), text)
    assert all(number >= 0 for number in (*said.pulls, *said.closes))
    closes_of_pull(text, text)


@pytest.mark.parametrize(
    "piece",
    ["(#1)", "fixes #1 ", "reverts commit 1c8f3ab ", "(cherry picked ", "`", "<!--", "```\n"],
)
def test_a_hostile_text_costs_one_pass(piece: str) -> None:
    # Quadratic work on a text of this size would take minutes.
    text = piece * (200_000 // len(piece))
    authorship(Actor("Ada"), datetime(2026, 3, 1, tzinfo=UTC), text)
    closes_of_pull("#", f"#{text}")
