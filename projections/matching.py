"""The matching of commits to the pull requests that they brought in, each with how it was matched.

It depends on nothing but the facts about a commit, and so is the same in every range.
"""

from collections.abc import Iterable, Iterator, Mapping

from domain import subject
from domain.backport import named_in_body
from domain.fact import Told
from domain.message import brings
from domain.pull_request import PullRequestMerged
from projections.belonging import MERGE, MESSAGE, PICK, Match
from projections.fold import in_order
from projections.pull_state import PullState, issues_of, pulls_of
from projections.texts import Text
from projections.view import View

Merged = Mapping[str, Mapping[int, PullRequestMerged]]  # by the commit and the number


def matched(view: View, texts: Mapping[str, Text], merged: Merged) -> dict[str, tuple[Match, ...]]:
    """By commit, where it brought any in; `merged` is what GitHub told of them."""
    saying = {sha: text for sha, text in texts.items() if sha in merged or _says_anything(text)}
    picks = [text for sha, text in saying.items() if sha not in merged and _is_pick(text)]
    origins = merges_of(view.about(*_origins(picks)))
    pulls = _pulls(view, saying, (merged, origins))
    return {
        sha: found
        for sha, text in saying.items()
        if (found := tuple(_brought_by(text, merged, origins, pulls)))
    }


def merges_of(told: Iterable[Told]) -> dict[str, dict[int, PullRequestMerged]]:
    """The pull requests by the commit that GitHub says they were merged as."""
    merged: dict[str, dict[int, PullRequestMerged]] = {}
    for one in in_order(one for one in told if isinstance(one.fact, PullRequestMerged)):
        fact = one.fact
        if isinstance(fact, PullRequestMerged) and fact.pull.merge_commit_sha:
            merged.setdefault(fact.pull.merge_commit_sha, {})[fact.pull.number] = fact
    return merged


def _is_pick(text: Text) -> bool:
    """With two numbers in its title, the later is a pull request of its own: a backport."""
    return bool(text.authorship.picked_from) and len(text.authorship.pulls) < 2


def _origins(picks: Iterable[Text]) -> Iterator[str]:
    for text in picks:
        yield from map(subject.commit, text.authorship.picked_from)


def _pulls(
    view: View, texts: Mapping[str, Text], merges: Iterable[Merged]
) -> dict[int, PullState | None]:
    """What is known of every number in question; the number of an issue is none of a pull."""
    merged = {number for one in merges for found in one.values() for number in found}
    named = {number for text in texts.values() if _says_anything(text) for number in _numbers(text)}
    if not view.has_forge:
        return dict.fromkeys(named)
    told = view.about(
        *map(subject.pull, sorted(merged | named)), *map(subject.issue, sorted(named - merged))
    )
    pulls, issues = pulls_of(told), issues_of(told)
    return {
        number: pulls.get(number)
        for number in merged | named
        if number in pulls or number not in issues
    }


def _says_anything(text: Text) -> bool:
    wrote = text.authorship
    return bool(wrote.pulls or wrote.picked_from or "ackport" in wrote.message)


def _numbers(text: Text) -> tuple[int, ...]:
    wrote = text.authorship
    return brings(wrote.message, wrote.pulls) if wrote.pulls else named_in_body(wrote.message)


def _brought_by(
    text: Text, merged: Merged, origins: Merged, pulls: Mapping[int, PullState | None]
) -> Iterator[Match]:
    """The pull requests that came in by this commit itself: GitHub's word goes before git's."""
    if text.sha in merged:
        for number, fact in merged[text.sha].items():
            yield Match(number, MERGE, fact.inferred, pulls.get(number))
    elif _is_pick(text):
        yield from _picked(text, origins, pulls)
    else:
        for number in _numbers(text):
            if number in pulls:
                yield _by_message(text, number, pulls[number])


def _picked(text: Text, origins: Merged, pulls: Mapping[int, PullState | None]) -> Iterator[Match]:
    found = {
        number: f"picked from {sha[:10]}, which the pull request was merged as"
        for sha in text.authorship.picked_from
        for number in origins.get(sha, ())
    }
    if not found:
        sources = ", ".join(sha[:10] for sha in text.authorship.picked_from)
        found = {
            number: f"picked from {sources}, and its message names the pull request"
            for number in text.authorship.pulls[-1:]
            if number in pulls
        }
    yield from (Match(number, PICK, why, pulls.get(number)) for number, why in found.items())


def _by_message(text: Text, number: int, pull: PullState | None) -> Match:
    if not text.authorship.pulls:
        why = f"the message of {text.sha[:10]} says that it is a backport of it"
        return Match(number, PICK, why, pull)
    return Match(number, MESSAGE, _why_by_message(text.sha, pull), pull)


def _why_by_message(sha: str, pull: PullState | None) -> str:
    if pull is None:
        return f"only the message of {sha[:10]} names it"
    if pull.state != "merged":
        return f"the message of {sha[:10]} names it; GitHub has not told that it was merged"
    if pull.merge_sha != sha:
        at = f" as {pull.merge_sha[:10]}" if pull.merge_sha else ""
        return f"the message of {sha[:10]} names it; it was merged{at}"
    return ""
