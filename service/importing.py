"""An import: a clone's whole history goes into the ledger, a second one only what is new."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import msgspec

from domain import subject
from domain.branch import BranchObserved
from domain.errors import NotFound
from domain.fact import Keyed
from domain.repository import RepositoryNamed, stream_of
from domain.tag import TagCut, TagDeleted, TagFact, TagMoved
from projections.fold import in_order
from projections.notes.found_settings import observed_files
from projections.view import View
from service.clone import GONE, Clone
from service.clone.history import chunks
from service.delivery import Delivery
from service.ledger import Ledger
from webhooks.translation import Chapter, Translation

TAGS_AT_ONCE = 500

# At the end of where a fact came from, of an import whose clone was shallow: its heads do not lead
# down to the beginning.
CUT = "~shallow"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: `told` facts were in the clone's part that was read, `new` were news."""

    name: str
    told: int
    new: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier imports of the repository told: the heads reached, tags, files."""

    heads: frozenset[str] = frozenset()
    tags: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()


class Import:
    """One import of one clone; `as_repository` is the name or number of a known repository."""

    def __init__(self, ledger: Ledger, path: Path, *, as_repository: str | None = None) -> None:
        self._ledger = ledger
        self._clone = Clone(path)
        self._identity = self._clone.identify()
        self._as_repository = as_repository
        self.name = as_repository or self._identity.name

    def run(
        self,
        seen: datetime,
        *,
        begin: Callable[[int], None] = lambda _: None,
        advance: Callable[[int], None] = lambda _: None,
    ) -> Imported:
        """Record everything; `begin` hears how many facts there are, `advance` of each piece.

        It may be stopped at any time and begun again: what was recorded is not recorded twice.
        Raises `NotFound` where a repository was named that nobody knows, `Malformed` where git
        cannot read the clone.
        """
        stream, known = self._stream()
        before = self._before(stream) if known else Before()
        via = f"git:{self.name}@{seen:%Y%m%dT%H%M%S%f}Z{CUT if self._clone.is_shallow else ''}"
        told = new = 0
        with self._clone.history(
            via=via,
            seen=seen,
            since=before.heads,
            known_tags=dict(before.tags),
            known_files=dict(before.files),
        ) as history:
            begin(history.total)
            pieces = (tuple(self._own(piece, known=known)) for piece in history.facts())
            for facts, news in written(pieces, partial(self._record, stream, via, seen)):
                new += news
                told += facts
                advance(facts)
        return Imported(self.name, told, new, history.notes)

    def run_paths(
        self, seen: datetime, *, advance: Callable[[int], None] = lambda _: None
    ) -> Imported:
        """Record which paths each commit touched; after `run`, and as safe to repeat."""
        stream, _ = self._stream()
        via = f"git:{self.name}@{seen:%Y%m%dT%H%M%S%f}Z~paths"
        told = new = 0
        pieces = map(tuple, chunks(self._clone.paths(via=via)))
        for facts, news in written(pieces, partial(self._record, stream, via, seen)):
            new += news
            told += facts
            advance(facts)
        return Imported(self.name, told, new, ())

    def _stream(self) -> tuple[UUID, bool]:
        """Where the facts go: to the repository that webhooks tell of, where there is one."""
        with self._ledger.stand() as stand:
            try:
                return self._ledger.resolve(stand, self.name), True
            except NotFound:
                if self._as_repository:
                    raise
        return stream_of("git", self._identity.name), False

    def _before(self, stream: UUID) -> Before:
        with self._ledger.look(stream) as view:
            observed = [told.fact for told in view.about(subject.BRANCHES)]
            tags = [one for one in tag_facts(view) if one.via.startswith("git:")]
            files = {path: fact.content for path, fact in observed_files(view).items()}
        heads = {
            one.sha
            for one in (*observed, *tags)
            if isinstance(one, BranchObserved | TagCut | TagMoved)
            and one.via.startswith("git:")
            and not one.via.endswith(CUT)
        }
        return Before(frozenset(heads), tuple(objects(tags).items()), tuple(files.items()))

    def _own(self, piece: list[Keyed], *, known: bool) -> Iterator[Keyed]:
        """A clone's word of what the repository is called is not news where GitHub speaks."""
        for one in piece:
            if not (known and isinstance(one.fact, RepositoryNamed)):
                yield one

    def _record(
        self, stream: UUID, via: str, seen: datetime, number: int, facts: tuple[Keyed, ...]
    ) -> int:
        """One piece as one delivery. Its body is a note: git itself keeps the original."""
        body = msgspec.json.encode({"repository": self.name, "facts": len(facts)})
        delivery = Delivery("git", f"{via}/{number}", "import", body, seen)
        return self._ledger.record(delivery, Translation((Chapter(stream, facts),))).facts


def written(
    pieces: Iterator[tuple[Keyed, ...]], write: Callable[[int, tuple[Keyed, ...]], int]
) -> Iterator[tuple[int, int]]:
    """Write each piece while the next is read; how many facts it had, and how many were news."""
    with ThreadPoolExecutor(1) as hand:
        under_way: tuple[int, Future[int]] | None = None
        for number, piece in enumerate(pieces, 1):
            if under_way:
                yield under_way[0], under_way[1].result()
            under_way = len(piece), hand.submit(write, number, piece)
        if under_way:
            yield under_way[0], under_way[1].result()


def tag_facts(view: View) -> Iterator[TagFact]:
    """All that was told of tags, in the order of its time."""
    names = view.names.all()
    for start in range(0, len(names), TAGS_AT_ONCE):
        some = view.about(*(subject.tag(name) for name in names[start : start + TAGS_AT_ONCE]))
        for told in in_order(some):
            if isinstance(told.fact, TagFact):
                yield told.fact


def objects(tags: list[TagFact]) -> dict[str, str]:
    """Where each tag stood when an import last looked."""
    found: dict[str, str] = {}
    for fact in tags:
        if isinstance(fact, TagCut | TagMoved):
            found[fact.name] = fact.object
        elif isinstance(fact, TagDeleted):
            found[fact.name] = GONE
    return found
