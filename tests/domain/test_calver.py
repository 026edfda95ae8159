"""CalVer: dates for numbers."""

from datetime import date

import pytest

from domain.calver import fault_of_pattern, next_version

PI_DAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("pattern", "current", "bump", "after"),
    [
        ("YYYY.0M.MICRO", "2026.03.1", "patch", "2026.03.2"),
        ("YYYY.0M.MICRO", "2026.02.7", "patch", "2026.03.0"),
        ("YYYY.0M.MICRO", "", "patch", "2026.03.0"),
        ("YYYY.0M.MICRO", "not by the pattern", "patch", "2026.03.0"),
        ("YY.MINOR.MICRO", "26.1.3", "minor", "26.2.0"),
        ("YY.MINOR.MICRO", "26.1.3", "patch", "26.1.4"),
        ("YY.MINOR.MICRO", "25.1.3", "patch", "26.0.0"),
        ("YY.MINOR", "26.1", "patch", "26.2"),
        ("YYYY.MICRO", "2026.1", "major", "2026.2"),
        ("MAJOR.YYYY.MICRO", "3.2026.4", "major", "4.2026.0"),
        ("YYYY.MM.DD", "2026.3.14", "patch", "2026.3.14"),
        ("0Y.0W", "26.10", "patch", "26.11"),
        ("YYYY-0M-0D", "2026-03-13", "patch", "2026-03-14"),
    ],
)
def test_a_new_date_begins_anew_and_the_same_one_counts(
    pattern: str, current: str, bump: str, after: str
) -> None:
    assert next_version(pattern, current, PI_DAY, bump) == after


@pytest.mark.parametrize("pattern", ["YYYY.0M.MICRO", "YY.MINOR.MICRO", "0Y0W", "YYYY_MM-DD"])
def test_a_pattern_joins_known_parts(pattern: str) -> None:
    assert fault_of_pattern(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("MAJOR.MINOR", "is no pattern of CalVer"),
        ("", "is no pattern of CalVer"),
        ("YYYY." * 20, "is no pattern of CalVer"),
        ("YYYY.YYYY", "names a part twice"),
        ("vYYYY.MM", "has more than dots"),
    ],
)
def test_a_pattern_that_is_none_says_why(pattern: str, fault: str) -> None:
    assert fault_of_pattern(pattern).startswith(fault)
