"""A walk: colours run down from the heads, and every commit is met with all that reach it.

This is git's own way, by falling generations: whoever is met has been reached by every child that
will ever reach it, so its colours are complete, and the walk may end as soon as all that is left to
meet is stale. It reads whole pages of neighbours, each twice the size of the one before, so that a
short answer costs little and a long one few queries.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from projections.commit_graph.node import Commit, Entry, commit_at
from projections.commit_graph.shelf import Shelf

_FIRST_PAGE = 32
_LARGEST_PAGE = 8192
_FIRST_REACH = 7 * 24 * 3600  # generations are dates, more or less
_BOTTOM = -(2**62)


class Walk:
    """`colours` are sets of bits; a commit that has the `stale` one is of no interest."""

    def __init__(self, shelf: Shelf, colours: Mapping[bytes, int], *, stale: int = 0) -> None:
        self._shelf = shelf
        self._stale = stale
        self._fresh = 0  # how many of the pending are of interest
        self._generations: dict[bytes, int] = {}
        self._pending: dict[bytes, int] = {}
        self.unknown: dict[bytes, int] = {}
        for sha, colour in colours.items():
            self._paint(sha, colour)

    def down_to(self, floor: int = _BOTTOM) -> Iterator[tuple[Commit, int]]:
        """Each commit with its colours, children before parents."""
        limit, reach = _FIRST_PAGE, _FIRST_REACH
        while self._locate() and self._fresh:
            top = max(self._generations.values())
            if top < floor:
                return
            page = self._shelf.page(top, max(floor, top - reach), limit)
            for _, rows in groupby(page, key=itemgetter(1)):
                neighbours = {row[0][16:]: row for row in rows}
                if not self._pending.keys().isdisjoint(neighbours):
                    yield from self._meet(neighbours)
                if not self._fresh:
                    break
            # So far back that the next page will be about full.
            reach = 8 * reach if 2 * len(page) < limit else 2 * (top - page[-1][1] + 1)
            limit = min(2 * limit, _LARGEST_PAGE)

    def left(self) -> dict[bytes, int]:
        """Those that were reached and not met, with the colours that they had by then."""
        return self.unknown | self._pending

    def _locate(self) -> bool:
        new = self._pending.keys() - self._generations.keys()
        self._generations.update(self._shelf.generations(new))
        for sha in new - self._generations.keys():
            self.unknown[sha] = self.unknown.get(sha, 0) | self._take(sha)
        return bool(self._pending)

    def _meet(self, rows: dict[bytes, Entry]) -> Iterator[tuple[Commit, int]]:
        # Commits of one generation reach each other only where pushes contradict themselves: then
        # colours run round until nothing changes.
        commits: dict[bytes, Commit] = {}
        running = [sha for sha in rows if sha in self._pending]
        while running:
            sha = running.pop()
            colour = self._pending[sha]
            if sha not in commits:
                commits[sha] = commit_at(self._shelf.position, rows[sha])
            painted = [one for one in commits[sha].parents if self._paint(one, colour)]
            running += [one for one in painted if one in rows]
        for sha in sorted(commits):
            yield commits[sha], self._take(sha)

    def _paint(self, sha: bytes, colour: int) -> bool:
        before = self._pending.get(sha, 0)
        after = before | colour
        if after == before:
            return False
        self._pending[sha] = after
        self._fresh += self._interesting(after) - self._interesting(before)
        return True

    def _take(self, sha: bytes) -> int:
        colour = self._pending.pop(sha)
        self._generations.pop(sha, None)
        self._fresh -= self._interesting(colour)
        return colour

    def _interesting(self, colour: int) -> bool:
        return colour != 0 and not colour & self._stale
