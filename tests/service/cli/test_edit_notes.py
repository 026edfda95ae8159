"""The command that decides about notes: what it records, what it refuses, and what it remembers."""

import json
from pathlib import Path

import pytest

from tests.service.cli.conftest import Shell

SHOP = "harbour/checkout"
WHY = ("--reason", "The title said nothing.")


def decided(demo: Shell) -> list[tuple[str, str, str]]:
    told = json.loads(demo("notes", "history", SHOP, "--json").out)
    return [(one["what"], one["about"], one["value"]) for one in told]


def test_a_line_is_edited_and_the_edit_taken_back(demo: Shell) -> None:
    said = demo("notes", "edit", SHOP, "12", "--title", "Pay [b]by card[/b]", "--hide", *WHY)
    assert (said.code, "Recorded: 2." in said.aside) == (0, True)

    demo("notes", "edit", SHOP, "#12", "--undo", "title", "--undo", "hidden", *WHY)

    assert decided(demo) == [
        ("undone", "pull:12", "hidden"),
        ("undone", "pull:12", "title"),
        ("hidden", "pull:12", ""),
        ("retitled", "pull:12", "Pay [b]by card[/b]"),
    ]
    assert "Pay [b]by card[/b]" in demo("notes", "history", SHOP).out


def test_the_same_twice_is_said_to_be_so_already(demo: Shell) -> None:
    command = ("notes", "edit", SHOP, "12", "--title", "Pay by card", *WHY)
    demo(*command)

    said = demo(*command)

    assert (said.code, "the same as before" in said.aside) == (0, True)
    assert len(decided(demo)) == 1


def test_a_release_is_yanked_and_compared_with_another(demo: Shell) -> None:
    demo("notes", "yank", SHOP, "v1.7.0", *WHY)
    demo("notes", "base", SHOP, "v1.7.0", "--base", "v1.6.0", *WHY)
    demo("notes", "yank", SHOP, "v1.7.0", "--undo", *WHY)
    demo("notes", "base", SHOP, "v1.7.0", "--undo", *WHY)

    assert [what for what, _, _ in decided(demo)] == [
        "base withdrawn",
        "unyanked",
        "base chosen",
        "yanked",
    ]


def test_settings_are_uploaded_and_withdrawn(demo: Shell, tmp_path: Path) -> None:
    file = tmp_path / "settings.yml"
    file.write_text("changelog:\n  categories: []\n", "utf-8")

    demo("notes", "settings", SHOP, file, "--as", ".github/release.yml", *WHY)
    demo("notes", "settings", SHOP, ".github/release.yml", "--undo", *WHY)

    assert [one[:2] for one in decided(demo)] == [
        ("settings withdrawn", "file:.github/release.yml"),
        ("settings uploaded", "file:.github/release.yml"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("edit", SHOP, "12", *WHY), 2, "Say what to change"),
        (("edit", SHOP, "12", "--title", "x"), 2, "--reason"),
        (("edit", SHOP, "12", "--title", "x", "--reason", " "), 1, "Say why"),
        (("edit", SHOP, "99999", "--hide", *WHY), 1, "Nothing was told here of pull:99999"),
        (("edit", SHOP, "ffff", "--hide", *WHY), 1, "No commit"),
        (("base", SHOP, "v1.7.0", *WHY), 2, "Give a tag"),
        (("base", SHOP, "v1.7.0", "--base", "v0", *WHY), 1, "a tag v0"),
        (("yank", SHOP, "v0", *WHY), 1, "a tag v0"),
        (("settings", SHOP, "nowhere.yml", *WHY), 2, "no file nowhere.yml"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    demo: Shell, arguments: tuple[str, ...], code: int, word: str
) -> None:
    said = demo("notes", *arguments)

    assert (said.code, word in " ".join(said.aside.split())) == (code, True), said.aside
    assert decided(demo) == []


def test_a_file_that_is_no_text_is_refused(demo: Shell, tmp_path: Path) -> None:
    binary, large = tmp_path / "binary.yml", tmp_path / "large.yml"
    binary.write_bytes(b"\xff\xfe")
    large.write_bytes(b"a" * (256 * 1024 + 1))

    assert "no text in UTF-8" in demo("notes", "settings", SHOP, binary, *WHY).aside
    assert "256 KiB" in demo("notes", "settings", SHOP, large, *WHY).aside
    assert decided(demo) == []
