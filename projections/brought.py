"""What a range brought: its commits, together as the changes that they came in as."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from domain import subject
from domain.message import merged_title
from projections.belonging import Leading, Match
from projections.kept import Recent
from projections.pull_state import PullState
from projections.texts import Text
from projections.view import Member


class Brought(Struct, frozen=True):
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


class Bringing:
    """Puts the commits of ranges together; what came as one commit is made once for all of them."""

    def __init__(self) -> None:
        self._alone: Recent[str, Brought] = Recent()

    def of(
        self,
        members: Iterable[Member],
        texts: Mapping[str, Text],
        leading: Leading,
        owners: Mapping[str, Match],
    ) -> dict[str, Brought]:
        """By key, newest first; a pull request stands where its newest commit does."""
        commits: dict[int, list[str]] = defaultdict(list)
        first: dict[int, tuple[str, Match]] = {}
        lone: list[Member] = []
        for member in members:
            sha = member.sha
            matches = leading.get(sha)
            for match in matches or ():
                commits[match.number].append(sha)
                known = first.get(match.number)
                # What GitHub told goes before what a message or a cherry-pick says.
                if known is None or (known[1].inferred and not match.inferred):
                    first[match.number] = sha, match
            if sha in owners:
                commits[owners[sha].number].append(sha)
            elif matches is None:
                lone.append(member)
        found = {}
        for number, (sha, match) in first.items():
            one = self._pull(match, texts[sha], commits[number])
            found[one.key] = one
        found.update((one.key, one) for one in self._lone(lone, texts))
        return found

    def _pull(self, match: Match, text: Text, commits: list[str]) -> Brought:
        if len(commits) > 1:
            return _pull(match, text, commits)
        known = self._alone.get(text.sha)
        if known is None or known.match is not match or known.text is not text:
            known = _pull(match, text, commits)
            self._alone.put(text.sha, known)
        return known

    def _lone(self, members: Iterable[Member], texts: Mapping[str, Text]) -> Iterator[Brought]:
        for one in members:
            sha = one.sha
            text, known = texts.get(sha), self._alone.get(sha)
            if known is None or known.match is not None or known.text is not text:
                title = text.title if text else ""
                key = subject.commit(sha)
                inferred, place = one.inferred, one.position
                known = Brought(key, None, sha, (sha,), title, text, None, None, inferred, place)
                self._alone.put(sha, known)
            yield known


def _pull(match: Match, text: Text, commits: list[str]) -> Brought:
    state = match.state
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
