"""A commit as the table keeps it: ids as raw bytes, one row for each way in which it was told.

`told` 1: its true parents. There is one such row, and where there is, it alone counts.
`told` 0: what it followed in a push. A commit can come in pushes of several branches, and is taken
to descend from *everything* that it followed in any of them. That needs no order of arrival, and it
is what pushes mean: a branch that was merged came first by itself, following nothing that was told,
and again with the push that took it in. Forgetting either would cut the history there.
`told` -1: that another commit, in `follows`, named it before anybody told of it.

All rows stay, so that an older position is answered by what was known then.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from domain.commit import CommitMade, CommitPushed
from domain.errors import Malformed
from domain.fact import EPOCH, Fact

PARENTS, PUSHED, NAMED = 1, 0, -1

_SECOND = timedelta(seconds=1)

Key = tuple[bytes, int, bytes]


class Made(Fact, frozen=True, kw_only=True, tag="commit.made.1"):
    """`CommitMade`, up to where the graph ends and the message begins."""

    sha: str
    parents: tuple[str, ...]


class Pushed(Fact, frozen=True, kw_only=True, tag="commit.pushed.1"):
    """`CommitPushed`, with its message passed over."""

    sha: str
    authorship: msgspec.Raw
    follows: str | None = None


_decoder = msgspec.json.Decoder(Made | Pushed)
read: Callable[[bytes], Made | Pushed] = _decoder.decode


class Row(NamedTuple):
    """What one fact told. `follows` tells the pushes of one commit apart, and is else empty."""

    sha: bytes
    told: int
    follows: bytes
    parents: tuple[bytes, ...]
    position: int
    made: int  # the commit's own date, in seconds


class Commit(NamedTuple):
    """All that was known of a commit at a position."""

    sha: bytes
    told: int
    position: int
    made: int
    parents: tuple[bytes, ...]


def row_of(fact: Fact, position: int) -> Row | None:
    """The row of a fact; None where it tells nothing about the graph."""
    match fact:
        case CommitMade() | Made():
            parents = tuple(map(bytes.fromhex, fact.parents))
            return Row(bytes.fromhex(fact.sha), PARENTS, b"", parents, position, _seconds(fact.at))
        case CommitPushed() | Pushed():
            # A commit that follows itself, as in a push that moves nothing, follows nothing.
            before = bytes.fromhex(fact.follows or "") if fact.follows != fact.sha else b""
            parents = (before,) if before else ()
            return Row(
                bytes.fromhex(fact.sha), PUSHED, before, parents, position, _seconds(fact.at)
            )
        case _:
            return None


def merged(rows: Iterable[tuple[bytes, int, int, int, int, bytes]]) -> dict[bytes, Commit]:
    """Commits out of rows of (sha, generation, told, position, made, parents)."""
    commits: dict[bytes, Commit] = {}
    for sha, _, told, position, made, parents in rows:
        commit = Commit(sha, told, position, made, split(parents, len(sha)))
        other = commits.get(sha)
        commits[sha] = commit if other is None else _together(commit, other)
    return commits


def _together(one: Commit, other: Commit) -> Commit:
    if one.told != other.told:
        return max(one, other, key=lambda commit: commit.told)
    first, second = sorted((one, other), key=lambda commit: commit.position)
    return first._replace(parents=tuple(dict.fromkeys(first.parents + second.parents)))


def split(parents: bytes, width: int) -> tuple[bytes, ...]:
    """The ids that stand one after the other."""
    if len(parents) == width:
        return (parents,)
    return tuple(parents[start : start + width] for start in range(0, len(parents), width))


def raw(sha: str) -> bytes:
    """The bytes of a full commit id that somebody asked about."""
    try:
        id_ = bytes.fromhex(sha)
    except ValueError:
        id_ = b""
    if len(id_) not in (20, 32) or len(sha) != 2 * len(id_):
        raise Malformed(f"«{sha}» is no commit id: give all of its 40 or 64 hexadecimal digits")
    return id_


def _seconds(at: datetime) -> int:
    return (at - EPOCH) // _SECOND
