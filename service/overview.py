"""The overview: questions about all repositories at once, each answered from one position."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from msgspec import Struct

from domain.errors import NotFound
from projections.board import Block, block
from projections.environments import Environments, environments
from projections.feed import Item, items
from projections.names import Names, Recent
from projections.repositories import Repository, repository
from projections.view import View
from service.ledger import Ledger, Stand, table, unknown
from service.memory import Memory

# Whose releases are the newest is told by so many of the last names; all others follow as met.
_NEWS: Final = 1000
_OF_ONE: Final = 8
_PAGE: Final = 200
# A filter looks at so many names before it answers with what it has.
_LOOKED_AT: Final = 2000


class Ground(NamedTuple):
    """Where an answer stands: its position, when that was recorded, and the last one there is."""

    position: int
    recorded: datetime | None
    head: int


class Blocks(NamedTuple):
    """A stretch of the board; `matching` counts all repositories that are asked for."""

    ground: Ground
    blocks: tuple[Block, ...]
    matching: int


class Feed(NamedTuple):
    """A stretch of the feed; `after` is where the next one begins, None after the last."""

    ground: Ground
    items: tuple[Item, ...]
    after: Recent | None


class Matrix(NamedTuple):
    """A stretch of the environments of all repositories, by name."""

    ground: Ground
    rows: tuple[tuple[Repository, Environments], ...]
    matching: int


class Whole(Struct, frozen=True):
    """All repositories in one open transaction, up to a position and a moment."""

    ledger: Ledger
    stand: Stand
    position: int
    as_at: datetime | None
    streams: tuple[UUID, ...]
    hidden: frozenset[UUID] = frozenset()  # of which whoever asks may not know

    def view(self, stream: UUID) -> View:
        return self.ledger.view(self.stand, stream, as_of=self.position, as_at=self.as_at)

    def resolve(self, name: str) -> UUID:
        """The repository of that name; raises `NotFound`, for what is hidden too."""
        stream = self.ledger.resolve(self.stand, name)
        if stream in self.hidden:
            raise unknown(name)
        return stream

    def key(self, stream: UUID) -> tuple[UUID, str, int, datetime | None]:
        """What an answer about one repository depends on."""
        if self.position < self.stand.head:
            return stream, "position", self.position, self.as_at
        return stream, "version", self.ledger.version(self.stand, stream), self.as_at

    def repository(self, stream: UUID) -> Repository | None:
        """None where nothing of it had happened by the moment."""
        try:
            return repository(self.view(stream))
        except NotFound:
            return None

    def name(self, stream: UUID) -> str:
        known = self.repository(stream)
        return known.name if known else ""

    def is_asked_for(self, stream: UUID, q: str, news: Iterable[Recent]) -> bool:
        """Whether the text is in its name or in one of its news, if it was there by the moment."""
        if stream in self.hidden:
            return False
        if not q and self.as_at is None:
            return True
        name = self.name(stream)
        return bool(name) and (_is_in(q, name) or any(_is_in(q, one.name) for one in news))

    def ground(self) -> Ground:
        # Any view tells when a position was recorded; where there is none, nothing was.
        known = self.streams and self.position
        recorded = self.view(self.streams[0]).recorded([self.position]) if known else {}
        return Ground(self.position, recorded.get(self.position), self.stand.head)

    def recent(self, after: Recent | None, limit: int) -> Sequence[Recent]:
        """The last names of releases."""
        if after is None and self.as_at is not None:
            just_after = self.as_at + timedelta(microseconds=1)
            after = Recent(UUID(int=0), "", just_after, 0)
        names = Names(table(self.stand, "release_names"))
        return names.recent(self.stand.db, self.position, after, limit)


class Overview:
    """Made once; thread-safe."""

    def __init__(
        self, ledger: Ledger, sees: Callable[[Ledger, Stand, UUID], bool] = lambda *_: True
    ) -> None:
        """`sees` tells of which repositories whoever asks may know."""
        self._ledger = ledger
        self._sees = sees
        self._blocks: Memory[Block] = Memory(500)
        self._rows: Memory[Environments] = Memory(500)

    @contextmanager
    def whole(self, as_of: int | None, as_at: datetime | None) -> Iterator[Whole]:
        """Everything that was recorded up to the position and had happened by the moment."""
        with self._ledger.stand() as stand:
            position = stand.head if as_of is None else min(as_of, stand.head)
            known = self._ledger.streams(stand, position)
            hidden = frozenset(one for one in known if not self._sees(self._ledger, stand, one))
            streams = tuple(one for one in known if one not in hidden)
            yield Whole(self._ledger, stand, position, as_at, streams, hidden)

    def board(
        self, as_of: int | None, as_at: datetime | None, *, q: str = "", first: int, limit: int
    ) -> Blocks:
        """The repositories that are called so, or have a recent release that is; newest first."""
        with self.whole(as_of, as_at) as whole:
            found = _ordered(whole, q)
            blocks = tuple(
                self._blocks.recall((*whole.key(stream), news), _block(whole, stream, news))
                for stream, news in found[first : first + limit]
            )
            return Blocks(whole.ground(), blocks, len(found))

    def feed(
        self,
        as_of: int | None,
        as_at: datetime | None,
        *,
        q: str = "",
        after: Recent | None,
        limit: int,
    ) -> Feed:
        """Releases whose name or whose repository's name contains the text, newest first."""
        with self.whole(as_of, as_at) as whole:
            found: list[Recent] = []
            last, following = after, after
            for looked_at, one in enumerate(_names(whole, after)):
                if len(found) == limit or looked_at == _LOOKED_AT:
                    following = last
                    break
                last = one
                if whole.is_asked_for(one.stream, q, [one]):
                    found.append(one)
            else:
                following = None
            return Feed(whole.ground(), tuple(_items(whole, found)), following)

    def environments(
        self, as_of: int | None, as_at: datetime | None, *, q: str = "", first: int, limit: int
    ) -> Matrix:
        """The environments of the repositories that are called so and have any, by name."""
        with self.whole(as_of, as_at) as whole:
            found = filter(None, map(whole.repository, whole.streams))
            wanted = sorted((one for one in found if _is_in(q, one.name)), key=_name)
            rows = tuple(
                (one, self._rows.recall(whole.key(one.stream), _row(whole, one.stream)))
                for one in wanted[first : first + limit]
            )
            return Matrix(whole.ground(), rows, len(wanted))


