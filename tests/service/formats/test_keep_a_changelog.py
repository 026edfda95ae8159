"""Keep a Changelog 1.1.0: six sections, ISO dates, yanked releases, links at the end."""

import pytest

from service.formats import render
from tests.notes import entry, heading, notes


@pytest.mark.parametrize(
    ("section", "title", "type_", "expected"),
    [
        ("Removed", "Add a lamp", "feat", "Removed"),
        ("Features", "Add a lamp", "feat", "Added"),
        ("Features", "Drop the candle", "feat", "Removed"),
        ("Anything", "Deprecate the candle", "feat", "Deprecated"),
        ("🐛 Bug Fixes", "The bell rings", "", "Fixed"),
        ("Exciting new features", "A lamp", "", "Added"),
        ("Security", "Mend a hole", "", "Security"),
        ("Performance", "Ring sooner", "perf", "Changed"),
        ("", "Fix the bell", "", "Fixed"),
        ("", "Adds a lamp", "", "Added"),
        ("", "Paint the door", "", "Changed"),
    ],
)
def test_a_change_stands_under_one_of_the_six(
    section: str, title: str, type_: str, expected: str
) -> None:
    told = render("keep-a-changelog", notes(heading(section, entry(1, title, type=type_))))

    assert [one[4:] for one in told.splitlines() if one.startswith("### ")] == [expected]


def test_what_names_an_advisory_is_about_security() -> None:
    told = render(
        "keep-a-changelog", notes(heading("Fixes", entry(1, "Mend", advisories=("CVE-2026-1",))))
    )

    assert "### Security\n\n- Mend" in told


def test_the_six_stand_in_their_order_whatever_that_of_the_sections() -> None:
    told = render(
        "keep-a-changelog",
        notes(
            heading("Security", entry(1, "a")),
            heading("Fixed", entry(2, "b")),
            heading("Added", entry(3, "c")),
        ),
    )

    found = [one[4:] for one in told.splitlines() if one.startswith("### ")]
    assert found == ["Added", "Fixed", "Security"]


def test_unreleased_stands_in_brackets_and_is_compared_with_the_last_release() -> None:
    told = render("keep-a-changelog", notes(tag="", previous="v1.3.0", head="ab" * 20))

    assert told == (
        "## [Unreleased]\n\n"
        f"[Unreleased]: https://github.com/acme/app/compare/v1.3.0...{'ab' * 20}\n"
    )


def test_a_yanked_release_says_so() -> None:
    told = render("keep-a-changelog", notes(heading("Added", entry()), yanked="too dark"))

    assert told.startswith("## [v1.3.0] - 2026-06-01 [YANKED]\n")


def test_without_an_address_a_version_has_no_brackets() -> None:
    told = render("keep-a-changelog", notes(heading("Added", entry()), url=""))

    assert told.startswith("## v1.3.0 - 2026-06-01\n")
    assert "]: " not in told


def test_what_breaks_is_marked_in_its_section() -> None:
    gone = entry(1, "Drop it", breaking=True, breaking_text="Use the other.")
    told = render("keep-a-changelog", notes(heading("Removed", gone), breaking=(gone,)))

    assert "- **Breaking:** Drop it ([#1]" in told
    assert "\n\n  Use the other.\n" in told
