"""The next version, from the net set of changes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from projections.change import Change
from projections.notes.answer import NextVersion
from projections.notes.read_drafter import read_drafter
from projections.notes.settings import Section, Series, Settings
from tests.projections.notes.brought import lone, noted, pull

PI_DAY = datetime(2026, 3, 14, tzinfo=UTC)


def after(previous: str, *changes: Change, **known: Any) -> NextVersion:
    unreleased = {"tag": "", "previous": previous, "state": "unreleased", "date": None}
    found = noted(*changes, **unreleased | known).next
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("previous", "titles", "version", "why"),
    [
        ("v1.2.3", ["fix: a", "docs: b"], "1.2.4", "#1 is of type fix"),
        ("v1.2.3", ["fix: a", "feat: b"], "1.3.0", "#2 is a feature"),
        ("v1.2.3", ["feat: a", "fix!: b"], "2.0.0", "#2 is a breaking change"),
        ("v0.2.3", ["feat: b"], "0.3.0", "#1 is a feature"),
        ("v1.2.3", ["Something"], "1.2.4", "#1 changes something"),
        ("v1.2.3", ["docs: a", "chore: b"], "1.2.3", "no change asks for a new version"),
        ("v1.2.3", [], "1.2.3", "no change asks for a new version"),
        ("2.3", ["feat: a"], "2.4", "#1 is a feature"),
        ("v2.0b3", ["feat: a"], "2.0b4", "the prerelease after 2.0b3: #1 is a feature"),
        ("v2.0-rc.1", ["fix: a"], "2.0-rc.2", "the prerelease after 2.0-rc.1: #1 is of type fix"),
        ("", ["feat: a"], "0.1.0", "the first version: #1 is a feature"),
    ],
)
def test_the_change_that_asks_for_the_most_decides(
    previous: str, titles: list[str], version: str, why: str
) -> None:
    found = after(previous, *(pull(at, title) for at, title in enumerate(titles, 1)))
    assert (found.version, found.why) == (version, why)


def test_below_one_a_breaking_change_asks_for_a_minor_version() -> None:
    found = after("v0.2.3", pull(1, "fix!: b"))
    assert found.version == "0.3.0"
    assert found.why == "#1 is a breaking change; below 1.0.0 that is a minor version"


def test_the_tag_is_spelled_as_the_one_before_it() -> None:
    found = after("create-vite@5.0.0", pull(1, "feat: a"))
    assert (found.current, found.tag, found.bump) == ("5.0.0", "create-vite@5.1.0", "minor")


def test_what_was_reverted_asks_for_nothing() -> None:
    gone = {"net": "gone", "net_why": "#2 reverted it", "reverted_by": ("x",)}
    assert after("v1.0.0", pull(1, "feat!: a", **gone), pull(3, "fix: b")).version == "1.0.1"


def test_a_hidden_change_still_counts() -> None:
    assert after("v1.0.0", pull(1, "feat: a", labels=("skip-changelog",))).version == "1.1.0"


def test_release_as_has_the_last_word() -> None:
    found = after("v1.0.0", pull(1, "feat!: a"), lone("chore: x\n\nRelease-As: 1.4.0"))
    assert (found.version, found.tag) == ("1.4.0", "v1.4.0")
    assert found.why.endswith("says Release-As: 1.4.0")


def test_a_section_says_what_its_changes_ask_for() -> None:
    settings = Settings(sections=(Section("Wishes", labels=("wish",), bump="minor"),))
    found = after("v1.0.0", pull(1, "A", labels=("wish",)), settings=settings)
    assert (found.version, found.why) == ("1.1.0", "#1 stands under «Wishes»")


def test_release_drafters_labels_say_what_they_ask_for() -> None:
    text = "version-resolver: {major: {labels: [Breaks]}, default: minor}"
    settings = read_drafter("release-drafter.yml", text)
    assert after("v1.0.0", pull(1, "A", labels=("breaks",)), settings=settings).version == "2.0.0"
    assert after("v1.0.0", pull(1, "A"), settings=settings).version == "1.1.0"


@pytest.mark.parametrize(
    ("previous", "version"),
    [("2026.03.1", "2026.03.2"), ("v2026.02.5", "2026.03.0"), ("", "2026.03.0")],
)
def test_a_date_is_that_of_the_span(previous: str, version: str) -> None:
    settings = Settings(versioning="YYYY.0M.MICRO")
    assert after(previous, pull(1, "A"), settings=settings, date=PI_DAY).version == version


def test_without_a_date_of_its_own_it_is_that_of_its_newest_change() -> None:
    settings = Settings(versioning="YYYY.MM.DD")
    assert after("2026.2.1", pull(1, "A"), settings=settings).version == "2026.3.1"
    again = after("2026.3.1", pull(1, "A"), settings=settings)
    assert (again.version, "no count for a second version" in again.why) == ("2026.3.1", True)
    assert after("2026.2.1", pull(1, "docs: a"), settings=settings).version == "2026.2.1"


def test_without_any_date_none_is_guessed() -> None:
    settings = Settings(versioning="YYYY.MM.DD")
    found = after("2026.2.1", pull(1, "A", at=None), settings=settings)
    assert (found.version, found.why) == ("", "the date is not known, and the version is one")


def test_versions_that_are_dates_need_a_pattern() -> None:
    found = after("2026.2.1", pull(1, "A"))
    assert found.version == ""
    assert found.why == (
        "2026.2.1 is a date: set notes.versioning to its pattern, as YYYY.0M.MICRO"
    )


def test_versions_are_read_as_the_series_settles_them() -> None:
    settings = Settings(series=(Series("*", r"r(?P<major>\d+)_(?P<minor>\d+)"),))
    found = after("r7_2", pull(1, "feat: a"), settings=settings)
    assert (found.current, found.version, found.tag) == ("7_2", "7_3", "r7_3")


def test_a_release_has_its_version() -> None:
    assert noted(pull(1, "feat: a")).next is None
    assert date(2026, 3, 14) == PI_DAY.date()
