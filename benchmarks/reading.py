"""Reading: a fold over everything against its floor, and one release out of ever more facts."""

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.history import STREAM, facts
from benchmarks.table import Figure, interleaved, timed
from domain.fact import Keyed, Told
from domain.topics import decode
from projections.holdings import holdings
from projections.release import release
from service.delivery import Delivery
from service.ledger import Ledger, open_ledger
from webhooks.translation import Chapter, Translation

TITLE = "Reading (SQLite)"
SIZES = (1_000, 10_000, 100_000)


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        ledgers = {size: filled(Path(folder) / f"{size}.db", size) for size in SIZES}
        yield from fold(ledgers[SIZES[-1]])
        yield from one_release(ledgers)
        for ledger in ledgers.values():
            ledger.close()


def filled(path: Path, size: int) -> Ledger:
    url = f"sqlite:///{path}"
    with closing(Ledger(url, create=True)) as making:
        making.migrate()
    ledger = open_ledger(url)
    todo = facts(size)
    number = 0
    while piece := tuple(islice(todo, 1000)):
        number += 1
        tell(ledger, f"piece-{number}", piece)
    ledger.catch_up()
    return ledger


def tell(ledger: Ledger, id_: str, piece: tuple[Keyed, ...]) -> None:
    delivery = Delivery("git", id_, "import", b"", datetime.now(UTC))
    ledger.record(delivery, Translation((Chapter(STREAM, piece),)))


def fold(ledger: Ledger) -> Iterator[Figure]:
    """Every fact of the repository, folded, against the same SELECT and decode without a fold."""
    floor, folded = interleaved(lambda: look_through(ledger), lambda: whole_fold(ledger), rounds=7)
    yield Figure(
        f"whole fold over {SIZES[-1]:,} facts ({folded * 1000:.0f} ms)",
        f"{folded / floor:.2f} × SELECT and decode ({floor * 1000:.0f} ms)",
        "at most 2 ×",
        folded <= 2 * floor,
    )


def look_through(ledger: Ledger) -> None:
    """The floor: the raw driver's rows in one go, decoded one by one, and let go."""
    with ledger.stand() as stand:
        cursor = stand.db._cursor  # type: ignore[attr-defined]  # noqa: SLF001 - below our own floor
        rows = cursor.execute(
            "SELECT rowid, state FROM stored_events WHERE originator_id = ?"
            " ORDER BY originator_version",
            (STREAM.hex,),
        )
        for position, state in rows:
            Told(position, decode(state))


def whole_fold(ledger: Ledger) -> None:
    with ledger.look(STREAM) as view:
        holdings(view)


def one_release(ledgers: dict[int, Ledger]) -> Iterator[Figure]:
    """A release in the middle of ever longer histories, and the same as of just before the end."""
    tags = {size: middle(ledger) for size, ledger in ledgers.items()}
    rounds = [
        {size: timed(partial(ask, ledgers[size], tags[size])) for size in SIZES} for _ in range(61)
    ]
    medians = {size: statistics.median(one[size] for one in rounds[10:]) for size in SIZES}
    for size, seconds in medians.items():
        yield Figure(
            f"one release of {size:,} facts ({tags[size]})",
            f"{seconds * 1000:.1f} ms",
            "< 15 ms",
            seconds < 0.015,
        )
    spread = max(medians.values()) / min(medians.values())
    yield Figure("slowest against fastest", f"{spread:.2f} ×", "at most 1.5 ×", spread <= 1.5)
    largest, tag = ledgers[SIZES[-1]], tags[SIZES[-1]]
    before_the_end = largest.head() - 10
    now, then = interleaved(
        lambda: ask(largest, tag), lambda: ask(largest, tag, before_the_end), rounds=51
    )
    yield Figure("as_of against now", f"{then / now:.2f} ×", "within 1.5 ×", then <= 1.5 * now)


def middle(ledger: Ledger) -> str:
    """The release that has as many before it as after it."""
    with ledger.look(STREAM) as view:
        return f"v1.{(len(view.names.all()) + 1) // 2}.0"


def ask(ledger: Ledger, tag: str, as_of: int | None = None) -> None:
    with ledger.look(STREAM, as_of=as_of) as view:
        release(view, tag)
