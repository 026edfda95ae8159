"""A clone's history as facts, read as a stream: parents before children, names after commits."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import IO
from uuid import UUID

from msgspec import Struct

from domain.fact import Keyed
from service.clone.apart import rows_apart
from service.clone.git import Git
from service.clone.telling import chunks, commits_told
from service.recorders.batch import FactRow, fact_rows

# From so many commits on, a second process is worth its start.
APART_FROM = 10_000


class History(Struct, frozen=True):
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
        objects = self.git.objects_in(self.ids)
        made = commits_told(objects, via=self.via, repository=self.repository)
        return chunks(chain(self.before, made, self.after))

    def rows(self, stream: UUID, *, apart_from: int = APART_FROM) -> Iterator[tuple[FactRow, ...]]:
        """The same, spelled out for writing into the stream; where they are many, by two."""
        if self.commits < apart_from:
            return (tuple(fact_rows(stream, chunk)) for chunk in self.facts())
        return chain(
            (tuple(fact_rows(stream, self.before)),),
            rows_apart(self.git, self.ids, stream=stream, via=self.via, repository=self.repository),
            (tuple(fact_rows(stream, chunk)) for chunk in chunks(self.after)),
        )
