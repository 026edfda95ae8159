"""The authors of a clone's commits: of everyone the first few, found in one pass when asked."""

from collections.abc import Collection, Mapping
from functools import cached_property
from heapq import nsmallest

from domain.fact import Actor
from projections.view import FIRST_COMMITS
from projections.who import Who, who
from service.clone.objects import commit_author
from service.clone.past import Past

_AUTHOR = b"\nauthor "


class ClonedAuthors:
    """`projections.view.Authors` over a past."""

    def __init__(self, past: Past) -> None:
        self._past = past

    def first_commits(self, people: Collection[Who]) -> Mapping[Who, tuple[str, ...]]:
        """See `projections.view.Authors.first_commits`."""
        wrote = self._wrote
        return {one: wrote[one] for one in people if one in wrote}

    @cached_property
    def _wrote(self) -> Mapping[Who, tuple[str, ...]]:
        made, shas = self._past.made.__getitem__, self._past.shas.__getitem__
        wrote: dict[Who, list[tuple[int, str]]] = {}
        for numbers in self._written_alike().values():
            person = who(self._author(numbers[0]))
            if person is not None:
                new = zip(map(made, numbers), map(shas, numbers), strict=True)
                wrote[person] = nsmallest(FIRST_COMMITS, (*wrote.get(person, ()), *new))
        return {person: tuple(sha for _, sha in first) for person, first in wrote.items()}

    def _author(self, number: int) -> Actor:
        return commit_author(self._past.shas[number], self._past.contents[number])

    def _written_alike(self) -> Mapping[bytes, list[int]]:
        """The commits by the bytes that say who wrote them, and in which encoding."""
        alike: dict[bytes, list[int]] = {}
        for number in range(self._past.absent, len(self._past)):
            content = self._past.contents[number]
            start = content.find(_AUTHOR)
            line = content[start : content.find(b"\n", start + 1)]
            key = line[: line.rfind(b">")]
            if b"\nencoding " in content or start > content.find(b"\n\n") >= 0:
                key = content  # told by itself
            alike.setdefault(key, []).append(number)
        return alike
