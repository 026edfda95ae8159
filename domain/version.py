"""A version: what a tag's name says of its place in the order of releases."""

import re
from dataclasses import dataclass
from functools import lru_cache

import packaging.version
import semver

from domain import component
from domain.sort_key import Ranked, ranked, significant

# Every version sorts between these two, and every name without a version below both.
FLOOR = b"\x01"
CEILING = b"\x02"

_YEARS = range(1990, 2100)
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})|-?([0-9]{2})-?([0-9]{2})(?:[-_.T]?([0-9]+))?)", re.ASCII
)
_SHORT_YEAR = re.compile(r"[0-9]{2}\.0[1-9](?![0-9])")  # «24.04»
_DOTTED = re.compile(
    r"([0-9]+(?:\.[0-9]+)+)[-_.]?([a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*)?", re.ASCII | re.IGNORECASE
)
_NUMBERS = re.compile(r"(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*[-_.]?")

# Words after the numbers that say «this is the release», as Java projects write them.
_FINAL = frozenset({"final", "ga", "release"})
# And what stands for any number: «0.12.x» names a line, not a release on it.
_WILDCARDS = frozenset({"x", "y", "z"})


@dataclass(frozen=True, slots=True)
class Version:
    """A tag's name, read.

    `core`        the final release that it is, or that it leads to: `5.0.0` of `v5.0.0-rc.1`.
    `series`      the line it is on: its first two numbers, for a date its year and month.
    `prerelease`  what makes it one, as it was written; None for a final release.
    `precedence`  equal where two names are the same version (`v1.0` and `1.0.0+build5`).
    `key`         sorts by its bytes as the versions of a component do, a tie by the tag's name.

    A name without a version has the scheme `none`, no numbers, and a key below all versions.
    """

    name: str
    component: str
    scheme: str  # semver, pep440, calver, dotted, none
    text: str
    numbers: tuple[int, ...]
    prerelease: str | None
    core: str
    series: str
    precedence: bytes
    key: bytes

    @property
    def versioned(self) -> bool:
        return bool(self.numbers)

    @property
    def final(self) -> bool:
        return self.versioned and self.prerelease is None


@lru_cache(maxsize=16_384)
def read(name: str) -> Version:
    """The name as a version of a component; a name that is no version is read as such."""
    for part, text in component.splits(name):
        if (ranking := rank(text)) is not None:
            return _version(name, part, text, ranking)
    part, own = component.of_unversioned(name), name.encode(errors="surrogatepass")
    return Version(name, part, "none", name, (), None, "", "", b"", b"\x00" + own)


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


def _version(name: str, part: str, text: str, ranking: Ranked) -> Version:
    precedence = FLOOR + ranking.precedence
    dated = ranking.numbers[0] in _YEARS or bool(_SHORT_YEAR.match(text))
    numbers = significant(ranking.numbers)
    front = f"{ranking.epoch}!" if ranking.epoch else ""
    back = "" if ranking.post is None else f".post{ranking.post}"
    return Version(
        name=name,
        component=part,
        scheme="calver" if dated else ranking.scheme,
        text=text,
        numbers=ranking.numbers,
        prerelease=ranking.prerelease,
        core=front + _joined(numbers, at_least=2 if dated else 3) + back,
        series=front + _joined(numbers[:2], at_least=2),
        precedence=precedence,
        key=precedence + name.encode(errors="surrogatepass"),
    )


def _joined(numbers: tuple[int, ...], *, at_least: int) -> str:
    return ".".join(map(str, numbers + (0,) * (at_least - len(numbers))))


def _semver(text: str) -> Ranked | None:
    try:
        parsed = semver.Version.parse(text)
    except ValueError:
        return None
    pre = parsed.prerelease
    identifiers = (
        tuple(int(one) if one.isdigit() else one for one in pre.split(".")) if pre else None
    )
    numbers = (parsed.major, parsed.minor, parsed.patch)
    return ranked("semver", numbers, pre=identifiers, prerelease=pre)


def _date(text: str) -> Ranked | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, *rest = (int(group) for group in found.groups() if group is not None)
    plausible = year in _YEARS and 1 <= rest[0] <= 12 and (len(rest) < 2 or 1 <= rest[1] <= 31)
    return ranked("calver", (year, *rest)) if plausible else None


def _pep440(text: str) -> Ranked | None:
    try:
        parsed = packaging.version.Version(text)
    except packaging.version.InvalidVersion:
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
