"""The newcomers of a range: people whose first contribution ever lies in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from domain import subject
from domain.commit import CommitMade, CommitPushed
from projections.change import Change
from projections.notes.answer import Contributor
from projections.texts import Text
from projections.view import FIRST_COMMITS, View
from projections.who import Who, who

_COMMIT = (CommitMade, CommitPushed)


class Newcomers:
    """Those of many ranges of one view.

    Only the first commits of everyone are known. Whoever has more than those, none of them in the
    base, may have one there all the same, unless the very first was made after the base itself: of
    whom that cannot be said, nothing is.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._wrote: dict[Who, tuple[str, ...]] = {}
        self._tagged: dict[str, Collection[str]] = {}  # the tagged commits that contain a commit

    def named(
        self,
        base: str | None,
        people: Sequence[Contributor],
        changes: Iterable[Change],
        texts: Mapping[str, Text],
    ) -> tuple[Contributor, ...]:
        """The people; of whom nothing was contained in the base, with their first change."""
        met = self._met(base, [one.who for one in people])
        new = [one for one in people if one.changes and one.who not in met]
        if not new:
            return tuple(people)
        by_key = {one.key: one for one in changes}
        # With nothing before, nobody was there under another name.
        wrote = {one.who: [by_key[key] for key in one.changes] for one in new if base}
        names = _names(texts, wrote)
        known = {name for some in names.values() for name in some}
        met |= self._met(base, known)
        first = {
            one.who: min((by_key[key] for key in one.changes), key=_when)
            for one in new
            if one.who not in met and met.isdisjoint(names.get(one.who, ()))
        }
        return tuple(
            replace(one, first=first[one.who].key, first_number=first[one.who].number)
            if one.who in first
            else one
            for one in people
        )

    def _met(self, base: str | None, people: Collection[Who]) -> set[Who]:
        """Those who have a commit in the base, and those of whom that cannot be told."""
        if base is None or not people:
            return set()
        wrote = self._first_commits(people)
        # Nearly everybody's very first commit tells already.
        inside = self._inside(base, [shas[0] for shas in wrote.values()])
        met = {one for one, shas in wrote.items() if shas[0] in inside}
        if len(met) == len(wrote):
            return met
        left = {one: shas for one, shas in wrote.items() if one not in met}
        inside = self._inside(base, [sha for shas in left.values() for sha in shas[1:]])
        met.update(one for one, shas in left.items() if not inside.isdisjoint(shas))
        many = {
            one: shas[0]
            for one, shas in left.items()
            if len(shas) >= FIRST_COMMITS and one not in met
        }
        return met | (_not_after(self._view, base, many) if many else set())

    def _first_commits(self, people: Collection[Who]) -> dict[Who, tuple[str, ...]]:
        """Of those who have any."""
        wrote = self._wrote
        if new := [one for one in people if one not in wrote]:
            wrote.update(dict.fromkeys(new, ()))
            wrote.update(self._view.authors.first_commits(new))
        return {one: shas for one in people if (shas := wrote[one])}

    def _inside(self, base: str, shas: Collection[str]) -> set[str]:
        """Those of the commits that the base contains."""
        commits, heads, tagged = self._view.commits, self._view.tags.heads, self._tagged
        if base not in heads:
            found = commits.containing(shas, (base,)) if shas else {}
            return {sha for sha in shas if found.get(sha)}
        if new := [sha for sha in shas if sha not in tagged]:
            tagged.update(commits.containing(new, heads))
        return {sha for sha in shas if base in tagged[sha]}


def _when(change: Change) -> tuple[bool, float]:
    return change.at is None, change.at.timestamp() if change.at else 0.0


def _not_after(view: View, base: str, first: Mapping[Who, str]) -> set[Who]:
    """Those whose very first commit was not made after the base."""
    told = view.about(subject.commit(base), *map(subject.commit, first.values()))
    made = {one.fact.sha: one.fact.at for one in told if isinstance(one.fact, _COMMIT)}
    return {
        one
        for one, sha in first.items()
        if base not in made or sha not in made or made[sha] <= made[base]
    }


def _names(texts: Mapping[str, Text], wrote: Mapping[Who, Iterable[Change]]) -> dict[Who, set[Who]]:
    """The names that the commits of someone's changes bear.

    A clone knows an account by these alone, so they, too, must be new. A merge commit bears the
    name of who merged.
    """
    of_commit = {
        sha: one for one, changes in wrote.items() for change in changes for sha in change.commits
    }
    names: dict[Who, set[Who]] = {one: set() for one in wrote}
    for sha, one in of_commit.items():
        text = texts.get(sha)
        named = who(text.authorship.author) if text and len(text.parents) < 2 else None
        if named is not None:
            names[one].add(named)
    return names
