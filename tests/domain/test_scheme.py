"""A text is read as a version by the rules of the scheme that a team has settled."""

import pytest

from domain.component import before
from domain.scheme import SCHEMES, by_numbers
from domain.version import read_by


@pytest.mark.parametrize(
    ("scheme", "text", "numbers", "prerelease"),
    [
        ("semver", "1.0.0-1", (1, 0, 0), "1"),
        ("semver", "1.0-rc1", (1, 0, 0), "rc1"),
        ("semver", "2", (2, 0, 0), None),
        ("semver", "1.2+build.5", (1, 2, 0), None),
        ("pep440", "1.0.0-1", (1, 0, 0), None),
        ("pep440", "1.0-rc1", (1, 0), "rc1"),
        ("calver", "2026-10-01-2", (2026, 10, 1, 2), None),
        ("calver", "26.4", (26, 4), None),
        ("calver", "2026.10.1-1", (2026, 10, 1), None),
        ("auto", "1.0.0-1", (1, 0, 0), "1"),
    ],
)
def test_a_text_under_a_scheme(
    scheme: str, text: str, numbers: tuple[int, ...], prerelease: str | None
) -> None:
    found = SCHEMES[scheme](text)
    assert found is not None
    assert (found.numbers, found.prerelease) == (numbers, prerelease)


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("semver", "1.2.3.4"),
        ("semver", "01.2.3"),
        ("semver", "1!2.0"),
        ("pep440", "nightly"),
        ("pep440", "１.2"),
        ("calver", "nightly"),
        ("calver", "１.2"),
    ],
)
def test_what_a_scheme_does_not_read(scheme: str, text: str) -> None:
    assert SCHEMES[scheme](text) is None


def test_calendar_versions_are_told_as_such() -> None:
    assert read_by(SCHEMES["calver"], "v26.4.1").scheme == "calver"
    assert read_by(SCHEMES["calver"], "v26.4").core == "26.4"


def test_numbers_of_an_own_pattern_with_and_without_a_prerelease() -> None:
    final, candidate = by_numbers((2026, 10), ""), by_numbers((2026, 10), "RC2")
    assert (final.prerelease, candidate.prerelease) == (None, "RC2")
    assert by_numbers((2026, 9), "").precedence < candidate.precedence < final.precedence


@pytest.mark.parametrize(
    ("words", "component"),
    [
        ("", ""),
        ("v", ""),
        ("release-", ""),
        ("core-", "core"),
        ("core-v", "core"),
        ("core@", "core"),
        ("libs/core/v", "libs/core"),
        ("libs/core-", "libs/core"),
    ],
)
def test_the_component_that_stands_before_a_version(words: str, component: str) -> None:
    assert before(words) == component
