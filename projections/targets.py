"""The targets of claims: which change each one means, inside its range or before it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from domain import subject
from domain.message import brings
from domain.pull_request import PullRequestMerged
from projections.brought import Brought
from projections.claims import NUMBER, SHA, Claim
from projections.inside import Inside, Target
from projections.matching import merges_of
from projections.pull_state import PullState, pulls_of
from projections.texts import Text, texts_of
from projections.view import View


def targets(  # noqa: PLR0913, PLR0917 - the parts of a range
    view: View,
    head: str,
    claimed: Sequence[Claim],
    changes: Mapping[str, Brought],
    texts: Mapping[str, Text],
    order: Mapping[str, int],
) -> list[Target]:
    """What the changes of a range say they take back, each change by its surest words."""
    inside = Inside(claimed, texts, changes, order)
    found: dict[Claim, Target] = {}
    missed = []
    for claim in claimed:
        if inside.is_own(claim):
            continue
        if target := inside.target(claim):
            found[claim] = target
        else:
            missed.append(claim)
    found.update((one.claim, one) for one in _outside(view, head, missed))
    kept = [found[claim] for claim in claimed if claim in found]
    by_change = groupby(sorted(kept, key=lambda one: one.claim.key), lambda one: one.claim.key)
    return [target for _, each in by_change for target in _surest(list(each))]


def _surest(found: Sequence[Target]) -> list[Target]:
    """Those of the surest wording that leads anywhere; each target once."""
    weights = [one.claim.weight for one in found if one.commits]
    least = min(weights or [one.claim.weight for one in found])
    once = {
        (one.key or one.claim.named, one.commits): one
        for one in reversed(found)
        if one.claim.weight == least
    }
    return [*once.values()]


def _outside(view: View, head: str, missed: Collection[Claim]) -> Iterator[Target]:
    """The targets that lie before the range; `commits` are those that the head's history has."""
    wholes = {one.named: _whole(view, one.named) for one in missed if one.how == SHA}
    numbers = {int(one.named[1:]) for one in missed if one.how == NUMBER}
    shas = {sha for sha in wholes.values() if sha}
    told = view.about(
        *map(subject.commit, shas),
        *map(subject.picks, shas),
        *map(subject.pull, numbers),
        *map(subject.bringing, numbers),
    )
    known = _Before(texts_of(told), merges_of(told), pulls_of(told))
    found = [known.target(one, wholes.get(one.named, "")) for one in missed]
    named = {sha for one in found for sha in one.commits}
    held = view.commits.containing(named, (head,)) if named else {}
    for one in found:
        yield replace(one, commits=frozenset(sha for sha in one.commits if held[sha]))


class _Before(Struct, frozen=True):
    """What the facts say of the commits and pull requests that claims name."""

    texts: Mapping[str, Text]
    merged: Mapping[str, Mapping[int, PullRequestMerged]]
    pulls: Mapping[int, PullState]

    def target(self, claim: Claim, whole: str) -> Target:
        if claim.how != SHA:
            number = int(claim.named[1:]) if claim.how == NUMBER else None
            key = subject.pull(number) if number else ""
            return Target(claim, key, frozenset(self._of_pull(number)), False)
        if whole not in self.texts and whole not in self.merged:
            return Target(claim, "", frozenset(), False)
        picks = (sha for sha, text in self.texts.items() if whole in text.authorship.picked_from)
        return Target(claim, self._key(whole), frozenset((whole, *picks)), False)

    def _key(self, sha: str) -> str:
        wrote = self.texts[sha].authorship if sha in self.texts else None
        numbers = self.merged.get(sha) or (brings(wrote.message, wrote.pulls) if wrote else ())
        return subject.pull(min(numbers)) if numbers else subject.commit(sha)

    def _of_pull(self, number: int | None) -> Iterator[str]:
        state = self.pulls.get(number) if number else None
        if state and state.merge_sha:
            yield state.merge_sha
        for sha, text in self.texts.items():
            if number in brings(text.authorship.message, text.authorship.pulls):
                yield sha


def _whole(view: View, named: str) -> str:
    return named if len(named) in (40, 64) else view.commits.expand(named) or ""
