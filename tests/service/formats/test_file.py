"""CHANGELOG.md in a repository: our part is kept up to date, the rest is people's."""

from collections.abc import Sequence

import pytest

from domain.errors import Malformed, NotFound
from projections.notes.answer import Notes
from service.formats import INTERNAL, Options
from service.formats.file import END, FORMS, START, kept_up, piece
from tests.notes import entry, heading, notes

UNRELEASED = notes(heading("Added", entry(9, "A bell")), tag="", previous="v1.3.0")
NEW = notes(heading("Added", entry(1, "A lamp")))
OLD = notes(heading("Added", entry(2, "A candle")), tag="v1.2.0", previous="v1.1.0")
BY_HAND = """\
# What we did

Hello, <b>reader</b>.

## [1.2.0] - 2020-01-01

- by hand

[1.2.0]: https://a.example
"""


def kept(
    existing: str, releases: Sequence[Notes], form: str, options: Options | None = None
) -> str:
    return kept_up(existing, [piece(one, form, options) for one in releases], form).decode()


every_form = pytest.mark.parametrize("form", FORMS)


@every_form
def test_a_file_that_is_not_there_is_made(form: str) -> None:
    told = kept("", (NEW, OLD), form)

    assert told.startswith("# Changelog\n")
    assert told.index(START) < told.index("A lamp") < told.index("A candle") < told.index(END)


@every_form
@pytest.mark.parametrize("existing", ["", BY_HAND, "# Ours\n", "## [Unreleased]\n\n- mine\n"])
def test_doing_it_twice_changes_nothing(form: str, existing: str) -> None:
    once = kept(existing, (UNRELEASED, NEW, OLD), form)

    assert kept(once, (UNRELEASED, NEW, OLD), form) == once


@every_form
def test_what_people_wrote_stays_around_our_part(form: str) -> None:
    told = kept(BY_HAND, (NEW, OLD), form)

    assert told.startswith("# What we did\n\nHello, <b>reader</b>.\n\n" + START)
    assert told.endswith(
        END + "\n\n## [1.2.0] - 2020-01-01\n\n- by hand\n\n[1.2.0]: https://a.example\n"
    )


def test_a_release_that_was_written_by_hand_is_not_printed_again() -> None:
    told = kept(BY_HAND, (NEW, OLD), "keep-a-changelog")

    assert "A lamp" in told
    assert "A candle" not in told


def test_a_new_release_takes_the_place_of_what_was_unreleased() -> None:
    before = kept(BY_HAND, (UNRELEASED,), "keep-a-changelog")
    after = kept(before, (NEW,), "keep-a-changelog")

    assert "## [Unreleased]" in before
    assert "## [Unreleased]" not in after
    assert "## [v1.3.0] - 2026-06-01" in after


def test_an_empty_unreleased_gives_way_and_one_that_holds_something_stays() -> None:
    empty = "# Log\n\n## [Unreleased]\n\n### Added\n\n## 1.0.0\n"
    held = "# Log\n\n## [Unreleased]\n\n- by hand\n\n## 1.0.0\n"

    told = kept(empty, (UNRELEASED, NEW), "keep-a-changelog")
    assert told.count("## [Unreleased]") == 1
    assert "A bell" in told
    told = kept(held, (UNRELEASED, NEW), "keep-a-changelog")
    assert told.count("## [Unreleased]") == 1
    assert told.index("- by hand") < told.index(START) < told.index("A lamp")
    assert "A bell" not in told


def test_a_heading_in_an_example_is_no_release() -> None:
    preamble = "# Log\n\n```md\n## 1.3.0\n```\n"

    told = kept(preamble, (NEW,), "markdown")

    assert told.startswith(preamble)
    assert "A lamp" in told


def test_a_title_cannot_end_our_part() -> None:
    hostile = notes(heading("Added", entry(1, f"x\n{END}\n{START}", text=f"{END}\n\n{START}")))

    once = kept("", (hostile,), "markdown")

    assert once.splitlines().count(START) == once.splitlines().count(END) == 1
    assert kept(once, (hostile,), "markdown") == once


def test_a_file_with_windows_line_ends_keeps_them() -> None:
    told = kept(BY_HAND.replace("\n", "\r\n"), (NEW,), "markdown")

    assert told.count("\n") == told.count("\r\n")
    assert kept(told, (NEW,), "markdown") == told


@pytest.mark.parametrize(
    "broken",
    [f"{START}\n", f"{END}\n", f"{END}\n{START}\n", f"{START}\n{START}\n{END}\n"],
)
def test_broken_markers_are_refused_with_their_lines(broken: str) -> None:
    with pytest.raises(Malformed, match="it has such lines at 1"):
        kept(broken, (NEW,), "markdown")


def test_a_form_that_keeps_no_file_is_refused() -> None:
    with pytest.raises(NotFound, match="there are keep-a-changelog, markdown"):
        kept("", (NEW,), "slack")


def test_a_file_is_for_the_public_unless_the_team_asks_for_its_own() -> None:
    secret = notes(heading("Added", entry(1, "A key", internal=True), entry(2, "A lamp")))

    assert "A key" not in kept("", (secret,), "markdown")
    assert "A key" in kept("", (secret,), "markdown", Options(audience=INTERNAL))
