"""A past: all commits of a clone in compact memory, each by a number, parents before children."""

import re
from array import array
from collections.abc import Iterable
from itertools import chain

from msgspec import Struct, field

from domain.fact import seconds
from service.clone.git import Object
from service.clone.objects import commit_made

# Of nearly all commits: the lines of parents, who wrote it, and the seconds that say when it was
# committed.
_COMMIT = re.compile(
    rb"tree [0-9a-f]+\n((?:parent [0-9a-f]+\n)*)"
    rb"author ([^\n]*>)[^\n]*\ncommitter [^\n]*> ([0-9]{1,11}) [+-][0-9]{4}\n"
)


class Past(Struct, frozen=True):
    """`parents` have lower numbers than their children.

    Commits that are named as parents and not there, as before the beginning of a shallow clone,
    have the numbers below `absent`, no content and no parents.
    """

    shas: list[str]
    numbers: dict[str, int]
    parents: list[tuple[int, ...]]
    made: "array[int]"  # when each was committed, in seconds
    contents: list[bytes]  # as git stores them
    authors: list[bytes]  # equal bytes are one person
    absent: int

    def __len__(self) -> int:
        return len(self.shas)


class _Found(Struct):
    """Commits in the order in which git lists them: by date, mostly."""

    shas: list[str] = field(default_factory=list)
    parents: list[tuple[str, ...]] = field(default_factory=list)
    made: "array[int]" = field(default_factory=lambda: array("q"))
    contents: list[bytes] = field(default_factory=list)
    authors: list[bytes] = field(default_factory=list)


def read_past(commits: Iterable[Object]) -> Past:
    """Of all commits, the newest first; a text is kept as it is, until somebody asks of it."""
    found = _read(commits)
    absent = sorted(set(chain.from_iterable(found.parents)).difference(found.shas))
    numbers = {sha: number for number, sha in enumerate(absent)}
    order, parents = _parents_first(found, numbers)
    none: list[tuple[int, ...]] = [()] * len(absent)
    return Past(
        shas=list(numbers),
        numbers=numbers,
        parents=none + parents,
        made=array("q", [0] * len(absent) + [found.made[place] for place in order]),
        contents=[b""] * len(absent) + [found.contents[place] for place in order],
        authors=[b""] * len(absent) + [found.authors[place] for place in order],
        absent=len(absent),
    )


def _read(commits: Iterable[Object]) -> _Found:
    found = _Found()
    once: dict[bytes, bytes] = {}  # a history is written by few
    for sha, _, content in commits:
        author = content  # told by itself: as git itself would not make it, or in another encoding
        told = _COMMIT.match(content)
        if told is None:
            fact = commit_made(sha, content, via="", repository="")
            parents, made = fact.parents, seconds(fact.at)
        else:
            named, author_, date = told.groups()
            parents, made = tuple(named.decode("ascii").split()[1::2]), int(date)
            if content.startswith(b"\n", told.end()) or b"\nencoding " not in content:
                author = once.setdefault(author_, author_)
        found.authors.append(author)
        found.shas.append(sha)
        found.parents.append(parents)
        found.made.append(made)
        found.contents.append(content)
    return found


def _parents_first(
    found: _Found, numbers: dict[str, int]
) -> tuple[list[int], list[tuple[int, ...]]]:
    """The places at which they were found, oldest first, and the numbers of the parents of each.

    Each gets its own number by that.
    """
    order: list[int] = []
    parents: list[tuple[int, ...]] = []
    number_of = numbers.__getitem__
    place: dict[str, int] = {}
    for last in range(len(found.shas) - 1, -1, -1):
        ways = [last]
        while ways:
            at = ways.pop()
            sha = found.shas[at]
            if sha in numbers:
                continue
            try:
                own = tuple(map(number_of, found.parents[at]))
            except KeyError:  # by its date it is older than one of them
                place = place or {one: where for where, one in enumerate(found.shas)}
                waiting = (one for one in found.parents[at] if one not in numbers)
                ways += [at, *map(place.__getitem__, waiting)]
            else:
                numbers[sha] = len(numbers)
                order.append(at)
                parents.append(own)
    return order, parents