def _ordered(whole: Whole, q: str) -> list[tuple[UUID, tuple[Recent, ...]]]:
    """The repositories that are asked for, the newest release first, each with its news."""
    news: dict[UUID, list[Recent]] = {}
    for one in whole.recent(None, _NEWS):
        news.setdefault(one.stream, []).append(one)
    order = [*news, *(stream for stream in whole.streams if stream not in news)]
    return [
        (stream, tuple(news.get(stream, ())[:_OF_ONE]))
        for stream in order
        if whole.is_asked_for(stream, q, news.get(stream, ()))
    ]


def _names(whole: Whole, after: Recent | None) -> Iterator[Recent]:
    """The names of releases from there on, read in pages."""
    while page := whole.recent(after, _PAGE):
        yield from page
        after = page[-1]


def _is_in(q: str, name: str) -> bool:
    return q.casefold() in name.casefold()


def _block(whole: Whole, stream: UUID, news: Sequence[Recent]) -> Callable[[], Block]:
    return lambda: block(whole.view(stream), news)


def _row(whole: Whole, stream: UUID) -> Callable[[], Environments]:
    return lambda: environments(whole.view(stream))


def _items(whole: Whole, found: list[Recent]) -> Iterator[Item]:
    of_each: dict[UUID, list[Recent]] = {}
    for one in found:
        of_each.setdefault(one.stream, []).append(one)
    made = {
        recent: item
        for stream, news in of_each.items()
        for recent, item in items(whole.view(stream), whole.name(stream), news)
    }
    return (made[one] for one in found if one in made)


def _name(one: Repository) -> str:
    return one.name.lower()
