"""A past: all commits of a clone in compact memory, each by a number, parents before children."""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from domain.fact import EPOCH
from service.clone.git import Git, Object
from service.clone.objects import commit_made

# Of nearly all commits: who wrote it, and after who committed it the seconds that say when.
_MADE = re.compile(rb"author [^\n]*\ncommitter [^\n]*> ([0-9]{1,11}) [+-][0-9]{4}\n")
_PARENT = b"parent "
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Past:
    """`parents` have lower numbers than their children.

    Commits that are named as parents and not there, as before the beginning of a shallow clone,
    have the numbers below `absent`, no content and no parents.
    """

    shas: list[str]
    numbers: dict[str, int]
    parents: list[tuple[int, ...]]
    made: "array[int]"  # when each was committed, in seconds
    contents: list[bytes]  # as git stores them
    absent: int

    def __len__(self) -> int:
        return len(self.shas)


def read_past(git: Git, tips: Iterable[str]) -> Past:
    """All that the tips reach; a text is kept as it is, until somebody asks what it says."""
    tips = list(tips)
    found = list(git.reached(tips)) if tips else []
    named = [_parents(one.content) for one in found]
    absent = _absent(found, named)
    numbers = {sha: number for number, sha in enumerate(absent)}
    order = _parents_first([one.id for one in found], named, numbers)
    contents = [found[place].content for place in order]
    shas = [*absent, *(found[place].id for place in order)]
    none: list[tuple[int, ...]] = [()] * len(absent)
    known = (tuple(map(numbers.__getitem__, named[place])) for place in order)
    made = array("q", [0] * len(absent))
    made.extend(_made(found[place]) for place in order)
    return Past(shas, numbers, [*none, *known], made, [b""] * len(absent) + contents, len(absent))


def _parents(content: bytes) -> tuple[str, ...]:
    start = content.find(b"\n") + 1
    end = start
    while content.startswith(_PARENT, end):
        end = content.index(b"\n", end) + 1
    return tuple(content[start:end].decode("ascii").split()[1::2])


def _absent(found: list[Object], named: list[tuple[str, ...]]) -> list[str]:
    there = {one.id for one in found}
    return sorted({parent for parents in named for parent in parents if parent not in there})


def _parents_first(
    shas: list[str], named: list[tuple[str, ...]], numbers: dict[str, int]
) -> list[int]:
    """The places in which they were found, and their numbers; git lists by date, mostly so."""
    place = {sha: at for at, sha in enumerate(shas)}
    order: list[int] = []
    for last in range(len(shas) - 1, -1, -1):
        ways = [last]
        while ways:
            at = ways[-1]
            waiting = [one for one in named[at] if one not in numbers]
            if waiting:
                ways.extend(place[one] for one in waiting)
                continue
            ways.pop()
            if shas[at] not in numbers:
                numbers[shas[at]] = len(numbers)
                order.append(at)
    return order


def _made(one: Object) -> int:
    found = _MADE.search(one.content)
    if found is not None and found.start() < one.content.find(b"\n\n"):
        return int(found[1])
    fact = commit_made(one.id, one.content, via="", repository="")
    return (fact.at - EPOCH) // _SECOND
