"""A series: how tags that look alike are read as versions, and in which order they stand."""

from bisect import bisect_left
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from typing import Any

from domain import component
from domain.scheme import SCHEMES, by_numbers
from domain.sort_key import Ranked
from domain.version import CEILING, Version, ranked_as, read, read_by, unversioned
from projections.notes.pattern import bounded, fault_of
from projections.notes.settings import Series, Settings
from projections.view import View

_DEFAULT = Series()
_NUMBERS = ("major", "minor", "patch")


class Lineup:
    """The versions of a repository, as its settings read them; made for one question."""

    def __init__(self, view: View, settings: Settings) -> None:
        self._view = view
        self._series = settings.series
        self._components = [
            (one.name, pattern)
            for one in settings.components
            if one.tags and (pattern := _compiled(one.tags))
        ]
        # Then the index of names is in the right order already, and need not be read as a whole.
        self._as_indexed = not self._components and all(
            one.scheme == _DEFAULT.scheme for one in self._series
        )
        self._read: dict[str, Version] = {}

    def series_of(self, name: str) -> Series:
        """The first that matches the name."""
        return next((one for one in self._series if fnmatchcase(name, one.match)), _DEFAULT)

    def read(self, name: str) -> Version:
        """The name as a version of a component."""
        if self._as_indexed:
            return read(name)
        if name not in self._read:
            self._read[name] = self._read_anew(name)
        return self._read[name]

    def below(self, part: str, key: bytes = CEILING) -> Iterator[Version]:
        """The versions of a component with a lower key, highest first; last what is no version."""
        if self._as_indexed:
            yield from map(read, self._view.names.below(part, key))
            return
        versions = self._ordered.get(part, [])
        end = bisect_left(versions, key, key=lambda one: one.key)
        yield from reversed(versions[:end])

    def components(self) -> list[str]:
        """Those that have at least one name."""
        return self._view.names.components() if self._as_indexed else sorted(self._ordered)

    @cached_property
    def _ordered(self) -> dict[str, list[Version]]:
        found: dict[str, list[Version]] = {}
        for version in sorted(map(self.read, self._view.names.all()), key=lambda one: one.key):
            found.setdefault(version.component, []).append(version)
        return found

    def _read_anew(self, name: str) -> Version:
        scheme = self.series_of(name).scheme
        for part, pattern in self._components:
            if found := pattern.fullmatch(name):
                text = (found[1] if pattern.groups else "") or name
                ranking = SCHEMES[scheme](text) if scheme in SCHEMES else _ranked(scheme, text)[0]
                return ranked_as(name, part, text, ranking) if ranking else unversioned(name, part)
        if scheme in SCHEMES:
            return read_by(SCHEMES[scheme], name)
        ranking, start = _ranked(scheme, name)
        if ranking is None:
            return unversioned(name, component.of_unversioned(name))
        return ranked_as(name, component.before(name[:start]), name[start:], ranking)


def _ranked(pattern: str, text: str) -> tuple[Ranked | None, int]:
    """What a team's own pattern finds, and where the version begins."""
    compiled = _compiled(pattern)
    found = compiled.search(text) if compiled else None
    if found is None:
        return None, 0
    groups = found.groupdict()
    written = [groups[one] for one in _NUMBERS if groups.get(one)]
    if not written or not all(one.isascii() and one.isdigit() for one in written):
        return None, 0
    ranking = by_numbers(tuple(map(int, written)), groups.get("pre") or "")
    return ranking, min(
        found.start(compiled.groupindex[one]) for one in _NUMBERS if groups.get(one)
    )


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> Any:
    """A pattern of somebody's settings; None where RE2 does not read it, of which they are told."""
    return None if fault_of(pattern) else bounded(pattern)
