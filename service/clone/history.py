"""A clone's history as facts, read as a stream: parents before children, names after commits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO

from domain.fact import Keyed
from service.clone.git import Git
from service.clone.objects import commit_made

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class History:
    """One look at a clone. `total` is how many facts it tells, `notes` what it cannot tell."""

    git: Git
    ids: IO[bytes]  # of the commits, one on a line
    commits: int
    before: Sequence[Keyed]
    after: Sequence[Keyed]
    notes: tuple[str, ...]
    repository: str
    via: str

    @property
    def total(self) -> int:
        return len(self.before) + self.commits + len(self.after)

    def facts(self) -> Iterator[list[Keyed]]:
        """All of them in chunks of a thousand, to be read once."""
        return chunks(chain(self.before, self._made(), self.after))

    def _made(self) -> Iterator[Keyed]:
        for one in self.git.objects_in(self.ids):
            fact = commit_made(one.id, one.content, via=self.via, repository=self.repository)
            yield Keyed(fact, f"commit:{one.id}")


def chunks(facts: Iterable[Keyed]) -> Iterator[list[Keyed]]:
    rest = iter(facts)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
