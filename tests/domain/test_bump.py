"""The version after a version, in the form of the one before it."""

import pytest

from domain.bump import begun, bumped, following, tagged
from domain.version import read


@pytest.mark.parametrize(
    ("tag", "bump", "after"),
    [
        ("v1.2.3", "patch", "1.2.4"),
        ("v1.2.3", "minor", "1.3.0"),
        ("v1.2.3", "major", "2.0.0"),
        ("v1.2.3+build.7", "patch", "1.2.4"),
        ("1.2", "minor", "1.3"),
        ("1.2", "patch", "1.2.1"),
        ("1.2", "major", "2.0"),
        ("v5", "patch", "6"),
        ("1.2.3.4", "patch", "1.2.4"),
        ("rel_1_2_3", "minor", "1_3_0"),
        ("1!2.3.0", "minor", "1!2.4.0"),
        ("1.0.post1", "patch", "1.0.1"),
        ("v2.0.0-rc.1", "patch", "2.0.0"),
        ("v2.0b3", "minor", "2.0"),
        ("create-vite@5.0.0", "minor", "5.1.0"),
    ],
)
def test_a_bump_raises_a_number_and_clears_those_after_it(tag: str, bump: str, after: str) -> None:
    assert bumped(read(tag), bump) == after


@pytest.mark.parametrize(
    ("tag", "after"),
    [
        ("v1.3.0-rc.1", "1.3.0-rc.2"),
        ("v1.3.0-beta", "1.3.0-beta.1"),
        ("v1.3.0-beta.9+b1", "1.3.0-beta.10"),
        ("v2.0b3", "2.0b4"),
        ("2.0.0rc1", "2.0.0rc2"),
        ("v5.0.0.beta1.1", "5.0.0.beta1.2"),
        ("5.0.0.beta", "5.0.0.beta1"),
    ],
)
def test_a_prerelease_follows_a_prerelease(tag: str, after: str) -> None:
    assert following(read(tag)) == after


@pytest.mark.parametrize(
    ("tag", "text", "after"),
    [
        ("v1.2.3", "1.3.0", "v1.3.0"),
        ("1.2.3", "1.3.0", "1.3.0"),
        ("create-vite@5.0.0", "5.1.0", "create-vite@5.1.0"),
        ("libs/core/v1.0.0", "1.0.1", "libs/core/v1.0.1"),
    ],
)
def test_a_tag_is_named_like_the_one_before_it(tag: str, text: str, after: str) -> None:
    assert tagged(read(tag), text) == after


def test_below_one_nothing_is_promised() -> None:
    assert not begun(read("v0.9.1"))
    assert begun(read("v1.0.0-rc.1"))
