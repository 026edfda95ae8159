"""Messages that a description puts in the place of its commit's own."""

from domain.override import overrides


def body(text: str) -> str:
    return f"Words.\n\nBEGIN_COMMIT_OVERRIDE\n{text}\nEND_COMMIT_OVERRIDE\n\nMore words."


def test_one_message_stands_for_the_commit() -> None:
    assert overrides(body("feat: better words\n\nWith a body.")) == (
        "feat: better words\n\nWith a body.",
    )


def test_each_title_after_a_blank_line_begins_a_message() -> None:
    assert overrides(body("feat: a\n\nNote: of a\n\nfix(b): c").replace("\n", "\r\n")) == (
        "feat: a\n\nNote: of a",
        "fix(b): c",
    )


def test_lines_of_nothing_but_titles_are_as_many_messages() -> None:
    assert overrides(body("feat: a\nfix: b")) == ("feat: a", "fix: b")
    assert overrides(body("feat: a\nand its body")) == ("feat: a\nand its body",)


def test_nested_commits_are_messages() -> None:
    text = "feat: a\nBEGIN_NESTED_COMMIT\nPlain words\nEND_NESTED_COMMIT\nfix: b"
    assert overrides(body(text)) == ("feat: a", "Plain words", "fix: b")


def test_without_its_marks_a_description_overrides_nothing() -> None:
    assert overrides("feat: a") == ()
    assert overrides(body("")) == ()


def test_an_override_that_does_not_end_goes_to_the_end() -> None:
    assert overrides("BEGIN_COMMIT_OVERRIDE\nfeat: a") == ("feat: a",)
