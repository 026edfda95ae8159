"""The origins of backports: where a change was made before, and under which further commits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from domain import backport, subject
from domain.fact import Told
from domain.message import brings
from domain.reversal import reversal
from projections.brought import Brought
from projections.change import Origin
from projections.matching import merges_of
from projections.pull_state import pulls_of
from projections.texts import Text, texts_of
from projections.view import View

TRAILER, TITLE, BRANCH = "trailer", "title", "branch"


class _Hint(Struct, frozen=True):
    """`only_if_pull` where the number might be that of an issue."""

    sha: str
    number: int | None
    how: str
    inferred: str = ""
    only_if_pull: bool = False


def picks_of(others: Mapping[str, Text]) -> Mapping[str, tuple[str, ...]]:
    """By commit, those that say they were picked from it."""
    picks: dict[str, list[str]] = defaultdict(list)
    for sha, text in others.items():
        for origin in text.authorship.picked_from:
            picks[origin].append(sha)
    return {origin: tuple(sorted(shas)) for origin, shas in picks.items()}


def origins(
    view: View, changes: Iterable[Brought], texts: Mapping[str, Text], repository: str
) -> dict[str, Origin]:
    """By key, without the releases of the origin: they are asked for all at once."""
    hints = {one.key: found for one in changes if (found := tuple(_hints(one, texts, repository)))}
    if not hints:
        return {}
    every = [hint for some in hints.values() for hint in some]
    numbers = sorted({one.number for one in every if one.number})
    told = view.about(
        *map(subject.commit, sorted({one.sha for one in every if one.sha})),
        *map(subject.pull, numbers),
        *map(subject.bringing, numbers),
    )
    known = _Known(told)
    first = {key: next(known.origins(some), None) for key, some in hints.items()}
    return {key: origin for key, origin in first.items() if origin is not None}


def _hints(one: Brought, texts: Mapping[str, Text], repository: str) -> Iterator[_Hint]:
    """What says so, the surest first."""
    text = one.text
    if text is None:
        return
    named = text.authorship.pulls
    earlier = named[0] if len(named) > 1 and _is_origin(one, text) else None
    for sha in one.commits:
        if sha in texts and (picked := texts[sha].authorship.picked_from):
            yield _Hint(picked[0], earlier, TRAILER)
    if earlier:
        yield _Hint("", earlier, TITLE)
    if one.number is None:
        return
    yield from _by_words(one, text, repository)


def _is_origin(one: Brought, text: Text) -> bool:
    """The earlier number of a revert is what it reverts; those of a batch are all its own."""
    message = text.authorship.message
    batch = len(brings(message, text.authorship.pulls)) > 1
    return not batch and not reversal(one.title).whole


def _by_words(one: Brought, text: Text, repository: str) -> Iterator[_Hint]:
    message = text.authorship.message
    title, pull = one.title, one.state.pull if one.state else None
    for body in (pull.body, message) if pull else (message,):
        for number in backport.named_in_body(body, repository=repository):
            yield _Hint("", number, TRAILER, f"it says to be a backport of #{number}")
    if "#" in title:
        if (said := backport.named_in_title(title)) and said != one.number:
            yield _Hint("", said, TITLE, f"its title names #{said}")
        for number in backport.marked(title):
            if number != one.number:
                why = f"its title begins as a backport's and ends in #{number}"
                yield _Hint("", number, TITLE, why, only_if_pull=True)
    branch = pull.head if pull else backport.branch_merged(message)
    if branch and (called := backport.named_in_branch(branch)) and called != one.number:
        yield _Hint("", called, BRANCH, f"its branch is called {branch}")


class _Known:
    """What the facts tell of the commits and pull requests that hints name."""

    def __init__(self, told: list[Told]) -> None:
        self._texts, self._merged, self._pulls = texts_of(told), merges_of(told), pulls_of(told)

    def origins(self, hints: Iterable[_Hint]) -> Iterator[Origin]:
        for hint in hints:
            number = self._number(hint.sha) if hint.sha else hint.number
            number = number or hint.number
            if hint.only_if_pull and number not in self._pulls:
                continue
            sha = hint.sha or self._sha(number)
            key = subject.pull(number) if number else subject.commit(sha)
            yield Origin(key, number, sha, hint.how, hint.inferred)

    def _number(self, sha: str) -> int | None:
        if sha in self._merged:
            return min(self._merged[sha])
        text = self._texts.get(sha)
        named = brings(text.authorship.message, text.authorship.pulls) if text else ()
        return named[0] if named else None

    def _sha(self, number: int | None) -> str:
        state = self._pulls.get(number) if number else None
        if state and state.merge_sha:
            return state.merge_sha
        bringing = (
            sha
            for sha, text in sorted(self._texts.items())
            if number in brings(text.authorship.message, text.authorship.pulls)
        )
        return next(bringing, "")
