"""Ownership: which tagged commits contain each commit, found in one pass over all of them.

Each commit keeps the nearest tagged commits above it: those from which it is reached without
passing another tagged one. They are few, and most commits share theirs with a neighbour. The
nearest above each tagged commit make a graph of tagged commits alone; all that contain a commit are
what its own set reaches there.

What comes in later, a commit, a parent or a tag, is painted into what it changes and no further; no
order of arrival, nor a circle, changes any answer. Taken in with children before parents and marked
before that, every edge is looked at once.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

T = TypeVar("T")

_TRUTH = bytes.maketrans(b"01", b"\0\1")

# To paint more new tags than this one by one is slower than one pass over everything.
_MANY = 8


class Ownership(Generic[K]):
    """Commits by any kind of id; sets of tagged commits are bits, in the order of their marking."""

    def __init__(self) -> None:
        self._parents: dict[K, Sequence[K]] = {}
        self.marked: list[K] = []
        self._bits: dict[K, int] = {}
        # The nearest above; one marked late may stand beside others that it hides, which changes
        # nothing in what all of them reach.
        self._nearest: dict[K, int] = {}
        self._sets: dict[int, int] = {}  # one object for each, however many commits share it
        self._reach: list[int] = []  # by tagged commit: itself and all above it; empty: to be made
        self._whole: dict[int, int] = {}  # the same for sets of them

    def __len__(self) -> int:
        return len(self._parents)

    def parents(self, commit: K) -> Sequence[K] | None:
        """None where nobody told of the commit itself."""
        return self._parents.get(commit)

    def is_reached(self, commit: K) -> bool:
        """Whether any tagged commit is it or contains it."""
        return commit in self._bits or commit in self._nearest

    def mark(self, commits: Iterable[K]) -> None:
        """Take these as tagged."""
        new = [commit for commit in dict.fromkeys(commits) if commit not in self._bits]
        for number, commit in enumerate(new, len(self.marked)):
            self._bits[commit] = 1 << number
        self.marked += new
        if new:
            self._reach = []
        if len(new) > _MANY:
            known, self._parents, self._nearest = self._parents, {}, {}
            self.take(known.items())
        else:
            for commit in new:
                self._paint(self._parents.get(commit, ()), self._bits[commit])

    def take(self, commits: Iterable[tuple[K, Sequence[K]]]) -> None:
        """Take in commits with all of their parents; one that is known may gain some."""
        known, nearest, bits, sets = self._parents, self._nearest, self._bits, self._sets
        for commit, parents in commits:
            known[commit] = parents
            above = bits.get(commit) or nearest.get(commit)
            if not above:
                continue  # most news: nobody's tag reaches it
            self._reach = []
            for parent in parents:
                have = nearest.get(parent)
                if parent in known:
                    self._paint((parent,), above)  # it came before its child
                elif have is None:
                    nearest[parent] = above
                elif have != above and (both := have | above) != have:
                    nearest[parent] = sets.setdefault(both, both)

    def _paint(self, commits: Iterable[K], above: int) -> None:
        """Let the commits, and what they reach, know what stands above them."""
        ways = list(commits)
        while ways:
            commit = ways.pop()
            have = self._nearest.get(commit, 0)
            both = have | above
            if both == have:
                continue
            self._nearest[commit] = self._sets.setdefault(both, both)
            if commit in self._bits:
                self._reach = []
            else:
                ways.extend(self._parents.get(commit, ()))

    def containing(self, commit: K) -> int:
        """All tagged commits that are it or contain it; `named` says which."""
        return self.all_above(self.nearest(commit))

    def nearest(self, commit: K) -> int:
        """The nearest of those, from which all others are reached; the commit, where it is tagged.

        Most neighbours share theirs.
        """
        return self._bits.get(commit) or self._nearest.get(commit, 0)

    def named(self, bits: int) -> frozenset[K]:
        return frozenset(chosen(self.marked, bits))

    def bits(self, commits: Iterable[K]) -> int:
        """Those of the commits that are tagged, as a set."""
        found = 0
        for commit in commits:
            found |= self._bits.get(commit, 0)
        return found

    def groups(self) -> Iterator[tuple[int, list[K]]]:
        """The known commits that the same tagged commits contain, with those; each group once."""
        near: dict[int, list[K]] = {}
        for commit in self._parents:
            near.setdefault(self.nearest(commit), []).append(commit)
        whole: dict[int, list[K]] = {}
        for bits, commits in near.items():
            whole.setdefault(self.all_above(bits), []).extend(commits)
        yield from whole.items()

    def all_above(self, nearest: int) -> int:
        """The nearest, and all that contain one of them."""
        if not self._reach and self.marked:
            self._reach, self._whole = self._reaches(), {}
        found = self._whole.get(nearest)
        if found is None:
            found = 0
            for number in _numbers(nearest):
                found |= self._reach[number]
            self._whole[nearest] = found
        return found

    def _reaches(self) -> list[int]:
        """For each tagged commit, it and all above it."""
        above = [self._nearest.get(commit, 0) for commit in self.marked]
        reach = [1 << number for number in range(len(above))]
        order = _highest_first(above)
        news = True
        while news:  # the second round finds nothing, except in circles
            news = False
            for number in order:
                found = before = reach[number]
                for other in _numbers(above[number]):
                    found |= reach[other]
                if found != before:
                    reach[number], news = found, True
        return reach


def _highest_first(above: Sequence[int]) -> list[int]:
    """Each after all that stand above it, as far as there is no circle."""
    order: list[int] = []
    met = [False] * len(above)
    for start in range(len(above)):
        ways = [(start, False)]
        while ways:
            number, done = ways.pop()
            if done:
                order.append(number)
            elif not met[number]:
                met[number] = True
                ways.append((number, True))
                ways.extend((other, False) for other in _numbers(above[number]))
    return order


def chosen(values: Sequence[T], bits: int) -> Iterator[T]:
    """Of values in the order of marking, those of a set."""
    return compress(values, bin(bits)[:1:-1].encode().translate(_TRUTH))


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
