"""An arrival: what is news finds its generation, lifts what stands on it, and stays."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from projections.commit_graph.generations import Generations
from projections.commit_graph.node import NEVER, Node, Telling, packed, split, unpacked
from projections.commit_graph.shelf import AT_ONCE, batches, marks
from projections.table import Db

COLUMNS = ("generation", "known", "made", "sure", "parents", "pushes", "named")


class Arrival:
    """Facts about the commits of one repository, on their way into the table."""

    def __init__(self, db: Db, table: str, stream: bytes) -> None:
        self._db = db
        self._table = table
        self._stream = stream

    def take(self, told: Sequence[Telling]) -> None:
        """Take them in, in their order; what was told before changes nothing."""
        stored = self._stored({sha for one in told for sha in (one.sha, *one.parents)})
        news = list(self._news(told, stored))
        self._write(news)
        if len(news) < len(told):
            self._fit(told[len(news) :])

    def _news(
        self, told: Sequence[Telling], stored: Mapping[bytes, tuple[int, Node]]
    ) -> Iterator[tuple[Any, ...]]:
        """Rows of commits that nobody knew or named, whose true parents are all known.

        As many as there are before the first other one: in an import, parents come first.
        """
        generations = {sha: at for sha, (at, node) in stored.items() if node.known != NEVER}
        for sha, sure, parents, position, made in told:
            if not sure or sha in stored or sha in generations:
                return
            generation = made
            for parent in parents:
                if parent not in generations:
                    return
                generation = max(generation, generations[parent] + 1)
            generations[sha] = generation
            yield (
                self._stream + sha,
                self._stream,
                generation,
                position,
                made,
                position,
                b"".join(parents),
                b"",
                b"",
            )

    def _fit(self, told: Sequence[Telling]) -> None:
        stored = self._stored({sha for one in told for sha in (one.sha, *one.parents)})
        nodes = {sha: node for sha, (_, node) in stored.items()}
        generations = Generations(*self._standing(stored), self._between)
        changed = set()
        for one in told:
            if not nodes.setdefault(one.sha, Node()).take(one):
                continue
            changed.add(one.sha)
            for parent in generations.place(one.sha, one.made, one.parents):
                nodes.setdefault(parent, Node()).named.setdefault(one.sha, one.position)
                changed.add(parent)
        generations.settle()
        self._lift({sha: at for sha, at in generations.lifted().items() if sha not in changed})
        self._write([self._row(sha, nodes[sha], generations.of.get(sha, 0)) for sha in changed])

    def _standing(
        self, stored: Mapping[bytes, tuple[int, Node]]
    ) -> tuple[dict[bytes, int], list[tuple[bytes, bytes]]]:
        """The generations of what is known, and who waits for what is not."""
        known = {sha: at for sha, (at, node) in stored.items() if node.known != NEVER}
        waiting = [(sha, child) for sha, (_, node) in stored.items() for child in node.named]
        for key, generation in self._of("generation", {child for _, child in waiting}):
            known[key[16:]] = generation
        return known, waiting

    def _stored(self, shas: Collection[bytes]) -> dict[bytes, tuple[int, Node]]:
        found = {}
        for key, generation, known, made, sure, parents, pushes, named in self._of(
            ", ".join(COLUMNS), shas
        ):
            sha, width = key[16:], len(key) - 16
            followed, named_by = dict(unpacked(pushes, width)), dict(unpacked(named, width))
            node = Node(known, made, sure, split(parents, width), followed, named_by)
            found[sha] = generation, node
        return found

    def _of(self, columns: str, shas: Collection[bytes]) -> Iterator[Any]:
        sql = f"SELECT key, {columns} FROM {self._table} WHERE key IN "
        for some in batches([self._stream + sha for sha in sorted(shas)], AT_ONCE):
            yield from self._db.all(f"{sql} ({marks(some)})", *some)

    def _between(self, low: int, high: int) -> Iterator[tuple[bytes, int, tuple[bytes, ...]]]:
        """All that any known commit there descends from, by anybody's word."""
        sql = (
            f"SELECT key, generation, parents, pushes FROM {self._table}"
            f" WHERE stream = ? AND generation > ? AND generation <= ? AND known < {NEVER}"
        )
        for key, generation, parents, pushes in self._db.all(sql, self._stream, low, high):
            width = len(key) - 16
            followed = (one for one, _ in unpacked(pushes, width) if one)
            yield key[16:], generation, (*split(parents, width), *followed)

    def _lift(self, generations: Mapping[bytes, int]) -> None:
        self._db.many(
            f"UPDATE {self._table} SET generation = ? WHERE key = ?",
            [(generation, self._stream + sha) for sha, generation in generations.items()],
        )

    def _write(self, rows: Sequence[tuple[Any, ...]]) -> None:
        news = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS)
        self._db.many(
            f"INSERT INTO {self._table} (key, stream, {', '.join(COLUMNS)})"
            f" VALUES (?, ?, {marks(COLUMNS)}) ON CONFLICT (key) DO UPDATE SET {news}",
            sorted(rows),  # a page is met once, however many rows fall on it
        )

    def _row(self, sha: bytes, node: Node, generation: int) -> tuple[Any, ...]:
        return (
            self._stream + sha,
            self._stream,
            generation,
            node.known,
            node.made,
            node.sure,
            b"".join(node.parents),
            packed(node.pushes, len(sha)) if node.pushes else b"",
            packed(node.named, len(sha)) if node.named else b"",
        )
