"""An import: a clone's whole history goes into the ledger, a second one only what is new."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import chain, islice, repeat
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain import subject
from domain.branch import BranchObserved
from domain.errors import NotFound
from domain.repository import stream_of
from domain.tag import TagCut, TagDeleted, TagFact, TagMoved
from projections.fold import in_order
from projections.notes.found_settings import observed_files
from projections.view import View
from service.clone.clone import Clone
from service.clone.names import GONE
from service.clone.telling import chunks
from service.delivery import Delivery
from service.ledger import Ledger
from service.recorders.batch import DeliveryEntry, FactRow, fact_rows, spelled
from service.uncollected import uncollected

TAGS_AT_ONCE = 500
AT_ONCE = 10  # pieces a transaction: each page of the tables is written once for all of them
FIRST = (2, 4)  # the first ones are smaller, so that writing begins when little has been read

# At the end of where a fact came from, of an import whose clone was shallow: its heads do not lead
# down to the beginning.
CUT = "~shallow"


class Imported(Struct, frozen=True):
    """What an import did: `told` facts were in the clone's part that was read, `new` were news."""

    name: str
    told: int
    new: int
    notes: tuple[str, ...]


class Before(Struct, frozen=True):
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
        with self._clone.history(
            via=via,
            seen=seen,
            since=before.heads,
            known_tags=dict(before.tags),
            known_files=dict(before.files),
        ) as whole:
            # A clone's word of what the repository is called is not news where GitHub speaks.
            history = replace(whole, before=()) if known else whole
            begin(history.total)
            told, new = self._write(history.rows(stream), via, seen, advance)
        return Imported(self.name, told, new, history.notes)

    def run_paths(
        self, seen: datetime, *, advance: Callable[[int], None] = lambda _: None
    ) -> Imported:
        """Record which paths each commit touched; after `run`, and as safe to repeat."""
        stream, _ = self._stream()
        via = f"git:{self.name}@{seen:%Y%m%dT%H%M%S%f}Z~paths"
        pieces = (tuple(fact_rows(stream, some)) for some in chunks(self._clone.paths(via=via)))
        told, new = self._write(pieces, via, seen, advance)
        return Imported(self.name, told, new, ())

    def _write(
        self,
        pieces: Iterable[tuple[FactRow, ...]],
        via: str,
        seen: datetime,
        advance: Callable[[int], None],
    ) -> tuple[int, int]:
        """Record piece after piece; how many facts they had, and how many were news."""
        told = new = 0
        entries = (self._entry(via, seen, *one) for one in enumerate(pieces, 1))
        with uncollected():
            for facts, news in written(transactions(entries), self._ledger.record_all):
                new += news
                told += facts
                advance(facts)
        return told, new

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

    def _entry(
        self, via: str, seen: datetime, number: int, facts: tuple[FactRow, ...]
    ) -> DeliveryEntry:
        """One piece as one delivery. Its body is a note: git itself keeps the original."""
        body = msgspec.json.encode({"repository": self.name, "facts": len(facts)})
        return spelled(Delivery("git", f"{via}/{number}", "import", body, seen), facts)


def transactions(entries: Iterable[DeliveryEntry]) -> Iterator[list[DeliveryEntry]]:
    """The entries in their order, so many as are written at once."""
    rest = iter(entries)
    for size in chain(FIRST, repeat(AT_ONCE)):
        batch = list(islice(rest, size))
        if not batch:
            return
        yield batch


def written(
    batches: Iterable[list[DeliveryEntry]], write: Callable[[list[DeliveryEntry]], int]
) -> Iterator[tuple[int, int]]:
    """Write each batch while the next is read; how many facts it had, and how many were news."""
    with ThreadPoolExecutor(1) as hand:
        under_way: tuple[int, Future[int]] | None = None
        for batch in batches:
            if under_way:
                yield under_way[0], under_way[1].result()
            under_way = sum(len(one.facts) for one in batch), hand.submit(write, batch)
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
