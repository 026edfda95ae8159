"""What questions ask of the commit graph: ranges, containment, short ids."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from projections.commit_graph.nearby import nearby
from projections.commit_graph.node import Commit
from projections.commit_graph.owned import Owned
from projections.commit_graph.ranges import BASE, HEAD, Ranged, ends
from projections.commit_graph.shelf import Shelf, raw
from projections.commit_graph.walk import Walk
from projections.view import Member, Range

_PREFIX = re.compile(r"[0-9a-f]{4,64}")  # git, too, takes no less than four digits


# See `projections.view.Commits.containing`.
Containing = Callable[[Collection[str], Collection[str]], Mapping[str, frozenset[str]]]
# A range by its base and its head; None where it is to be walked.
Between = Callable[[bytes | None, bytes], Ranged | None]


class KnownCommits:
    """The commits of one repository as they were known at a position.

    `containing` and `between` may be asked of what somebody keeps; by default rows are read for
    each question.
    """

    def __init__(
        self, shelf: Shelf, containing: Containing | None = None, between: Between | None = None
    ) -> None:
        self._shelf = shelf
        self._containing = containing or self._read_containing
        self._between = between
        # One position has one answer, and what is unreleased asks twice in a row.
        self._last: tuple[str | None, str, Range] | None = None

    def between(self, base: str | None, head: str) -> Range:
        """What `git rev-list base..head` lists; with no base, all that the head reaches.

        The order is newest first, as far as no parent comes before its child, and depends on
        nothing but the commits of the range. Missing are the ends, and the parents of commits of
        the range, that are not known.
        """
        if self._last and self._last[:2] == (base, head):
            return self._last[2]
        asked = raw(base) if base is not None else None, raw(head)
        found = (self._between and self._between(*asked)) or self._walked(*asked)
        range_ = Range(
            tuple(map(_member, newest_first(found.commits))),
            frozenset(sha.hex() for sha in found.missing),
            diverged=base is not None and raw(base) not in found.reached,
        )
        self._last = base, head, range_
        return range_

    def _walked(self, base: bytes | None, head: bytes) -> Ranged:
        colours = ends(base, head)
        walk = Walk(self._shelf, colours, stale=BASE)
        commits = []
        reached = set()
        for commit, colour in walk.down_to():
            if colour == HEAD:
                commits.append(commit)
            elif colour & HEAD and commit.sha in colours:
                reached.add(commit.sha)
        reached.update(sha for sha, colour in walk.left().items() if colour & HEAD)
        return Ranged(commits, reached, self._missing(commits, colours))

    def heads_containing(self, sha: str, heads: Collection[str]) -> frozenset[str]:
        """Those of the heads from which the commit is reachable.

        A commit that is not known itself is reachable through those that name it as a parent.
        """
        target = raw(sha)
        near = self._shelf.generations((target,)) or self._shelf.children(target)
        if not near:
            return frozenset(heads) & {sha}
        bits = {raw(head): 1 << bit for bit, head in enumerate(heads)}
        found = bits.get(target, 0)
        for commit, colour in Walk(self._shelf, bits).down_to(min(near.values())):
            if commit.sha == target or target in commit.parents:
                found |= colour
        return frozenset(head for head in heads if found & bits[raw(head)])

    def containing(
        self, shas: Collection[str], heads: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        """See `projections.view.Commits`."""
        return self._containing(shas, heads)

    def _read_containing(
        self, shas: Collection[str], heads: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        near = nearby(self._shelf, shas, heads)
        if near is not None:
            return near
        return Owned(self._shelf, heads).containing(shas, heads, self._shelf.position)

    def is_ancestor(self, sha: str, head: str) -> bool:
        """Whether the commit is the head, or reachable from it."""
        return bool(self.heads_containing(sha, (head,)))

    def expand(self, prefix: str) -> str | None:
        """The one known commit whose SHA begins so; None where there is none, or more than one."""
        prefix = prefix.lower()
        if not _PREFIX.fullmatch(prefix):
            return None
        low = bytes.fromhex(prefix.ljust(64, "0"))
        high = bytes.fromhex(prefix.ljust(64, "f"))
        shas = self._shelf.beginning_with(low[: (len(prefix) + 1) // 2], high)
        return shas[0].hex() if len(shas) == 1 else None

    def _missing(self, commits: Collection[Commit], ends: Iterable[bytes]) -> set[bytes]:
        named = {parent for commit in commits for parent in commit.parents}.union(ends)
        named.difference_update(commit.sha for commit in commits)
        return named - self._shelf.generations(named).keys()


def newest_first(commits: list[Commit]) -> list[Commit]:
    """By falling date; a child counts as later than its parents, whatever its own date says.

    They come with children before parents, as far as pushes do not contradict themselves.
    """
    inside = {commit.sha: commit for commit in commits}
    dates: dict[bytes, int] = {}
    for commit in reversed(commits):
        date = commit.made
        for parent in commit.parents:
            if parent in dates:
                date = max(date, dates[parent] + 1)
            elif parent in inside:
                return _by_falling(commits, _dates_in_circles(inside))
        dates[commit.sha] = date
    return _by_falling(commits, dates)


def _by_falling(commits: Iterable[Commit], dates: Mapping[bytes, int]) -> list[Commit]:
    return sorted(commits, key=lambda commit: (-dates[commit.sha], commit.sha))


def _dates_in_circles(inside: Mapping[bytes, Commit]) -> dict[bytes, int]:
    """The same of commits in an order in which some parent comes before its child."""
    dates: dict[bytes, int] = {}
    opened: set[bytes] = set()
    ways = [*inside]  # children first: the last is taken first
    while ways:
        sha = ways[-1]
        commit = inside[sha]
        before = [parent for parent in commit.parents if parent in inside]
        waiting = [one for one in before if one not in dates and one not in opened]
        if waiting and sha not in dates:
            opened.add(sha)
            ways.extend(waiting)
            continue
        ways.pop()
        later = [dates[parent] + 1 for parent in before if parent in dates]
        dates.setdefault(sha, max(commit.made, *later) if later else commit.made)
    return dates


def _member(commit: Commit) -> Member:
    return Member(commit.sha.hex(), commit.position, inferred=not commit.sure)
