"""What a range brought: its commits, together as the changes that they came in as."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from domain import subject
from domain.message import merged_title
from projections.belonging import Match
from projections.matching import Matching
from projections.pull_state import PullState
from projections.texts import Text
from projections.view import Member


class Brought(NamedTuple):
    """A pull request, or a commit of none: then there is no `match`.

    `sha` is the commit that brought it in, `text` what it says, None where nobody told; `state` is
    None where no fact tells of the pull request itself. `inferred` and `position` are the member's.
    """

    key: str
    number: int | None
    sha: str
    commits: tuple[str, ...]
    title: str
    text: Text | None
    match: Match | None = None
    state: PullState | None = None
    inferred: bool = False
    position: int = 0


def brought(
    members: Iterable[Member], texts: Mapping[str, Text], matching: Matching
) -> dict[str, Brought]:
    """By key, newest first; a pull request stands where the newest commit that brought it does."""
    commits: dict[int, list[str]] = defaultdict(list)
    first: dict[int, tuple[str, Match]] = {}
    lone: list[Member] = []
    leading, owners = matching.leading, matching.owners
    for member in members:
        sha = member.sha
        for match in leading.get(sha, ()):
            commits[match.number].append(sha)
            known = first.get(match.number)
            # What GitHub told goes before what a message or a cherry-pick says.
            if known is None or (known[1].inferred and not match.inferred):
                first[match.number] = sha, match
        if sha in owners:
            commits[owners[sha].number].append(sha)
        elif sha not in leading:
            lone.append(member)
    found = {}
    for number, (sha, match) in first.items():
        one = _pull(match, texts[sha], commits[number], matching.pulls[number])
        found[one.key] = one
    found.update((one.key, one) for one in _lone(lone, texts))
    return found


def _pull(match: Match, text: Text, commits: list[str], state: PullState | None) -> Brought:
    return Brought(
        subject.pull(match.number),
        match.number,
        text.sha,
        tuple(commits),
        state.pull.title if state else merged_title(text.authorship.message, match.number),
        text,
        match,
        state,
    )


def _lone(members: Iterable[Member], texts: Mapping[str, Text]) -> Iterator[Brought]:
    for sha, position, inferred in members:
        text = texts.get(sha)
        title = text.title if text else ""
        key = subject.commit(sha)
        yield Brought(key, None, sha, (sha,), title, text, None, None, inferred, position)
