"""The ranges: what one commit reaches and another does not, out of commits in memory.

A commit stands above its parents by its generation, so that by falling generations whoever is met
has been reached by every child that will ever reach it, as in `walk`. Where it is known what the
base contains, nothing but the range itself is walked. What cannot be told so is not answered here:
where pushes contradict themselves, and of commits whose parents are not sure.
"""

from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from projections.commit_graph.node import NEVER, Commit, Entry, Telling

HEAD, BASE = 1, 2


class Ranged(NamedTuple):
    """The commits of a range; which of the ends the head was seen to reach; the commits that are
    named and not known.
    """

    commits: list[Commit]
    reached: set[bytes]
    missing: set[bytes]


class Ranges:
    """`parents` are kept elsewhere; here are the generation, the date and where it was sure."""

    def __init__(
        self,
        parents: Callable[[bytes], Sequence[bytes] | None],
        rows: Iterable[Entry],
        position: int,
    ) -> None:
        self._parents = parents
        self._stands = {
            key[16:]: (generation, made, sure if sure <= position else NEVER)
            for key, generation, made, sure, _, _ in rows
        }

    def take(self, told: Telling) -> None:
        """Take in what was told of one commit."""
        known = self._stands.get(told.sha)
        if known is None:
            below = (self._stands[one][0] + 1 for one in told.parents if one in self._stands)
            generation = max((told.made, *below))
            sure = told.position if told.sure else NEVER
            self._stands[told.sha] = generation, told.made, sure
        elif told.sure and known[2] == NEVER:
            self._stands[told.sha] = known[0], known[1], told.position

    def above(
        self, base: bytes, head: bytes, position: int, contains: Callable[[bytes], bool]
    ) -> Ranged | None:
        """The same as `between`, where `contains` tells of the base itself and all that it reaches.

        However far back the two of them parted, nothing below that is looked at.
        """
        stands = self._stands
        below: set[bytes] = set()
        found = Ranged([], set(), set())
        heap: list[tuple[int, bytes]] = []
        met: set[bytes] = set()
        ways: Sequence[bytes] = (head,)
        last = -NEVER
        while True:
            for sha in ways:
                if sha in met:
                    continue
                met.add(sha)
                stand = stands.get(sha)
                if stand is None:
                    found.missing.add(sha)
                elif -stand[0] <= last:
                    return None
                elif contains(sha):
                    below.add(sha)
                else:
                    heappush(heap, (-stand[0], sha))
            if not heap:
                break
            last, sha = heappop(heap)
            _, made, sure = stands[sha]
            if sure > position:
                return None
            ways = self._parents(sha) or ()
            found.commits.append(Commit(sha, True, tuple(ways), sure, made))
        # What the base reaches stands below it, where they do not reach each other.
        level = {sha for sha in below if stands[sha][0] >= stands[base][0]}
        return found._replace(reached=level) if level <= {base} else None

    def between(self, base: bytes | None, head: bytes, position: int) -> Ranged | None:
        """Of ends that are known; None where it is to be walked."""
        stands, parents_of = self._stands, self._parents
        colours = ends(base, head)
        heap = [(-stands[sha][0], sha) for sha in colours]
        heapify(heap)
        fresh = int(colours[head] == HEAD)  # how many are waiting that no base reaches
        found = Ranged([], set(), set())
        last: int | None = None
        # Those of one generation reach each other where pushes contradict themselves.
        while heap and (fresh or heap[0][0] == last):
            last, sha = heappop(heap)
            colour, parents = colours.pop(sha), parents_of(sha) or ()
            _, made, sure = stands[sha]
            if sure > position:
                return None
            if colour == HEAD:
                fresh -= 1
                found.commits.append(Commit(sha, True, tuple(parents), sure, made))
            elif sha == base and colour & HEAD:
                found.reached.add(sha)
            for parent in parents:
                have = colours.get(parent)
                if have is not None:
                    fresh -= have == HEAD != have | colour
                    colours[parent] = have | colour
                elif parent in stands:
                    if -stands[parent][0] <= last:
                        return None
                    heappush(heap, (-stands[parent][0], parent))
                    colours[parent] = colour
                    fresh += colour == HEAD
                elif colour == HEAD:
                    found.missing.add(parent)
        found.reached.update(sha for sha, colour in colours.items() if colour & HEAD)
        return found


def ends(base: bytes | None, head: bytes) -> dict[bytes, int]:
    """The colours with which a walk begins."""
    colours = {base: BASE} if base is not None else {}
    colours[head] = colours.get(head, 0) | HEAD
    return colours
