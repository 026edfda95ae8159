"""A reading: one repository being read, and how far that got."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from msgspec import Struct

from domain import subject
from domain.commit import CommitMade
from domain.repository import stream_of
from projections.view import View
from service.github.polling import Polls
from service.ledger import Ledger

if TYPE_CHECKING:
    from service.github.calls import Calls
    from service.github.connection import Seen


class Step(NamedTuple):
    """Something was read and recorded: `place` is where to go on, `read` how many things it was."""

    place: Any
    read: int
    news: int


class Reading(Struct, frozen=True):
    """What every kind needs.

    `repository` is GitHub's own word of it. `since` is given where all that was not changed after
    it has been read before; None asks for everything.
    """

    seen: "Seen"
    repository: Mapping[str, Any]
    calls: "Calls"
    ledger: Ledger
    polls: Polls
    now: datetime
    since: datetime | None = None

    @property
    def path(self) -> str:
        return f"/repositories/{self.seen.id}"

    @property
    def stream(self) -> UUID:
        return stream_of("github", str(self.seen.id))

    def look(self) -> AbstractContextManager[View]:
        """What we know of it so far."""
        return self.ledger.look(self.stream)

    def tell(self, event: str, key: str, **body: Any) -> int:
        """Record what was read; see `Polls.tell`."""
        return self.polls.tell(self.repository, event, key, body)

    def pages(self, path: str, first: int = 1, **query: Any) -> Iterator[tuple[int, list[Any]]]:
        """The pages of a list with their numbers, from the first one that is wanted."""
        yield from enumerate(self.calls.pages(f"{self.path}{path}", page=first, **query), first)

    def is_recent(self, moment: str) -> bool:
        """Whether it may have been changed after what was read before."""
        return self.since is None or datetime.fromisoformat(moment) >= self.since

    def made(self, sha: str) -> CommitMade | None:
        """The commit with its parents, where we have it."""
        with self.look() as view:
            facts = (told.fact for told in view.about(subject.commit(sha)))
            return next((one for one in facts if isinstance(one, CommitMade)), None)

    def unmade(self, shas: Iterable[str]) -> set[str]:
        """Those of these commits that we do not have with their parents."""
        wanted = set(shas)
        with self.look() as view:
            told = view.about(*map(subject.commit, wanted))
            return wanted - {one.fact.sha for one in told if isinstance(one.fact, CommitMade)}

    def committed_at(self, sha: str) -> str:
        """The commit's own date; it is asked for only where nobody told it yet."""
        made = self.made(sha)
        if made is not None:
            return made.at.isoformat()
        found = self.calls.read(f"{self.path}/git/commits/{sha}").json
        date: str = found["committer"]["date"]
        return date


class Kind(NamedTuple):
    """One kind of thing. `read` goes on from a place, None at first, and ends when all is read.

    `what` is what we lack as long as it was not read, and `permissions` are what GitHub wants an
    App to have for reading it. A later reading begins at the place where the last one ended if that
    `stays`, else at the beginning.
    """

    name: str
    what: str
    permissions: tuple[str, ...]
    read: Callable[[Reading, Any], Iterator[Step]]
    stays: bool = False
