"""What belongs to a pull request besides the commit that brought it in: its branch's commits."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from projections.pull_state import PullState
from projections.texts import Text

MERGE = "merge commit"
BRANCH = "branch commits"
MESSAGE = "commit message"
REBASE = "rebase"
PICK = "cherry-pick"

Leading = Mapping[str, tuple["Match", ...]]


class Match(Struct, frozen=True):
    """A pull request that a commit belongs to, how that was found, and why we believe it.

    `state` is None where no fact tells of the pull request itself, or the commit is not the one
    that brought it in.
    """

    number: int
    how: str
    inferred: str = ""
    state: PullState | None = None


def owners(texts: Mapping[str, Text], leading: Leading, head: str) -> Mapping[str, Match]:
    """By commit, of those that themselves brought nothing in to the range that ends in `head`."""
    return branches(texts, leading, head) | rebased(texts, leading)


def branches(texts: Mapping[str, Text], leading: Leading, head: str) -> dict[str, Match]:
    """The commits that came in by the further parents of a pull request's merge commit.

    One walk from the head: first the whole line of first parents, then each merge's side, the
    oldest merge first, so that every commit is met where it came in first. A side's own merges are
    walked in the same way.
    """
    owners: dict[str, Match] = {}
    if not any(len(text.parents) > 1 for text in texts.values()):
        return owners
    met: set[str] = set()
    sides: list[tuple[str, Match | None]] = [(head, None)]
    while sides:
        start, owner = sides.pop()
        for sha in _line(texts, met, start):
            if owner is not None and sha not in leading:
                owners[sha] = owner
            parents = texts[sha].parents
            if len(parents) > 1:
                own = leading.get(sha)
                came_with = Match(own[0].number, BRANCH, own[0].inferred) if own else owner
                sides.extend((side, came_with) for side in parents[1:])
    return owners


def _line(texts: Mapping[str, Text], met: set[str], start: str) -> list[str]:
    """From a commit along its first parents, as far as they are in the range and new."""
    line: list[str] = []
    sha: str | None = start
    while sha is not None and sha not in met and (text := texts.get(sha)):
        met.add(sha)
        line.append(sha)
        sha = text.parents[0] if text.parents else None
    return line


def rebased(texts: Mapping[str, Text], leading: Leading) -> dict[str, Match]:
    """The commits before the last one of a rebased pull request, as many as GitHub counted.

    GitHub names only the last. A squash has the pull request's number or title in its own, a rebase
    keeps the titles that the commits had.
    """
    owners: dict[str, Match] = {}
    for sha, matches in leading.items():
        for match in matches:
            pull = match.state
            if pull is not None and match.how == MERGE and _is_rebase(texts[sha], pull):
                count = pull.pull.commits
                why = f"GitHub counts {count} commits, and names {sha[:10]} as the last of them"
                before = _before(texts, leading, sha, count - 1)
                owners.update(dict.fromkeys(before, Match(match.number, REBASE, why)))
    return owners


def _is_rebase(text: Text, pull: PullState) -> bool:
    return (
        len(text.parents) == 1
        and pull.pull.number not in text.authorship.pulls
        and pull.pull.title != text.title
    )


def _before(texts: Mapping[str, Text], leading: Leading, sha: str, count: int) -> Iterator[str]:
    """No further than to a merge, or to what another pull request brought."""
    for _ in range(count):
        sha = texts[sha].parents[0]
        text = texts.get(sha)
        if text is None or sha in leading or len(text.parents) != 1:
            return
        yield sha
