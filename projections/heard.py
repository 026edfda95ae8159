"""What was heard of commits: their texts, what they bring in, and their picks, for many ranges.

All of it depends on nothing but the facts about a commit, and so is the same in every range.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from domain import subject
from projections import kept
from projections.belonging import Match
from projections.matching import matched, merges_of
from projections.texts import Text, texts_of
from projections.view import View


class _Commit(Struct, frozen=True):
    """`matches` are the pull requests that it brought in, `picks` the texts of its picks."""

    text: Text | None
    matches: tuple[Match, ...]
    picks: tuple[Text, ...]


class Said(NamedTuple):
    """Of a range: the texts of its commits in their order, without those that nobody told; the pull
    requests that they brought in; and the texts outside of it that were picked from it.
    """

    texts: Mapping[str, Text]
    leading: Mapping[str, tuple[Match, ...]]
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
        leading: dict[str, tuple[Match, ...]] = {}
        others: dict[str, Text] = {}
        for sha in shas:
            told = known[sha]
            if told.text is not None:
                texts[sha] = told.text
                if told.matches:
                    leading[sha] = told.matches
            if told.picks:
                others.update((one.sha, one) for one in told.picks)
        if len(known) > kept.MOST:
            self._known = {sha: known[sha] for sha in shas}
        return Said(texts, leading, {sha: one for sha, one in others.items() if sha not in texts})

    def _ask(self, shas: Collection[str]) -> None:
        if not shas:
            return
        also = map(subject.picks, shas) if self._picks else ()
        told = self._view.about(*map(subject.commit, shas), *also)
        texts, merged = texts_of(told), merges_of(told)
        own = {sha: texts[sha] for sha in shas if sha in texts}
        matches = matched(self._view, own, merged)
        picks: dict[str, list[Text]] = {}
        if self._picks:
            for text in texts.values():
                for origin in text.authorship.picked_from:
                    picks.setdefault(origin, []).append(text)
        for sha in shas:
            self._known[sha] = _Commit(
                texts.get(sha), matches.get(sha, ()), tuple(picks.get(sha, ()))
            )
