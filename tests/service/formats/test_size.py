"""The guard of the size: whole changes are left out, and it is said how many and where they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Malformed
from projections.notes.answer import Notes
from service.formats import Options, render
from service.formats.size import GITHUB_LIMIT
from tests.notes import entry, heading, notes

URL = "https://a.example/all"


def large(count: int = 3_000) -> Notes:
    half = count // 2
    return notes(
        heading("Features", *(entry(number, "x" * 90) for number in range(1, half + 1))),
        heading("Fixes", *(entry(number, "y" * 90) for number in range(half + 1, count + 1))),
    )


@pytest.mark.parametrize("name", ["markdown", "github", "keep-a-changelog", "html", "text"])
def test_a_text_fits_and_says_what_is_missing(name: str) -> None:
    told = render(name, large(), Options(limit=GITHUB_LIMIT, full_url=URL))

    shown = len(re.findall(r"[xy]{90}", told))
    assert GITHUB_LIMIT - 1_000 < len(told) <= GITHUB_LIMIT
    assert f"{3_000 - shown:,} more changes are left out" in told
    assert URL in told


def test_a_text_that_fits_says_nothing_of_it() -> None:
    whole = render("markdown", large(10))

    assert render("markdown", large(10), Options(limit=len(whole), full_url=URL)) == whole
    assert "left out" not in whole


def test_a_heading_without_entries_is_gone_too() -> None:
    whole = render("markdown", large(10))
    told = render("markdown", large(10), Options(limit=len(whole) // 2 + 100, full_url=URL))

    assert "### Features" in told
    assert "### Fixes" not in told


@given(st.integers(600, 4_000))
def test_no_entry_is_ever_cut(limit: int) -> None:
    whole = render("markdown", large(20)).splitlines()
    told = render("markdown", large(20), Options(limit=limit, full_url=URL))

    assert len(told) <= limit
    assert set(told.splitlines()) - set(whole) <= {
        line for line in told.splitlines() if line.startswith("_… ")
    }


def test_of_a_change_log_the_oldest_releases_go_first() -> None:
    releases = [
        notes(heading("A", entry(number, "z" * 100)), tag=f"v1.{number}.0")
        for number in range(9, 0, -1)
    ]
    told = render("markdown", releases, Options(limit=1_500, full_url=URL))

    assert "## v1.9.0" in told
    assert "## v1.1.0" not in told
    assert told.rstrip().endswith(f"[the whole text]({URL})._")


def test_what_is_told_first_stays_longest() -> None:
    gone = entry(99, "Drop the candle", breaking=True)
    told = render(
        "markdown",
        notes(
            heading("Fixes", *(entry(n, "y" * 90) for n in range(1, 50)), gone), breaking=(gone,)
        ),
        Options(limit=1_500),
    )

    assert "Drop the candle" in told
    assert "49" not in told.partition("more changes")[0][-4:]


def test_a_limit_under_which_nothing_fits_is_refused() -> None:
    with pytest.raises(Malformed, match="100 characters are too few"):
        render("markdown", large(10), Options(limit=100))
