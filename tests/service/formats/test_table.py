"""The table of formats: one door, with a clear word where something cannot be printed."""

import subprocess
import sys
from importlib import import_module

import pytest

from domain.errors import Malformed, NotFound
from service.formats import FORMATS, render
from tests.house import HOUSE
from tests.notes import notes


def test_every_function_of_a_format_is_there() -> None:
    for one in FORMATS.values():
        module = import_module(f"service.formats.{one.file}")
        assert hasattr(module, "one") == one.one
        assert not one.many or hasattr(module, one.many)
        assert one.one or one.many


def test_every_file_of_a_format_is_in_the_table() -> None:
    assert {one.file for one in FORMATS.values()} == {
        *("markdown", "github", "keep_a_changelog", "json", "git_cliff", "html", "atom", "slack"),
        *("text", "drafter", "liquid"),
    }


def test_a_format_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotFound, match="no format docx: there are markdown, github, "):
        render("docx", notes())


@pytest.mark.parametrize("name", ["github", "drafter"])
def test_a_body_of_a_release_is_no_change_log(name: str) -> None:
    with pytest.raises(Malformed, match=f"format {name} prints one release"):
        render(name, (notes(), notes()))


def test_what_takes_long_to_load_is_loaded_when_it_is_asked_for() -> None:
    program = (
        "import sys, service.formats; "
        "print([name for name in ('liquid', 'nh3', 'cmarkgfm', 'flask', 'marshmallow') "
        "if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "[]"
