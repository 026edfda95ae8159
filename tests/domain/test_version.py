"""A tag's name as a version: what a person would read, in the order a person would sort."""

import pytest
import semver
from hypothesis import assume, given
from hypothesis import strategies as st
from packaging.version import Version as Pep440

from domain.version import CEILING, FLOOR, read


@pytest.mark.parametrize(
    ("name", "expected"),  # its component, scheme, core, series and prerelease
    [
        ("v1.2.3", ("", "semver", "1.2.3", "1.2", None)),
        ("1.2.3", ("", "semver", "1.2.3", "1.2", None)),
        ("create-vite@5.0.0", ("create-vite", "semver", "5.0.0", "5.0", None)),
        ("plugin-legacy@4.0.0", ("plugin-legacy", "semver", "4.0.0", "4.0", None)),
        ("@scope/pkg@1.0.0-beta.1", ("@scope/pkg", "semver", "1.0.0", "1.0", "beta.1")),
        ("foo-v1.2.3", ("foo", "semver", "1.2.3", "1.2", None)),
        ("foo/v1.2.3", ("foo", "semver", "1.2.3", "1.2", None)),
        ("libs/core/v1.2.0-rc.0", ("libs/core", "semver", "1.2.0", "1.2", "rc.0")),
        ("libs/foo-v1.2.3", ("libs/foo", "semver", "1.2.3", "1.2", None)),
        ("log4j-2.17.1", ("log4j", "semver", "2.17.1", "2.17", None)),
        ("release-1.2.3", ("", "semver", "1.2.3", "1.2", None)),
        ("release/1.2.3", ("", "semver", "1.2.3", "1.2", None)),
        ("rel_1_2_3", ("", "semver", "1.2.3", "1.2", None)),
        ("release-1-2-3", ("", "semver", "1.2.3", "1.2", None)),
        ("version1.2.3", ("", "semver", "1.2.3", "1.2", None)),
        ("v.1.2", ("", "pep440", "1.2.0", "1.2", None)),
        ("r150", ("", "pep440", "150.0.0", "150.0", None)),
        ("v5", ("", "pep440", "5.0.0", "5.0", None)),
        ("build-1234", ("build", "pep440", "1234.0.0", "1234.0", None)),
        ("v2.0b3", ("", "pep440", "2.0.0", "2.0", "b3")),
        ("1.0rc1", ("", "pep440", "1.0.0", "1.0", "rc1")),
        ("0.1.dev1", ("", "pep440", "0.1.0", "0.1", "dev1")),
        ("1.0.post1", ("", "pep440", "1.0.0.post1", "1.0", None)),
        ("1!2.0", ("", "pep440", "1!2.0.0", "1!2.0", None)),
        ("REL_12_BETA1", ("", "pep440", "12.0.0", "12.0", "BETA1")),
        ("v1.0.0-rc.1", ("", "semver", "1.0.0", "1.0", "rc.1")),
        ("v1.0.0+build5", ("", "semver", "1.0.0", "1.0", None)),
        ("v6.0.0.beta1", ("", "pep440", "6.0.0", "6.0", "beta1")),
        ("v6.1.0.rc2", ("", "pep440", "6.1.0", "6.1", "rc2")),
        ("v5.0.0.beta1.1", ("", "dotted", "5.0.0", "5.0", "beta1.1")),
        ("v2.0.0_PR", ("", "dotted", "2.0.0", "2.0", "PR")),
        ("v5.2.8.1", ("", "pep440", "5.2.8.1", "5.2", None)),
        ("1.0.0.Final", ("", "dotted", "1.0.0", "1.0", None)),
        ("2024.10.1", ("", "calver", "2024.10.1", "2024.10", None)),
        ("v2024.10.1-rc1", ("", "calver", "2024.10.1", "2024.10", "rc1")),
        ("2024.04.1", ("", "calver", "2024.4.1", "2024.4", None)),
        ("24.04", ("", "calver", "24.4", "24.4", None)),
        ("2024-10-31", ("", "calver", "2024.10.31", "2024.10", None)),
        ("20241031", ("", "calver", "2024.10.31", "2024.10", None)),
        ("20241031.2", ("", "calver", "2024.10.31.2", "2024.10", None)),
        ("nightly-2024-10-31", ("nightly", "calver", "2024.10.31", "2024.10", None)),
    ],
)
def test_a_name_is_read_as_a_person_would(name: str, expected: tuple[str | None, ...]) -> None:
    version = read(name)

    found = version.component, version.scheme, version.core, version.series, version.prerelease
    assert found == expected
    assert version.final == (version.prerelease is None)


