"""The commit graph of a clone: what questions ask of it, over numbers instead of rows."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import repeat
from operator import neg

from projections.ownership import Ownership
from projections.view import Member, Range
from service.clone.past import Past

_PREFIX = re.compile(r"[0-9a-f]{4,64}")  # git, too, takes no less than four digits


class ClonedCommits:
    """`projections.view.Commits` over a past; `first` is the position of the first commit.

    `heads` are those that will be asked about most.
    """

    def __init__(self, past: Past, heads: Iterable[str], *, first: int) -> None:
        self._past = past
        self._first = first - past.absent
        self._heads = frozenset(heads)
        self._owned: Ownership[int] | None = None
        self._held: dict[int, frozenset[str]] = {}
        self._meant: dict[frozenset[str], int] = {}  # the bits of the heads that were asked about

    def between(self, base: str | None, head: str) -> Range:
        """See `projections.view.Commits.between`, of which this has the order, too."""
        numbers = self._past.numbers
        from_, to = numbers.get(base or "", -1), numbers.get(head, -1)
        inside, met = self._down(to, from_)
        return Range(
            tuple(self._members(self._newest_first(inside))),
            self._missing(inside, filter(None, (base, head))),
            diverged=base is not None and base != head and not met,
        )

    def containing(
        self, shas: Collection[str], heads: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        """See `projections.view.Commits.containing`."""
        wanted = frozenset(heads)
        owned, numbers = self._ownership(wanted), self._past.numbers
        meant = self._meant.get(wanted)
        if meant is None:
            meant = owned.bits(numbers[head] for head in wanted if head in numbers)
            self._meant[wanted] = meant
        # Neighbours have the same above them.
        known: dict[int, frozenset[str]] = {}
        found: dict[str, frozenset[str]] = {}
        for sha in shas:
            number = numbers.get(sha)
            near = owned.nearest(number) if number is not None else 0
            if near not in known:
                known[near] = self._named(owned.all_above(near) & meant)
            found[sha] = known[near] or wanted & {sha}
        return found

    def _named(self, bits: int) -> frozenset[str]:
        """One set for each, however many commits share it."""
        held = self._held.get(bits)
        if held is None and self._owned is not None:
            held = frozenset(map(self._past.shas.__getitem__, self._owned.named(bits)))
            self._held[bits] = held
        return held or frozenset()

    def heads_containing(self, sha: str, heads: Collection[str]) -> frozenset[str]:
        """See `projections.view.Commits.heads_containing`."""
        return self.containing((sha,), heads)[sha]

    def is_ancestor(self, sha: str, head: str) -> bool:
        """See `projections.view.Commits.is_ancestor`."""
        target, start = self._past.numbers.get(sha, -1), self._past.numbers.get(head, -1)
        if target < 0 or start < 0:
            return sha == head
        parents, reached = self._past.parents, bytearray(start + 1)
        reached[start] = 1
        at = start
        while at > target:
            for parent in parents[at]:
                reached[parent] = 1
            at = reached.rfind(1, 0, at)
        return at == target

    def expand(self, prefix: str) -> str | None:
        """See `projections.view.Commits.expand`."""
        prefix = prefix.lower()
        if not _PREFIX.fullmatch(prefix):
            return None
        start = bisect_left(self._sorted, prefix)
        found = [sha for sha in self._sorted[start : start + 2] if sha.startswith(prefix)]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._past.shas[self._past.absent :])

    def _ownership(self, heads: frozenset[str]) -> Ownership[int]:
        """One pass for all heads that were asked about so far, which are the same mostly."""
        if self._owned is None or (heads not in self._meant and not heads <= self._heads):
            self._heads |= heads
            self._owned, self._held, self._meant = Ownership(), {}, {}
            numbers, parents = self._past.numbers, self._past.parents
            self._owned.mark(numbers[head] for head in self._heads if head in numbers)
            self._owned.take((at, parents[at]) for at in range(len(parents) - 1, -1, -1))
        return self._owned

    def _down(self, head: int, base: int) -> tuple[list[int], bool]:
        """What only the head reaches, children first, and whether it reaches the base."""
        parents, absent = self._past.parents, self._past.absent
        fresh, stale = bytearray(max(head, base) + 1), bytearray(max(head, base) + 1)
        inside: list[int] = []
        met = False
        if base >= 0:
            stale[base] = 1
        if head >= 0 and head != base:
            fresh[head] = 1
        new, old = fresh.rfind(1), stale.rfind(1)
        while new >= absent:
            if new > old:
                inside.append(new)
                for parent in parents[new]:
                    met = met or parent == base
                    fresh[parent] = not stale[parent]
                new = fresh.rfind(1, 0, new)
            else:
                for parent in parents[old]:
                    stale[parent], fresh[parent] = 1, 0
                old = stale.rfind(1, 0, old)
                new = fresh.rfind(1, 0, new + 1)
        return inside, met

    def _newest_first(self, inside: list[int]) -> list[int]:
        """By falling date; a child counts as later than its parents, whatever its own date says."""
        parents, made, shas = self._past.parents, self._past.made, self._past.shas
        dates: dict[int, int] = {}
        for at in reversed(inside):
            date = made[at]
            for parent in parents[at]:
                before = dates.get(parent)
                if before is not None and before >= date:
                    date = before + 1
            dates[at] = date
        falling = map(neg, map(dates.__getitem__, inside))
        order = sorted(zip(falling, map(shas.__getitem__, inside), inside, strict=True))
        return [at for _, _, at in order]

    def _missing(self, inside: Iterable[int], ends: Iterable[str]) -> frozenset[str]:
        numbers, parents, absent = self._past.numbers, self._past.parents, self._past.absent
        missing = {end for end in ends if numbers.get(end, -1) < absent}
        if absent:
            shas = self._past.shas
            missing.update(
                shas[parent] for at in inside for parent in parents[at] if parent < absent
            )
        return frozenset(missing)

    def _members(self, inside: list[int]) -> Iterator[Member]:
        shas = map(self._past.shas.__getitem__, inside)
        return map(Member, shas, map(self._first.__add__, inside), repeat(False))
