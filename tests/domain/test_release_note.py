"""Release notes in a description, as Kubernetes has them."""

import pytest

from domain.release_note import release_note


def block(text: str, end: str = "\n") -> str:
    return f"What it does.{end}{end}```release-note{end}{text}{end}```{end}"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_block_is_what_readers_are_told(end: str) -> None:
    assert release_note(block(f"One{end}two #3", end)) == "One\ntwo #3"


@pytest.mark.parametrize("text", ["none", "NONE", "None.", "n/a", "N/A", "'none'", '"NA"', "", " "])
def test_a_block_may_say_that_readers_need_not_know(text: str) -> None:
    assert release_note(block(text)) == ""


def test_the_words_of_a_note_may_begin_with_none() -> None:
    assert release_note(block("None of the flags is needed")) == "None of the flags is needed"


def test_a_command_says_so_anywhere() -> None:
    assert release_note("Text\n/release-note-none\n" + block("Something")) == ""


def test_several_blocks_are_read_each_text_once_and_none_of_them_says_nothing() -> None:
    body = block("One") + block("NONE") + block("Two") + block("One")
    assert release_note(body) == "One\n\nTwo"
    assert release_note(block("none") + block("n/a")) == ""


def test_the_plural_is_a_block_as_well() -> None:
    assert release_note("```release-notes\nOne\n```") == "One"


@pytest.mark.parametrize(
    "body", ["", "No word of it.", "the release-note is missing", "```release-note\nx"]
)
def test_nobody_spoke_of_notes(body: str) -> None:
    assert release_note(body) is None


def test_many_open_blocks_are_read_in_one_pass() -> None:
    assert release_note("```release-note\n" * 4_000) is not None
