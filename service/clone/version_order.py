"""The names of a clone's tags in version order."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

from domain.version import read


class ClonedNames:
    """`projections.view.Names` in memory."""

    def __init__(self, names: Iterable[str]) -> None:
        self._of: dict[str, list[tuple[bytes, str]]] = {}
        for name in names:
            version = read(name)
            self._of.setdefault(version.component, []).append((version.key, name))
        for keyed in self._of.values():
            keyed.sort()

    def below(self, component: str, key: bytes) -> Iterator[str]:
        """See `projections.view.Names.below`."""
        keyed = self._of.get(component, [])
        return (name for _, name in reversed(keyed[: bisect_left(keyed, (key, ""))]))

    def above(self, component: str, key: bytes) -> Iterator[str]:
        """See `projections.view.Names.above`."""
        keyed = self._of.get(component, [])
        return (name for at, name in keyed[bisect_right(keyed, (key, "")) :] if at != key)

    def page(
        self, component: str | None, *, after: tuple[bytes, str] | None, limit: int
    ) -> list[tuple[bytes, str]]:
        """See `projections.view.Names.page`."""
        parts = self.components() if component is None else [component]
        rows = ((part, one) for part in parts for one in reversed(self._of.get(part, [])))
        if after is not None:
            last = read(after[1])
            beyond = (last.component, last.key)
            rows = (row for row in rows if _is_later(row, *beyond))
        return [one for _, one in islice(rows, limit)]

    def components(self) -> list[str]:
        """See `projections.view.Names.components`."""
        return sorted(self._of)

    def all(self) -> list[str]:
        """See `projections.view.Names.all`."""
        return [name for part in self.components() for _, name in self._of[part]]


def _is_later(row: tuple[str, tuple[bytes, str]], component: str, key: bytes) -> bool:
    part, (at, _) = row
    return part > component or (part == component and at < key)
