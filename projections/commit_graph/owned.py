"""The owned: a repository's commits with the heads that contain them, kept while news is small.

It is built out of all rows at once, and stays right for every position from which on nothing has
changed that was known before: new commits change nothing there, whoever looks from an older
position asks about other heads.
"""

from collections.abc import Collection, Iterable

from projections.commit_graph.node import Entry, Telling, commit_at, split
from projections.commit_graph.ranges import Ranged, Ranges
from projections.commit_graph.shelf import Shelf, raw
from projections.ownership import Ownership, chosen

# Heads that nobody asks about any more are forgotten by building anew.
_STALE_HEADS = 2000


class Owned:
    """As known at `position`, and at any from `changed` on."""

    def __init__(self, shelf: Shelf, heads: Collection[str]) -> None:
        self.position = self.changed = self._built = shelf.position
        self._ownership: Ownership[bytes] = Ownership()
        self._ownership.mark(map(raw, heads))
        self._heads: list[str] = []  # all that were asked about, in the order of marking
        self._unsure: set[bytes] = set()
        self._absent: set[bytes] = set()  # named as parents, and not told themselves
        self._since: dict[bytes, int] = {}  # what came in after the building
        rows = shelf.everything()
        self._ownership.take((row[0][16:], self._parents(row, shelf.position)) for row in rows)
        for row in rows:
            for parent in self._ownership.parents(row[0][16:]) or ():
                if self._ownership.parents(parent) is None:
                    self._absent.add(parent)
        self._ranges = Ranges(self._ownership.parents, rows, shelf.position)

    def __len__(self) -> int:
        return len(self._ownership)

    def _parents(self, row: Entry, position: int) -> tuple[bytes, ...]:
        if row[3] <= position:
            return split(row[4], len(row[0]) - 16)
        self._unsure.add(row[0][16:])
        return commit_at(position, row).parents

    def holds_at(self, position: int) -> bool:
        return self.changed <= position <= self.position

    def take(self, news: Iterable[Telling], position: int) -> bool:
        """Go on to a position; False where a commit lost a parent, which needs a new building."""
        for told in news:
            if not self._take(told):
                return False
        self.position = position
        return True

    def _take(self, told: Telling) -> bool:
        self._ranges.take(told)
        before = self._ownership.parents(told.sha)
        if before is None:
            self._since[told.sha] = told.position
            if not told.sure:
                self._unsure.add(told.sha)
            if told.sha in self._absent:
                self._absent.discard(told.sha)
                self.changed = told.position
            self._put(told.sha, told.parents)
            return True
        if told.sha not in self._unsure:
            return True
        after = told.parents if told.sure else tuple(dict.fromkeys((*before, *told.parents)))
        if told.sure:
            self._unsure.discard(told.sha)
        if set(after) == set(before):
            return True
        self.changed = told.position
        if self._ownership.is_reached(told.sha) and not set(before) <= set(after):
            return False
        self._put(told.sha, after)
        return True

    def _put(self, sha: bytes, parents: tuple[bytes, ...]) -> None:
        self._ownership.take([(sha, parents)])
        self._absent.update(one for one in parents if self._ownership.parents(one) is None)

    def between(self, base: bytes | None, head: bytes, position: int) -> Ranged | None:
        """See `projections.commit_graph.ranges`; the position is one at which this holds."""
        ends = [one for one in (base, head) if one is not None]
        # A commit that gained parents may stand below them by now.
        if self.changed > self._built or any(self._ownership.parents(one) is None for one in ends):
            return None
        if any(self._since.get(one, 0) > position for one in ends):
            return None
        marked = self._ownership.bits(() if base is None else (base,))
        if base is None or not marked:
            return self._ranges.between(base, head, position)
        containing = self._ownership.containing
        return self._ranges.above(base, head, position, lambda sha: containing(sha) & marked != 0)

    def containing(
        self, shas: Collection[str], heads: Collection[str], position: int
    ) -> dict[str, frozenset[str]]:
        """See `projections.view.Commits.containing`."""
        known = [id_ for id_ in map(raw, heads) if self._since.get(id_, 0) <= position]
        self._ownership.mark(known)
        marked = self._ownership.marked
        self._heads += (id_.hex() for id_ in marked[len(self._heads) :])
        asked = self._ownership.bits(known)
        sets: dict[int, frozenset[str]] = {}
        found: dict[str, frozenset[str]] = {}
        for sha in shas:
            id_ = raw(sha)
            if self._since.get(id_, 0) > position:
                found[sha] = frozenset((sha,)) & frozenset(heads)
                continue
            bits = self._ownership.containing(id_) & asked
            if bits not in sets:
                sets[bits] = frozenset(chosen(self._heads, bits))
            found[sha] = sets[bits]
        return found

    def is_stale(self, heads: Collection[str]) -> bool:
        """Whether most of what is marked was asked about long ago."""
        return len(self._ownership.marked) > 2 * len(heads) + _STALE_HEADS
