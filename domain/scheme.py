"""A scheme: the rules by which a text is read as a version, found out or settled by a team."""

import re
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from domain.sort_key import Ranked, ranked

YEARS = range(1990, 2100)

# The expression that https://semver.org suggests.
_SEMVER = re.compile(
    r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"
    r"(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
    r"(?:\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?"
)
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})|-?([0-9]{2})-?([0-9]{2})(?:[-_.T]?([0-9]+))?)", re.ASCII
)
_DOTTED = re.compile(
    r"([0-9]+(?:\.[0-9]+)+)[-_.]?([a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*)?", re.ASCII | re.IGNORECASE
)
_BEGUN = re.compile(r"\s*[vV]?[0-9]")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_NUMBERS = re.compile(r"(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*[-_.]?")
_SHORT = re.compile(r"(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*))?((?:[-+].*)?)", re.ASCII)

# Words after the numbers that say «this is the release», as Java projects write them.
_FINAL = frozenset({"final", "ga", "release"})
# And what stands for any number: «0.12.x» names a line, not a release on it.
_WILDCARDS = frozenset({"x", "y", "z"})


def rank(text: str) -> Ranked | None:
    """The text as a version: strict SemVer first, then dates, PEP 440, and dotted numbers."""
    if not text.isascii():
        return None
    plain = text.replace("_", ".").replace("-", ".")
    return (
        _semver(text)
        or _date(text)
        or _pep440(text)
        or _dotted(text)
        # «rel_1_2_3»: other marks stand for the dots.
        or (None if "." in text else _semver(plain) or _pep440(plain))
    )


def by_semver(text: str) -> Ranked | None:
    """Semantic Versioning alone: a hyphen begins a prerelease. `1.0-rc1` lacks its last number."""
    if short := _SHORT.fullmatch(text):
        text = f"{short[1]}.{short[2] or 0}.0{short[3]}"
    return _semver(text)


def by_pep440(text: str) -> Ranked | None:
    """Python's rules alone: `1.0-1` is a release after the release."""
    return _pep440(text) if text.isascii() else None


def by_calver(text: str) -> Ranked | None:
    """A date, or numbers beginning with one, and more numbers for more releases of that day."""
    if not text.isascii():
        return None
    found = _date(text) or _pep440(text) or _dotted(text)
    return replace(found, scheme="calver") if found else None


def by_numbers(numbers: tuple[int, ...], prerelease: str) -> Ranked:
    """What a team's own pattern found."""
    parts = tuple(
        int(one) if one.isdigit() else one
        for one in re.findall(r"[0-9]+|[a-z]+", prerelease.casefold())
    )
    return ranked(
        "pattern", numbers, pre=parts if prerelease else None, prerelease=prerelease or None
    )


SCHEMES: Mapping[str, Callable[[str], Ranked | None]] = {
    "auto": rank,
    "semver": by_semver,
    "pep440": by_pep440,
    "calver": by_calver,
}


def _semver(text: str) -> Ranked | None:
    found = _SEMVER.fullmatch(text)
    if found is None:
        return None
    major, minor, patch, pre = found.groups()
    identifiers = (
        tuple(int(one) if one.isdigit() else one for one in pre.split(".")) if pre else None
    )
    return ranked("semver", (int(major), int(minor), int(patch)), pre=identifiers, prerelease=pre)


def _date(text: str) -> Ranked | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, *rest = (int(group) for group in found.groups() if group is not None)
    plausible = year in YEARS and 1 <= rest[0] <= 12 and (len(rest) < 2 or 1 <= rest[1] <= 31)
    return ranked("calver", (year, *rest)) if plausible else None


def _pep440(text: str) -> Ranked | None:
    if not _BEGUN.match(text):
        return None
    if _PLAIN.fullmatch(text):
        return ranked("pep440", tuple(int(one) for one in text.split(".")))
    # Late, for nearly all tags are Semantic Versions, or numbers alone.
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415

    try:
        parsed = Version(text)
    except InvalidVersion:
        return None
    return ranked(
        "pep440",
        parsed.release,
        epoch=parsed.epoch,
        pre=None if parsed.pre is None else (_PEP440_WORDS[parsed.pre[0]], parsed.pre[1]),
        post=parsed.post,
        dev=parsed.dev,
        local=_local(parsed.local),
        prerelease=_written(text) if parsed.is_prerelease else None,
    )


# In full words, so that `1.0b2` stands rightly beside a neighbour's `1.0.0-beta.3`.
_PEP440_WORDS = {"a": "alpha", "b": "beta", "rc": "rc"}


def _local(text: str | None) -> tuple[int | str, ...] | None:
    return tuple(int(one) if one.isdigit() else one for one in text.split(".")) if text else None


def _dotted(text: str) -> Ranked | None:
    """Numbers and a word: `5.0.0.beta1.1`, `2.0.0_PR`, `1.0.0.Final`."""
    found = _DOTTED.fullmatch(text)
    if found is None:
        return None
    numbers, suffix = tuple(int(one) for one in found[1].split(".")), (found[2] or "").casefold()
    if suffix in _WILDCARDS:
        return None
    if not suffix or suffix in _FINAL:
        return ranked("dotted", numbers)
    parts = (int(one) if one.isdigit() else one for one in re.findall(r"[0-9]+|[a-z]+", suffix))
    return ranked("dotted", numbers, pre=tuple(parts), prerelease=_written(text))


def _written(text: str) -> str:
    """The end of the text, after its numbers and before what was built locally."""
    return _NUMBERS.sub("", text, count=1).partition("+")[0]
