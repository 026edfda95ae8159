"""The net of a range: what is left of each change once reverts are set against what they revert.

A revert counts unless it is itself reverted in the range: so the newest of a chain counts, the one
before it does not, and the one before that is there again. Commits come first: a change is gone
where all of its commits are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from domain.reversal import reversal
from domain.version import read
from projections.brought import Brought
from projections.change import GONE, REVERTS, STANDS, Reverted
from projections.inside import Target
from projections.texts import Text

_BESIDES = "Besides what else it does, it"

Releases = Mapping[str, Sequence[str]]  # by commit, in version order


class Net(Struct, frozen=True):
    """See `projections.change.Change`."""

    reverts: tuple[Reverted, ...] = ()
    reverted_by: tuple[str, ...] = ()
    net: str = STANDS
    why: str = ""


PLAIN = Net()


class Reckoning:
    """All claims of a range, weighed against each other, newest first."""

    def __init__(  # noqa: PLR0913 - the parts of a range, all named
        self,
        found: Iterable[Target],
        *,
        changes: Mapping[str, Brought],
        texts: Mapping[str, Text],
        order: Mapping[str, int],
        releases: Releases,
        component: str,
    ) -> None:
        self._changes = changes
        self._texts = texts
        self._releases = releases
        self._component = component
        self._found = sorted(found, key=lambda one: order[one.claim.by])
        self._shipped_first: dict[int, str] = {}
        self._undone: dict[str, str] = {}  # a commit, and which one takes it back
        self._counting: dict[str, list[Target]] = defaultdict(list)  # by who claims
        self._claimed: dict[str, list[Target]] = defaultdict(list)
        self._meaning: dict[str, list[int]] = defaultdict(list)  # by commit, the places of targets
        for place, target in enumerate(self._found):
            self._claimed[target.claim.key].append(target)
            for sha in target.commits if target.inside else ():
                self._meaning[sha].append(place)
            if not self._is_undone(target.claim.key, target.claim.by):
                self._counting[target.claim.key].append(target)
                if target.inside:
                    for sha in target.commits:
                        self._undone.setdefault(sha, target.claim.by)
        self._holders = (
            {sha: one.key for one in changes.values() for sha in one.commits} if self._found else {}
        )

    def nets(self) -> dict[str, Net]:
        """By key, what is to be said of all changes that have to do with reverts."""
        meant = (sha for one in self._found if one.inside for sha in one.commits)
        keys = {one.claim.key for one in self._found}.union(map(self._holders.__getitem__, meant))
        return {key: self._net(self._changes[key]) for key in sorted(keys)}

    def _net(self, change: Brought) -> Net:
        places = {place for sha in change.commits for place in self._meaning.get(sha, ())}
        of_it = [self._found[place] for place in sorted(places)]
        reverts = tuple(map(self._reverted, self._claimed.get(change.key, ())))
        net, why = self._left(change, of_it)
        return Net(reverts, tuple(sorted({one.claim.by for one in of_it})), net, why)

    def _left(self, change: Brought, of_it: Sequence[Target]) -> tuple[str, str]:
        mattering = self._mattering(change)
        gone = [sha for sha in mattering if sha in self._undone]
        if len(gone) == len(mattering):
            return GONE, f"Reverted by {self._undoing(gone)} in the same range."
        counting = self._counting.get(change.key, [])
        if shipped := [one for one in counting if self._shipped_in(one)]:
            who = "It" if self._is_whole(change, mattering, counting) else _BESIDES
            return REVERTS, f"{who} reverts {' and '.join(map(self._shipped, shipped))}."
        if counting and all(one.inside for one in counting):
            return self._reverting(change, mattering, counting)
        if gone:
            several = f"{len(gone)} of its {len(mattering)} commits"
            verb = "was" if len(gone) == 1 else "were"
            return STANDS, f"{several} {verb} reverted by {self._undoing(gone)} in the same range."
        return STANDS, " ".join(dict.fromkeys(self._restored(of_it)))

    def _reverting(
        self, change: Brought, mattering: Iterable[str], counting: Sequence[Target]
    ) -> tuple[str, str]:
        """Of what came in with the same range; whoever does something else besides stands."""
        names = ", ".join(dict.fromkeys(self._name(one.key) for one in counting))
        why = f"reverts {names}, which came in with the same range."
        if self._is_whole(change, mattering, counting):
            return GONE, f"It {why}"
        return STANDS, f"{_BESIDES} {why}"

    def _is_whole(
        self, change: Brought, mattering: Iterable[str], counting: Iterable[Target]
    ) -> bool:
        """Whether it does nothing else."""
        whole = {one.claim.by for one in counting if one.claim.whole}
        says_so = reversal(change.title).whole or change.sha in whole
        return says_so or all(sha in whole or sha in self._undone for sha in mattering)

    def _shipped(self, target: Target) -> str:
        return f"{self._name(target.key)}, which {self._shipped_in(target)} shipped"

    def _restored(self, of_it: Iterable[Target]) -> Iterator[str]:
        """The claims that would take it back, and do not count."""
        for one in of_it:
            by = self._undoing(self._mattering(self._changes[one.claim.key]), [one.claim.by])
            yield f"Reverted by {self._name(one.claim.key)}, which {by} reverted in turn."

    def _undoing(self, *some: Iterable[str]) -> str:
        """The names of the changes that take these commits back."""
        by = (self._undone[sha] for shas in some for sha in shas if sha in self._undone)
        return ", ".join(dict.fromkeys(self._name(self._holders[sha]) for sha in by))

    def _is_undone(self, key: str, sha: str) -> bool:
        mattering = self._mattering(self._changes[key])
        return sha in self._undone or all(one in self._undone for one in mattering)

    def _mattering(self, change: Brought) -> Sequence[str]:
        """The commits that change something: merges do not, unless there is nothing else."""
        plain = [sha for sha in change.commits if not self._is_merge(sha)]
        return plain or change.commits

    def _is_merge(self, sha: str) -> bool:
        return sha in self._texts and len(self._texts[sha].parents) > 1

    def _reverted(self, target: Target) -> Reverted:
        claim = target.claim
        return Reverted(
            key=target.key,
            named=claim.named,
            how=claim.how,
            inside=target.inside,
            shipped_in=self._shipped_in(target),
            inferred=claim.inferred,
        )

    def _shipped_in(self, target: Target) -> str:
        """The lowest of the releases that have it, and not yet its revert."""
        if target.inside:
            return ""
        known = self._shipped_first.get(id(target))  # of those found, which stay
        if known is None:
            known = self._shipped_first[id(target)] = self._lowest(target)
        return known

    def _lowest(self, target: Target) -> str:
        later = set(self._releases.get(target.claim.by, ()))
        names = {name for sha in target.commits for name in self._releases.get(sha, ())} - later
        return min(names, key=self._place, default="")

    def _place(self, name: str) -> tuple[bool, str, bytes]:
        version = read(name)
        return version.component != self._component, version.component, version.key

    def _name(self, key: str) -> str:
        """As people write it."""
        kind, _, rest = key.partition(":")
        return f"#{rest}" if kind == "pull" else rest[:10]
