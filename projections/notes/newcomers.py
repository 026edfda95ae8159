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


def with_firsts(
    view: View,
    base: str | None,
    people: Sequence[Contributor],
    changes: Iterable[Change],
    texts: Mapping[str, Text],
) -> tuple[Contributor, ...]:
    """The people, those of whom nothing was contained in the base with their first change.

    Only the first commits of everyone are known. Whoever has more than those, none of them in the
    base, may have one there all the same, unless the very first was made after the base itself:
    of whom that cannot be said, nothing is.
    """
    met = _met(view, base, [one.who for one in people])
    new = [one for one in people if one.changes and one.who not in met]
    if not new:
        return tuple(people)
    by_key = {one.key: one for one in changes}
    # With nothing before, nobody was there under another name.
    wrote = {one.who: [by_key[key] for key in one.changes] for one in new if base}
    names = _names(texts, wrote)
    known = {name for some in names.values() for name in some}
    met |= _met(view, base, known)
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


def _when(change: Change) -> tuple[bool, float]:
    return change.at is None, change.at.timestamp() if change.at else 0.0


def _met(view: View, base: str | None, people: Collection[Who]) -> set[Who]:
    """Those who have a commit in the base, and those of whom that cannot be told."""
    if base is None or not people:
        return set()
    wrote = view.authors.first_commits(people)
    if not wrote:
        return set()
    # Nearly everybody's very first commit tells already.
    first = view.commits.containing({shas[0] for shas in wrote.values()}, (base,))
    met = {one for one, shas in wrote.items() if first.get(shas[0])}
    if len(met) < len(wrote):
        rest = {one: shas[1:] for one, shas in wrote.items() if one not in met}
        met |= _inside(view, base, rest)
    many = {
        one: shas[0] for one, shas in wrote.items() if len(shas) >= FIRST_COMMITS and one not in met
    }
    return met | (_not_after(view, base, many) if many else set())


def _not_after(view: View, base: str, first: Mapping[Who, str]) -> set[Who]:
    """Those whose very first commit was not made after the base."""
    told = view.about(subject.commit(base), *map(subject.commit, first.values()))
    made = {one.fact.sha: one.fact.at for one in told if isinstance(one.fact, _COMMIT)}
    return {
        one
        for one, sha in first.items()
        if base not in made or sha not in made or made[sha] <= made[base]
    }


def _inside(view: View, base: str, wrote: Mapping[Who, Sequence[str]]) -> set[Who]:
    shas = {sha for some in wrote.values() for sha in some}
    found = view.commits.containing(shas, (base,)) if shas else {}
    return {one for one, some in wrote.items() if any(found.get(sha) for sha in some)}


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
