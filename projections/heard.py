"""What was heard of commits: their texts, who merged and picked them, found once for many ranges.

A text depends on nothing but the facts about its commit, and so is the same in every range.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from domain import subject
from domain.pull_request import PullRequestMerged
from projections.matching import Merged, merges_of
from projections.texts import Text, texts_of
from projections.view import View

_KEPT = 12_000  # a large release, and what its neighbours have besides


class _Commit(NamedTuple):
    """`picks` are texts of the commits that say they were picked from it."""

    text: Text | None
    merged: Mapping[int, PullRequestMerged] | None
    picks: tuple[Text, ...]


class Said(NamedTuple):
    """Of a range: the texts of its commits in their order, without those that nobody told; the pull
    requests that GitHub merged as them; and the texts outside of it that were picked from it.
    """

    texts: Mapping[str, Text]
    merged: Merged
    others: Mapping[str, Text]


class Heard:
    """Of one view; without `picks` no commit knows what was picked from it."""

    def __init__(self, view: View, *, picks: bool = True) -> None:
        self._view = view
        self._picks = picks
        self._known: dict[str, _Commit] = {}

    def of(self, shas: Sequence[str]) -> Said:
        """All that is said of the commits of a range."""
        known = self._known
        self._ask([sha for sha in shas if sha not in known])
        texts: dict[str, Text] = {}
        merged: dict[str, Mapping[int, PullRequestMerged]] = {}
        others: dict[str, Text] = {}
        for sha in shas:
            text, merges, picks = known[sha]
            if text is not None:
                texts[sha] = text
                if merges:
                    merged[sha] = merges
            if picks:
                others.update((one.sha, one) for one in picks)
        if len(known) > _KEPT:
            self._known = {sha: known[sha] for sha in shas}
        return Said(texts, merged, {sha: one for sha, one in others.items() if sha not in texts})

    def _ask(self, shas: Collection[str]) -> None:
        if not shas:
            return
        also = map(subject.picks, shas) if self._picks else ()
        told = self._view.about(*map(subject.commit, shas), *also)
        texts, merged = texts_of(told), merges_of(told)
        picks: dict[str, list[Text]] = {}
        if self._picks:
            for text in texts.values():
                for origin in text.authorship.picked_from:
                    picks.setdefault(origin, []).append(text)
        for sha in shas:
            self._known[sha] = _Commit(texts.get(sha), merged.get(sha), tuple(picks.get(sha, ())))
