"""The authors of a clone's commits: of everyone the first few, found in one pass when asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from domain.fact import Actor
from projections.view import FIRST_COMMITS
from projections.who import Who, who
from service.clone.objects import commit_author
from service.clone.past import Past


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
        wrote: dict[Who, list[tuple[int, str]]] = {}
        for numbers in self._written_alike():
            person = who(self._author(numbers[0]))
            if person is not None:
                wrote[person] = sorted((*wrote.get(person, ()), *self._first(numbers)))
        return {
            person: tuple(sha for _, sha in first[:FIRST_COMMITS])
            for person, first in wrote.items()
        }

    def _author(self, number: int) -> Actor:
        return commit_author(self._past.shas[number], self._past.contents[number])

    def _first(self, numbers: list[int]) -> Iterable[tuple[int, str]]:
        """The earliest with their dates, and all others of the last one's date."""
        made, shas = self._past.made, self._past.shas
        if len(numbers) > FIRST_COMMITS:
            last = sorted(map(made.__getitem__, numbers))[FIRST_COMMITS - 1]
            numbers = [number for number in numbers if made[number] <= last]
        return [(made[number], shas[number]) for number in numbers]

    def _written_alike(self) -> Iterable[list[int]]:
        """The commits of each author's spelling."""
        alike: dict[bytes, list[int]] = defaultdict(list)
        for number in range(self._past.absent, len(self._past)):
            alike[self._past.authors[number]].append(number)
        return alike.values()
