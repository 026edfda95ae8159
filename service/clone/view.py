"""A view over a clone: the facts that an import would tell, told when somebody asks."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from domain.commit import CommitMade
from domain.fact import Fact, Told
from domain.repository import stream_of
from domain.tag import TagCut
from projections.kept import Recent
from projections.notes.edits import NOTHING, Notebook
from projections.standing import ReadTags
from projections.view import Authors, Commits, Names, Tags
from service.clone.authors import ClonedAuthors
from service.clone.commits import ClonedCommits
from service.clone.objects import commit_made
from service.clone.past import Past
from service.clone.sayings import Sayings
from service.clone.version_order import ClonedNames

if TYPE_CHECKING:
    from projections.recorded import Recorded

_BEFORE = 2  # the position of the first commit: what the repository is called comes before


class CloneView:
    """`projections.view.View` over a clone.

    Positions are the places that the facts would have in a ledger of this clone alone: its name,
    its commits, parents before children, and then its tags, branches and files.
    """

    def __init__(  # noqa: PLR0913 - the parts of a view, all named
        self,
        past: Past,
        *,
        named: Fact,
        after: Sequence[Fact],
        tags: Iterable[str],
        repository: str,
        via: str,
        seen: datetime,
        as_at: datetime | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        self._past = past
        self._named, self._after = named, list(after)
        self._repository, self._via, self._seen = repository, via, seen
        # Releases beside each other share commits.
        self._kept: Recent[int, Told] = Recent()
        self._sayings = Sayings(past.contents, self._made)
        self._first_after = _BEFORE + len(past) - past.absent
        self._filed = _filed([(1, named), *enumerate(after, self._first_after)], {})
        self.notes = notes  # what the clone cannot tell
        self.position = self._first_after + len(after) - 1
        self.as_at = as_at
        self.has_forge = False
        heads = [one.sha for one in after if isinstance(one, TagCut)]
        self.commits: Commits = ClonedCommits(past, heads, first=_BEFORE)
        self.names: Names = ClonedNames(tags)
        self.authors: Authors = ClonedAuthors(past)
        self.tags: Tags = ReadTags(self)

    @cached_property
    def stream(self) -> UUID:
        """See `projections.view.View`."""
        return stream_of("git", self._repository)

    def learn(self, facts: Iterable[Fact]) -> None:
        """Take in what takes long to find out, and is told only where it is needed."""
        new = list(facts)
        _filed(enumerate(new, self.position + 1), self._filed)
        self._after += new
        self.position += len(new)

    def about(self, *subjects: str) -> list[Told]:
        """See `projections.view.View.about`."""
        positions: set[int] = set()
        numbers, filed, absent = self._past.numbers, self._filed, self._past.absent
        for one in subjects:
            kind, _, rest = one.partition(":")
            if kind == "commit":
                number = numbers.get(rest, -1)
                if number >= absent:
                    positions.add(self._place(number))
            elif said := self._sayings.of(kind, one):
                positions.update(map(self._place, said))
            if one in filed:
                positions.update(filed[one])
        return self.at(positions)

    def at(self, positions: Collection[int]) -> list[Told]:
        """See `projections.view.View.at`."""
        wanted = sorted(one for one in set(positions) if 1 <= one <= self.position)
        told = map(self._told, wanted)
        if self.as_at is None:
            return list(told)
        return [one for one in told if one.fact.at <= self.as_at]

    def everything(self) -> Iterator[Told]:
        """See `projections.view.View.everything`."""
        for position in range(1, self.position + 1):
            yield from self.at((position,))

    def notebook(self) -> Notebook:
        """See `projections.view.View.notebook`."""
        return NOTHING

    def decisions(self, *_: str, **__: object) -> "tuple[Recorded, ...]":
        """See `projections.view.View.decisions`: a clone holds none."""
        return ()

    def decision(self, _: int) -> None:
        """See `projections.view.View.decision`: a clone holds none."""

    def recorded(self, positions: Collection[int]) -> dict[int, datetime]:
        """See `projections.view.View.recorded`: all of it is known since the clone was read."""
        return dict.fromkeys(positions, self._seen)

    def _place(self, number: int) -> int:
        return _BEFORE + number - self._past.absent

    def _told(self, position: int) -> Told:
        known = self._kept.get(position)
        if known is None:
            known = Told(position, self._fact(position))
            self._kept.put(position, known)
        return known

    def _fact(self, position: int) -> Fact:
        if position < _BEFORE:
            return self._named
        if position >= self._first_after:
            return self._after[position - self._first_after]
        return self._commit(position - _BEFORE + self._past.absent)

    def _made(self, number: int) -> CommitMade:
        fact = self._told(self._place(number)).fact
        assert isinstance(fact, CommitMade)
        return fact

    def _commit(self, number: int) -> CommitMade:
        content = self._past.contents[number]
        return commit_made(
            self._past.shas[number], content, via=self._via, repository=self._repository
        )


def _filed(told: Iterable[tuple[int, Fact]], filed: dict[str, list[int]]) -> dict[str, list[int]]:
    """The places of the facts that are at hand, by their subjects."""
    for place, fact in told:
        for subject in fact.about():
            filed.setdefault(subject, []).append(place)
    return filed
