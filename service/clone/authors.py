"""The authors of a clone's commits: of everyone the first few, found in one pass when asked."""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from heapq import nsmallest

from domain.commit import CommitMade
from projections.view import FIRST_COMMITS
from projections.who import Who, who
from service.clone.past import Past

_AUTHOR = b"\nauthor "


class ClonedAuthors:
    """`projections.view.Authors` over a past; `fact` tells a commit by its number."""

    def __init__(self, past: Past, fact: Callable[[int], CommitMade]) -> None:
        self._past = past
        self._fact = fact

    def first_commits(self, people: Collection[Who]) -> Mapping[Who, tuple[str, ...]]:
        """See `projections.view.Authors.first_commits`."""
        wrote, shas = self._wrote, self._past.shas
        return {one: tuple(shas[number] for number in wrote[one]) for one in people if one in wrote}

    @cached_property
    def _wrote(self) -> Mapping[Who, list[int]]:
        wrote: dict[Who, list[int]] = {}
        for numbers in self._written_alike().values():
            person = who(self._fact(numbers[0]).authorship.author)
            if person is not None:
                wrote[person] = nsmallest(
                    FIRST_COMMITS, (*wrote.get(person, ()), *numbers), self._made
                )
        return wrote

    def _made(self, number: int) -> tuple[int, str]:
        return self._past.made[number], self._past.shas[number]

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
