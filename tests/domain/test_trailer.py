"""Trailers: the last paragraph of a message, as git reads it."""

import pytest

from domain.trailer import Trailer, changelog, release_as, trailers


def test_the_last_paragraph_holds_the_trailers() -> None:
    message = "Title\n\nBody.\n\nChangelog: added\nEE: true\n"
    assert trailers(message) == (Trailer("Changelog", "added"), Trailer("EE", "true"))


@pytest.mark.parametrize(
    "message",
    [
        "Changelog: added",
        "Title\n\nBody.",
        "Title\n\n  indented: text",
        "Title\n\nSee: this is\nall text\nin a paragraph",
        "",
    ],
)
def test_a_title_and_a_text_are_no_trailers(message: str) -> None:
    assert trailers(message) == ()


def test_a_quarter_is_enough_beside_one_that_git_wrote() -> None:
    message = "Title\n\nSigned-off-by: Mira <m@example.org>\nsome\nother\nlines"
    assert trailers(message) == (Trailer("Signed-off-by", "Mira <m@example.org>"),)
    assert trailers(message + "\nand\nmore\nthan\nthat") == ()


def test_the_line_of_a_pick_stands_among_trailers() -> None:
    message = f"Title\n\nChangelog: fixed\n(cherry picked from commit {'a' * 40})"
    assert trailers(message) == (Trailer("Changelog", "fixed"),)


def test_a_value_goes_on_where_the_next_line_is_indented() -> None:
    message = "Title\r\n\r\nReason: one\r\n  two\r\nChangelog : other"
    assert trailers(message) == (Trailer("Reason", "one two"), Trailer("Changelog", "other"))


@pytest.mark.parametrize(
    ("trailer", "category"),
    [
        ("Changelog: added", "added"),
        ("changelog: Fixed", "fixed"),
        ("Changelog: removed EE", "removed"),
        ("Changelog: security (EE)", "security"),
        ("Changelog: added and more", ""),
        ("Changelog:", ""),
        ("Refs: 1\nNote: no changelog: here", ""),
    ],
)
def test_gitlabs_trailer_names_a_category(trailer: str, category: str) -> None:
    assert changelog(f"Title\n\n{trailer}") == category


def test_a_message_without_the_word_has_no_category() -> None:
    assert changelog("Title\n\nRefs: 1") == ""


def test_release_as_names_a_version() -> None:
    assert release_as("chore: release\n\nRelease-As: v2.0.0") == "2.0.0"
    assert release_as("chore: release\n\nNot-Release-As: 2") == ""
    assert release_as("chore: tidy") == ""