@pytest.mark.parametrize(
    "name",
    [
        "latest",
        "nightly",
        "stable",
        "foo",
        "v",
        "0.12.x",
        "1.2.3.x",
        "x86_64",
        "foo-3-bar",
        "02-05-refactor_x",
        "٣.1.2",
        "create-vite@latest",
    ],
)
def test_a_name_may_be_no_version(name: str) -> None:
    version = read(name)

    assert (version.scheme, version.versioned, version.final) == ("none", False, False)
    assert version.key < FLOOR


def test_a_name_without_a_version_still_belongs_to_its_component() -> None:
    assert read("create-vite@latest").component == "create-vite"
    assert read("deploy/production").component == "deploy"


@pytest.mark.parametrize(
    "rising",
    [
        "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0",
        "1.0.dev1 1.0a1.dev1 1.0a1 1.0a2 1.0b1 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5",
        "1.0 1.0.post1.dev2 1.0.post1 1.1.dev1 1!0.1",
        "v5.2.8 v5.2.8.1 v6.0.0.beta1 v6.0.0.beta2 v6.0.0.rc1 v6.0.0 v6.0.0.1 v6.0.1",
        "v5.0.0.beta1 v5.0.0.beta1.1 v5.0.0.beta2 v5.0.0",
        "v2.0.0_PR v2.0.0_RC1 v2.0.0_RC2 v2.0.0",
        "v2.0b3 v2.0.0-beta.4 2.0rc1 v2.0 v2.0.1",
        "24.04 24.04.1 24.10 25.04",
        "20240930 2024-10-01 2024.10.31 20241031.1 2024.11.1",
        "v9.0.0 v10.0.0 v255.0.0 v256.0.0 v65536.0.0",
        "latest nightly v0.0.1",
    ],
)
def test_keys_sort_as_versions_do(rising: str) -> None:
    names = rising.split()

    assert sorted(names, key=lambda name: read(name).key) == names


def test_names_of_one_version_have_one_precedence_and_two_keys() -> None:
    one, other = read("v1.0.0+build5"), read("1.0")

    assert one.precedence == other.precedence
    assert one.key != other.key


def test_every_key_lies_between_floor_and_ceiling() -> None:
    assert FLOOR < read("0.0.0.dev0").key < read("999999!9").key < CEILING


def test_a_number_as_long_as_a_name_can_hold_is_still_a_number() -> None:
    assert read(f"v1.{'9' * 1000}.0").key < read(f"v1.1{'0' * 1000}.0").key


numbers = st.integers(0, 300) | st.integers(0, 2**70)
words = st.text("abcxyzABC019-", min_size=1, max_size=5).filter(
    lambda word: not word.isdigit() or word == "0" or word[0] != "0"
)
semvers = st.builds(
    lambda core, pre, build: (
        ".".join(map(str, core))
        + (f"-{'.'.join(pre)}" if pre else "")
        + (f"+{'.'.join(build)}" if build else "")
    ),
    st.tuples(numbers, numbers, numbers),
    st.lists(words, max_size=3),
    st.lists(words, max_size=2),
)
pep440s = st.builds(
    lambda epoch, release, pre, post, dev, local: (
        f"{epoch}{'.'.join(map(str, release))}{pre}{post}{dev}{local}"
    ),
    st.sampled_from(["", "1!"]),
    st.lists(st.integers(0, 30), min_size=1, max_size=4),
    st.sampled_from(["", "a1", "b2", "rc1", "rc10", "-alpha.3", "c2"]),
    st.sampled_from(["", ".post1", ".post2", "-3"]),
    st.sampled_from(["", ".dev1", ".dev10"]),
    st.sampled_from(["", "+abc.5", "+abc", "+5", "+5.1"]),
)


def sign(one: object, other: object) -> int:
    return (one > other) - (one < other)  # type: ignore[operator]


@given(semvers, semvers)
def test_precedence_is_semvers_own(one: str, other: str) -> None:
    expected = semver.Version.parse(one).compare(other)

    assert sign(read(f"v{one}").precedence, read(f"v{other}").precedence) == expected


@given(pep440s, pep440s)
def test_precedence_is_packagings_own(one: str, other: str) -> None:
    # What is SemVer as well is read as SemVer, and a date as a date: the other tests hold them.
    assume(read(one).scheme == read(other).scheme == "pep440")

    assert sign(read(one).precedence, read(other).precedence) == sign(Pep440(one), Pep440(other))


@given(st.lists(semvers | pep440s | st.text(min_size=1), max_size=4, unique=True))
def test_keys_are_a_total_order(names: list[str]) -> None:
    keys = {read(name).key for name in names}

    assert len(keys) == len(names)


@given(st.text(max_size=40))
def test_any_text_can_be_read(name: str) -> None:
    assert read(name).name == name
