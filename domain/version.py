"""A version: what a tag's name says of its place in the order of releases."""

import re
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from domain import component
from domain.scheme import YEARS, rank
from domain.sort_key import Ranked, significant

# Every version sorts between these two, and every name without a version below both.
FLOOR = b"\x01"
CEILING = b"\x02"

_SHORT_YEAR = re.compile(r"[0-9]{2}\.0[1-9](?![0-9])")  # «24.04»


class Version(Struct, frozen=True):
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
    scheme: str  # semver, pep440, calver, dotted, pattern, none
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
    return read_by(rank, name)


def read_by(scheme: Callable[[str], Ranked | None], name: str) -> Version:
    """The same by the rules of one scheme."""
    for part, text in component.splits(name):
        if (ranking := scheme(text)) is not None:
            return ranked_as(name, part, text, ranking)
    return unversioned(name, component.of_unversioned(name))


def unversioned(name: str, part: str) -> Version:
    own = name.encode(errors="surrogatepass")
    return Version(name, part, "none", name, (), None, "", "", b"", b"\x00" + own)


def ranked_as(name: str, part: str, text: str, ranking: Ranked) -> Version:
    precedence = FLOOR + ranking.precedence
    dated = (
        ranking.scheme == "calver" or ranking.numbers[0] in YEARS or bool(_SHORT_YEAR.match(text))
    )
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
