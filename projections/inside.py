"""The inside of a range, as claims look there for what they take back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from heapq import heappop, heappush
from operator import itemgetter

from msgspec import Struct

from domain.message import bare
from domain.reversal import reversal
from projections.brought import Brought
from projections.claims import NUMBER, SHA, TITLE, Claim
from projections.texts import Text


class Target(Struct, frozen=True):
    """What a claim means.

    Inside the range `commits` are all that goes with it; before the range they are those under
    which the head's history has it: itself, or what was picked from it.
    """

    claim: Claim
    key: str
    commits: frozenset[str]
    inside: bool


class Inside:
    """Changes and their commits by what the claims name them by: a pick by its origin's id, too."""

    def __init__(
        self,
        claimed: Iterable[Claim],
        texts: Mapping[str, Text],
        changes: Mapping[str, Brought],
        order: Mapping[str, int],
    ) -> None:
        self._claimed = claimed
        self._texts = texts
        self._changes = changes
        self._order = order  # newest first
        self.holders = {sha: one.key for one in changes.values() for sha in one.commits}

    def target(self, claim: Claim) -> Target | None:
        """Only what is older than the claim, and not a part of the same change."""
        found = next((one for one in self._named(claim) if self._is_older(one, claim)), None)
        if found is None:
            return None
        if claim.how == SHA:
            return Target(claim, self.holders[found], self._with_all(found), True)
        return Target(claim, found, self._of_change(self._changes[found]), True)

    def is_own(self, claim: Claim) -> bool:
        """Whether it takes back a part of its own change, which changes nothing outside of it."""
        return any(self._key(one) == claim.key for one in self._named(claim))

    def _key(self, found: str) -> str:
        return self.holders.get(found, found)

    def _named(self, claim: Claim) -> Iterator[str]:
        if claim.how == SHA:
            yield from self._shas(claim.named)
        elif claim.how == NUMBER:
            yield from self._numbered.get(int(claim.named[1:]), ())
        else:
            yield from self._titled.get(claim.named, ())

    def _shas(self, named: str) -> Iterator[str]:
        if named in self._order:
            yield named
        elif len(named) < len(next(iter(self._order))):
            for sha in self._shortened.get(named[:7], ()):
                if sha.startswith(named):
                    yield sha
        for origin, sha in self._picked.get(named[:7], ()):
            if origin.startswith(named):
                yield sha

    def _is_older(self, found: str, claim: Claim) -> bool:
        key = self._key(found)
        sha = found if found in self._order else self._changes[key].sha
        return key != claim.key and self._order[sha] > self._order[claim.by]

    def _of_change(self, one: Brought) -> frozenset[str]:
        return frozenset(one.commits).union(*map(self._with_all, one.commits[:1]))

    def _with_all(self, sha: str) -> frozenset[str]:
        """A merge goes with all that it brought in: what its first parent does not reach.

        The walk goes down in the order of the range, and ends where all is the first parent's.
        """
        text = self._texts.get(sha)
        trunk, *sides = (text and text.parents) or ("",)  # a history's first commit has no parent
        brought = {sha}
        on_trunk: dict[str, bool] = {}
        ways: list[tuple[int, str]] = []
        left = 0
        for parent, is_trunk in ((trunk, True), *((side, False) for side in sides)):
            left += self._reach(parent, is_trunk, on_trunk, ways)
        while left:
            _, met = heappop(ways)
            if not (is_trunk := on_trunk[met]):
                brought.add(met)
                left -= 1
            for parent in self._texts[met].parents if met in self._texts else ():
                left += self._reach(parent, is_trunk, on_trunk, ways)
        return frozenset(brought)

    def _reach(
        self, sha: str, is_trunk: bool, on_trunk: dict[str, bool], ways: list[tuple[int, str]]
    ) -> int:
        """By how many commits more, or less, are reached from the sides alone."""
        if sha not in self._order:
            return 0
        if sha not in on_trunk:
            on_trunk[sha] = is_trunk
            heappush(ways, (self._order[sha], sha))
            return 0 if is_trunk else 1
        if is_trunk and not on_trunk[sha]:
            on_trunk[sha] = True
            return -1
        return 0

    @cached_property
    def _shortened(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for sha in self._order:
            found[sha[:7]].append(sha)
        return found

    @cached_property
    def _picked(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for sha, text in self._texts.items():
            for origin in text.authorship.picked_from:
                found[origin[:7]].append((origin, sha))
        return found

    @cached_property
    def _numbered(self) -> Mapping[int, list[str]]:
        """A backport goes by the number of its origin, too."""
        wanted = {int(one.named[1:]) for one in self._claimed if one.how == NUMBER}
        found: dict[int, list[str]] = defaultdict(list)
        for one in self._changes.values():
            if one.number in wanted:
                found[one.number].append(one.key)
        for one in self._changes.values():
            named = one.text.authorship.pulls[:-1] if one.text else ()
            if named and one.number not in named and not reversal(one.title).whole:
                for number in wanted.intersection(named):
                    found[number].append(one.key)
        return found

    @cached_property
    def _titled(self) -> Mapping[str, list[str]]:
        wanted = {one.named for one in self._claimed if one.how == TITLE}
        named = [
            (self._order[one.sha], title, one.key)
            for one in self._changes.values()
            for title in wanted.intersection((one.title, bare(one.title)))
        ]
        found: dict[str, list[str]] = defaultdict(list)
        for _, title, key in sorted(named, key=itemgetter(0)):
            found[title].append(key)
        return found
