"""Generations: a number on each commit that is greater than its known parents' numbers.

It is git's corrected commit date: a commit's own date, or one more than the greatest among its
parents, whichever is more. So a walk meets children before parents by reading in falling order; and
because dates are mostly right already, a parent that comes in after its children seldom lifts them.

Only pushes can contradict each other so that commits seem to descend from one another in a circle.
Then no such numbers exist: the members of such a knot share one number, and the walk copes with it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from heapq import heappop, heappush

# (commit, generation, parents) of the stored rows above one generation, up to another.
Neighbours = Callable[[int, int], Iterable[tuple[bytes, int, tuple[bytes, ...]]]]


class Generations:
    """The numbers of one stream's commits, while a batch of new rows is being fitted in.

    `stored` are those of the commits concerned that are stored already, `waiting` the stored
    children (parent, child) of those that are not.
    """

    def __init__(
        self,
        stored: dict[bytes, int],
        waiting: Iterable[tuple[bytes, bytes]],
        neighbours: Neighbours,
    ) -> None:
        self.of = dict(stored)
        self._stored = stored
        self._neighbours = neighbours
        self._read: list[tuple[int, int]] = []
        self._children: dict[bytes, list[bytes]] = defaultdict(list)
        for parent, child in waiting:
            self._children[parent].append(child)
        self._raised: list[tuple[int, bytes]] = []
        self._lifter: dict[bytes, bytes] = {}
        self._lifts: Counter[bytes] = Counter()
        self._knots: dict[bytes, frozenset[bytes]] = {}

    def place(self, sha: bytes, made: int, parents: Iterable[bytes]) -> list[bytes]:
        """Give a commit its number, above its parents; those that nobody told yet are returned."""
        unknown = []
        least = made
        for parent in parents:
            self._children[parent].append(sha)
            if parent in self.of:
                least = max(least, self.of[parent] + 1)
            else:
                unknown.append(parent)
        if sha not in self.of and sha not in self._children:
            self.of[sha] = least  # nothing stands on it yet
        elif sha not in self.of or self.of[sha] < least:
            self._raise(sha, least)
        return unknown

    def settle(self) -> None:
        """Lift all that no longer stands above its parents, lowest first, until nothing does."""
        while self._raised:
            generation, sha = heappop(self._raised)
            if self.of[sha] != generation:
                continue  # it was raised again since, and waits at its new place
            if sha in self._stored:
                self._read_between(self._stored[sha], generation)
            for child in self._children.get(sha, ()):
                if self.of[child] <= generation:
                    self._lift(child, sha)

    def lifted(self) -> dict[bytes, int]:
        """The stored commits that stand higher now."""
        return {sha: self.of[sha] for sha, before in self._stored.items() if self.of[sha] > before}

    def _raise(self, sha: bytes, generation: int) -> None:
        self.of[sha] = generation
        heappush(self._raised, (generation, sha))

    def _read_between(self, low: int, high: int) -> None:
        # The children of a stored commit stand where it stood, or above: only those that do not
        # stand above its new place too are of interest. As much again is read at once, so that a
        # long chain on the rise is read in few steps.
        for begin, end in self._unread(low - 1, high + (high - low)):
            for sha, generation, parents in self._neighbours(begin, end):
                self._stored.setdefault(sha, generation)
                self.of.setdefault(sha, generation)
                for parent in parents:
                    self._children[parent].append(sha)

    def _unread(self, low: int, high: int) -> list[tuple[int, int]]:
        """What was not read yet of a stretch, from then on taken as read."""
        near = [one for one in self._read if one[0] <= high and low <= one[1]]
        edges = [low, *(edge for one in near for edge in one), high]
        apart = [one for one in self._read if one not in near]
        self._read = sorted([*apart, (min(edges), max(edges))])
        return [gap for gap in zip(edges[::2], edges[1::2], strict=True) if gap[0] < gap[1]]

    def _lift(self, child: bytes, parent: bytes) -> None:
        knot = self._knots.get(child, frozenset((child,)))
        if parent in knot:
            return
        self._lifts[child] += 1
        if _suspicious(self._lifts[child]) and (circle := self._circle(parent, knot)):
            self._tie(circle)
            return
        for member in knot:
            self._lifter[member] = parent
            self._raise(member, self.of[parent] + 1)

    def _circle(self, parent: bytes, knot: frozenset[bytes]) -> set[bytes]:
        """The commits over which a lift came back to where it began; empty where it did not."""
        trail: dict[bytes, None] = {}
        step: bytes | None = parent
        while step is not None and step not in trail:
            trail[step] = None
            step = self._lifter.get(step)
            if step in knot:
                return {*trail, *knot}
        return set()

    def _tie(self, circle: set[bytes]) -> None:
        members = frozenset(circle.union(*(self._knots.get(sha, ()) for sha in circle)))
        generation = max(self.of[sha] for sha in members)
        for sha in members:
            self._knots[sha] = members
            if self.of[sha] != generation:
                self._raise(sha, generation)


def _suspicious(lifts: int) -> bool:
    # A merge is lifted once by each of its parents at times. Looking for a circle costs the length
    # of the way, so it is done the seldomer the more often it found none.
    return lifts >= 4 and lifts & (lifts - 1) == 0
