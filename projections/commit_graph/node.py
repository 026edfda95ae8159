"""A commit as the table keeps it: one row with all that was ever told of it, and when.

Three things can be told of a commit:

`parents`  its true parents, `sure` from one position on;
`pushes`   what it followed in pushes, each with its position;
`named`    which others named it before anybody told of it, each with its position.

Until its parents are sure, a commit is taken to descend from *everything* that it followed in any
push. That needs no order of arrival, and it is what pushes mean: a branch that was merged came
first by itself, following nothing that was told, and again with the push that took it in.
Forgetting either would cut the history there. With the positions, an older one is answered by what
was known then.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from domain.commit import CommitMade, CommitPushed
from domain.fact import Fact, seconds
from projections.stored import Made, Pushed

# Of a row what a walk needs: key, generation, made, sure, parents, pushes. The key is the stream's
# sixteen bytes, and the commit's id.
Entry = tuple[bytes, int, int, int, bytes, bytes]

NEVER = 2**62  # a position that no fact has


class Telling(NamedTuple):
    """What one fact tells; the parents are the true ones where it is `sure`."""

    sha: bytes
    sure: bool
    parents: tuple[bytes, ...]
    position: int
    made: int  # the commit's own date, in seconds


class Commit(NamedTuple):
    """All that was known of a commit at a position; `position` is that of the fact that told it."""

    sha: bytes
    sure: bool
    parents: tuple[bytes, ...]
    position: int
    made: int


class Node(Struct):
    """`known` is where it was first told, and not only named; `made` is the date told there."""

    known: int = NEVER
    made: int = 0
    sure: int = NEVER
    parents: tuple[bytes, ...] = ()
    pushes: dict[bytes, int] = field(default_factory=dict)  # nothing followed is b""
    named: dict[bytes, int] = field(default_factory=dict)

    def take(self, told: Telling) -> bool:
        """Take in a fact; False where one before it told the same."""
        if told.sure and self.sure == NEVER:
            self.sure, self.parents = told.position, told.parents
        elif not told.sure and b"".join(told.parents) not in self.pushes:
            self.pushes[b"".join(told.parents)] = told.position
        else:
            return False
        if self.known == NEVER:
            self.known, self.made = told.position, told.made
        return True


def telling(fact: Fact, position: int) -> Telling | None:
    """What a fact tells; None where that is nothing about the graph."""
    before: tuple[str, ...]
    if isinstance(fact, (Made, CommitMade)):
        before, sure = fact.parents, True
    elif isinstance(fact, (Pushed, CommitPushed)):
        # A commit that follows itself, as in a push that moves nothing, follows nothing.
        before = (fact.follows,) if fact.follows and fact.follows != fact.sha else ()
        sure = False
    else:
        return None
    return Telling(
        bytes.fromhex(fact.sha),
        sure,
        tuple(map(bytes.fromhex, before)),
        position,
        seconds(fact.at),
    )


def commit_at(position: int, row: Entry) -> Commit:
    """The commit of a row, as it was known at a position at which it was known."""
    key, _, made, sure, parents, pushes = row
    sha = key[16:]
    if sure <= position:
        return Commit(sha, True, split(parents, len(sha)), sure, made)
    told = {one: at for one, at in unpacked(pushes, len(sha)) if at <= position}
    return Commit(sha, False, tuple(one for one in told if one), min(told.values()), made)


def split(parents: bytes, width: int) -> tuple[bytes, ...]:
    """The ids that stand one after the other."""
    if len(parents) == width:
        return (parents,)
    return tuple(parents[start : start + width] for start in range(0, len(parents), width))


def packed(told: Mapping[bytes, int], width: int) -> bytes:
    """Ids with positions, as one value: eight bytes and `width` for each, zeros for no id."""
    return b"".join(at.to_bytes(8, "big") + one.rjust(width, b"\0") for one, at in told.items())


def unpacked(told: bytes, width: int) -> Iterator[tuple[bytes, int]]:
    for start in range(0, len(told), 8 + width):
        id_ = told[start + 8 : start + 8 + width]
        yield id_ if any(id_) else b"", int.from_bytes(told[start : start + 8], "big")
