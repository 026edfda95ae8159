"""The numbering of a release: its tag's name read as a version, as an answer shows it."""

from msgspec import Struct

from domain.version import read


class Numbering(Struct, frozen=True):
    """See `domain.version.Version`."""

    component: str
    scheme: str
    text: str
    numbers: tuple[int, ...]
    prerelease: str | None
    core: str
    series: str


def numbering(name: str) -> Numbering | None:
    """None for a name that is no version."""
    version = read(name)
    if not version.versioned:
        return None
    return Numbering(
        version.component,
        version.scheme,
        version.text,
        version.numbers,
        version.prerelease,
        version.core,
        version.series,
    )
