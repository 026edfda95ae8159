"""What a person decides of a line in release notes is proved before it is recorded."""

from datetime import UTC, datetime

import pytest

from domain import edit
from domain.errors import Refused

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    "text", ["pull:12", "pull:12/2", f"commit:{SHA}", f"commit:{SHA}{SHA[:24]}"]
)
def test_a_change_is_a_pull_request_or_a_commit(text: str) -> None:
    assert edit.key(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "pull:12/1",
        "pull:0",
        "pull:x",
        "pull:12\n",
        "commit:0123",
        f"commit:{SHA.upper()}",
    ],
)
def test_nothing_else_is_a_change(text: str) -> None:
    with pytest.raises(Refused, match="pull:12"):
        edit.key(text)


def test_a_line_loses_the_blanks_around_it() -> None:
    assert edit.line("title", "  Pay by card\n", 20) == "Pay by card"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("  ", "empty"),
        ("a\x00b", "control"),
        ("a\nb", "line breaks"),
        ("\ud800", "control"),
        ("x" * 501, "501 characters"),
    ],
)
def test_a_title_that_cannot_be_printed_is_refused(text: str, word: str) -> None:
    with pytest.raises(Refused, match=word):
        edit.line("title", text, edit.LONGEST_TITLE)


def test_paragraphs_keep_their_line_breaks_in_one_form() -> None:
    assert edit.paragraphs("one\r\n\r\n\ttwo\n") == "one\n\n\ttwo"


@pytest.mark.parametrize(
    ("text", "word"),
    [("\n", "empty"), ("a\x07", "control"), ("x" * 20_001, "20,001")],
)
def test_paragraphs_that_cannot_be_printed_are_refused(text: str, word: str) -> None:
    with pytest.raises(Refused, match=word):
        edit.paragraphs(text)


def test_a_place_is_a_number_of_some_size() -> None:
    assert edit.place(-5) == -5
    with pytest.raises(Refused, match="from -1,000,000"):
        edit.place(1_000_001)


def test_a_file_is_named_from_the_top_of_the_repository() -> None:
    assert edit.path(" .github/release.yml ") == ".github/release.yml"


@pytest.mark.parametrize("text", ["/etc/passwd", "../up", "a//b", "a/./b", "a/"])
def test_a_file_that_lies_nowhere_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="from the top"):
        edit.path(text)


def test_a_file_is_kept_to_the_letter() -> None:
    assert edit.content("a: 1\r\n") == "a: 1\r\n"
    assert edit.content("") == ""


@pytest.mark.parametrize(("text", "word"), [("\x00", "control"), ("é" * 131_073, "256 KiB")])
def test_a_file_that_is_no_text_or_too_large_is_refused(text: str, word: str) -> None:
    with pytest.raises(Refused, match=word):
        edit.content(text)


def test_a_signature_says_who_and_why_and_when() -> None:
    assert edit.signed("ada", " a typo ", NOON) == ("ada", "a typo", NOON)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_whoever_decides_says_why(reason: str) -> None:
    with pytest.raises(Refused, match="Say why"):
        edit.signed("ada", reason, NOON)
