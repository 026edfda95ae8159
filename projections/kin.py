"""The kin of a release: the prereleases that led to it, or the release that it led to."""

from collections.abc import Iterator
from itertools import takewhile

from domain.version import Version, read
from projections.standing import standing
from projections.view import View


def prereleases(view: View, version: Version) -> tuple[str, ...]:
    """The prereleases that led to a final release, the last first; none for a prerelease."""
    if not version.final:
        return ()
    below = view.names.below(version.component, version.precedence)
    led = takewhile(lambda name: read(name).core == version.core, below)
    return tuple(tag.name for tag in standing(view, led))


def final(view: View, version: Version) -> str | None:
    """The release that a prerelease led to, if it exists by now."""
    if version.prerelease is None:
        return None
    above = view.names.above(version.component, version.key)
    return next((tag.name for tag in standing(view, _finals(above, version))), None)


def _finals(above: Iterator[str], version: Version) -> Iterator[str]:
    same = takewhile(lambda other: other.core == version.core, map(read, above))
    return (other.name for other in same if other.final)
